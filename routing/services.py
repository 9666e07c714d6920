"""The only composition root: from settings to the objects a process needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from routing.advise import Advisor
from routing.catalogue.read import read_catalogue
from routing.settings import Settings
from routing.store.engine import migrate, open_engine
from routing.store.idempotency import Answers
from routing.store.journal import Journal
from routing.store.labelled import LabelledCalls
from routing.store.recorder import Recorder
from routing.store.spool import folder_for
from routing.store.statuses import Statuses
from routing.text.cache import Recent
from routing.text.encoder import Encoder
from routing.text.manner import load_manner
from routing.text.model import Hypothesis, TextModel
from routing.text.shelf import load_live

EXTENSION = "advisor"


@dataclass(frozen=True)
class Services:
    """What one process holds for its whole life."""

    advisor: Advisor
    journal: Journal
    statuses: Statuses
    calls: LabelledCalls
    answers: Answers


def build(settings: Settings, callers_wait: bool = False) -> Services:
    """Return warm services: the model has answered once, so the first caller does not wait for it.

    Where `callers_wait`, a thread records advice after it is given, until its `close` or the end of the process; call
    this after the fork, then.

    Raises
    ------
    AdvisorError
        The catalogue, the model or the settings are not usable; the message says what to do.
    """
    catalogue = read_catalogue(settings.catalogue)
    model = replace(
        live_model(settings),
        predictions=Recent(settings.cache_reasons),
        reasons=Recent(settings.cache_reasons),
    )
    engine = open_engine(settings.database_url)
    statuses = Statuses(engine)
    model.predict((Hypothesis("a first reason, to warm up"),))
    journal = Journal(engine, recording(settings, engine) if callers_wait else None)
    advisor = Advisor(catalogue, model, journal, statuses.all)
    return Services(advisor, journal, statuses, LabelledCalls(engine), Answers(engine))


def recording(settings: Settings, engine: Engine) -> Recorder:
    """Return a recorder at work."""
    recorder = Recorder(engine, folder_for(settings.spool, engine.url.render_as_string(hide_password=True)))
    recorder.start()
    return recorder


def labelled_calls(settings: Settings) -> LabelledCalls:
    """Return the labelled calls, their tables brought up to date; no model is loaded for them."""
    engine = open_engine(settings.database_url)
    migrate(engine)
    return LabelledCalls(engine)


def live_model(settings: Settings) -> TextModel:
    """Return the live model as it is served, with the head that hears how callers speak.

    Raises
    ------
    BadModel
        The model or the head is missing, altered or made for another encoder.
    """
    encoder = Encoder(settings.encoder)
    model = load_live(settings.models_url, encoder)
    return replace(model, manner=load_manner(settings.manner, encoder.sha256))


def services() -> Services:
    """Return the services of the running application."""
    return cast("Services", current_app.extensions[EXTENSION])
