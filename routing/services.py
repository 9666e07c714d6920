"""The only composition root: from settings to the objects a process needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from flask import current_app

from routing.advise import Advisor
from routing.catalogue.read import read_catalogue
from routing.settings import Settings
from routing.store.engine import open_engine
from routing.store.journal import Journal
from routing.store.statuses import Statuses
from routing.text.cache import Recent
from routing.text.encoder import Encoder
from routing.text.manner import load_manner
from routing.text.model import Hypothesis, TextModel
from routing.text.shelf import Shelf, load_default

EXTENSION = "advisor"


@dataclass(frozen=True)
class Services:
    """What one process holds for its whole life."""

    advisor: Advisor
    journal: Journal
    statuses: Statuses


def build(settings: Settings) -> Services:
    """Return warm services: the model has answered once, so the first caller does not wait for it.

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
    journal, statuses = Journal(engine), Statuses(engine)
    model.predict((Hypothesis("a first reason, to warm up"),))
    return Services(Advisor(catalogue, model, journal, statuses.all), journal, statuses)


def shelf_of(settings: Settings) -> Shelf:
    """Return the shelf of the model versions."""
    return Shelf(settings.models_url, settings.cache_url / "models")


def live_model(settings: Settings) -> TextModel:
    """Return the live model as it is served, with the head that hears how callers speak.

    Raises
    ------
    BadModel
        The model or the head is missing, altered or made for another encoder.
    """
    encoder = Encoder(settings.encoder)
    model = load_default(shelf_of(settings), encoder)
    return replace(model, manner=load_manner(settings.manner, encoder.sha256))


def services() -> Services:
    """Return the services of the running application."""
    return cast("Services", current_app.extensions[EXTENSION])
