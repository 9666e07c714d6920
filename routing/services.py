"""The only composition root: from settings to the objects a process needs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from routing.advise import Advisor
from routing.catalogue.golden import GOLDEN, read_golden
from routing.catalogue.read import read_catalogue
from routing.errors import BadSettings
from routing.launch import launch
from routing.reports.insights import Insights
from routing.serving.follower import Follower
from routing.serving.loading import Loader
from routing.serving.presence import Presence
from routing.serving.shadow import Shadow
from routing.serving.starting import choices, first
from routing.serving.switch import Switch
from routing.settings import Settings
from routing.store.engine import migrate, open_engine
from routing.store.idempotency import Answers
from routing.store.journal import Journal
from routing.store.labelled import LabelledCalls
from routing.store.promotions import Promotions
from routing.store.recorder import Recorder
from routing.store.spool import folder_for
from routing.store.statuses import Statuses
from routing.store.training_runs import Runs
from routing.store.trials import Trials
from routing.store.workers import Workers
from routing.text.artefact import load
from routing.text.encoder import Encoder
from routing.text.manner import load_manner
from routing.text.model import TextModel
from routing.text.shelf import Live, Shelf
from routing.versions.held import Versions

log = logging.getLogger(__name__)

EXTENSION = "advisor"


@dataclass(frozen=True)
class Services:
    """What one process holds for its whole life.

    Attributes
    ----------
    versions
        The model versions, and which of them are served.
    switch
        Answers calls by what is served at that moment.
    start_training
        Starts the process that does the training run of an id.
    shadow
        Asks a version on trial beside the live one.
    follower, presence
        Follow what is promoted, and tell the store what is served; None where neither is done.
    """

    switch: Switch
    journal: Journal
    statuses: Statuses
    calls: LabelledCalls
    answers: Answers
    insights: Insights
    versions: Versions
    runs: Runs
    start_training: Callable[[str], None]
    shadow: Shadow | None = None
    follower: Follower | None = None
    presence: Presence | None = None

    def start(self) -> None:
        """Follow what is promoted from now on; to be called after the fork."""
        if self.follower and self.presence:
            self.follower.start()
            self.presence.start()

    def stop(self) -> None:
        """Follow no longer, and tell the store that this process ends."""
        if self.follower and self.presence:
            self.follower.stop()
            self.presence.stop()

    @property
    def advisor(self) -> Advisor:
        """The live model's advisor at this moment; calls are answered by `switch`."""
        return self.switch.served.live


def build(settings: Settings, callers_wait: bool = False) -> Services:
    """Return warm services: the model has answered, so the first caller does not wait for it. Nothing is followed yet.

    Where `callers_wait`, a thread records advice after it is given, until its `close` or the end of the process; call
    this after the fork, then.

    Raises
    ------
    AdvisorError
        The catalogue, the settings or all of the models are not usable; the message says what to do.
    """
    catalogue = read_catalogue(settings.catalogue)
    engine = open_engine(settings.database_url)
    encoder = Encoder(settings.encoder)
    golden, shelf = settings.catalogue / GOLDEN, shelf_of(settings)
    journal = Journal(engine, recording(settings, engine) if callers_wait else None)
    statuses = Statuses(engine)
    loader = Loader(
        folder=shelf.folder,
        encoder=encoder,
        manner=load_manner(settings.manner, encoder.sha256),
        catalogue=catalogue,
        golden=read_golden(golden, catalogue) if golden.is_file() else (),
        journal=journal,
        statuses=statuses.all,
        cache_reasons=settings.cache_reasons,
    )
    default = shelf.default()
    live, advisor = first(_choices(engine, default), loader.load)
    shadow = Shadow(Trials(engine))
    switch = Switch(advisor, shadow.overhear)
    follower = Follower(switch, Promotions(engine), loader.load, default, live)
    return Services(
        switch=switch,
        journal=journal,
        statuses=statuses,
        calls=LabelledCalls(engine),
        answers=Answers(engine),
        insights=Insights(engine),
        versions=Versions(shelf, engine, encoder),
        runs=Runs(engine),
        start_training=partial(launch, settings),
        shadow=shadow,
        follower=follower,
        presence=Presence(switch, Workers(engine)),
    )


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


def _choices(engine: Engine, default: Live) -> list[Live]:
    """Return what to begin with. A worker that starts while the database is away must answer calls all the same."""
    try:
        return choices(engine, default)
    except SQLAlchemyError:
        log.exception("which version is live cannot be looked up; %s is served until it can", default.version)
        return [default]


def shelf_of(settings: Settings) -> Shelf:
    """Return the shelf of the model versions."""
    return Shelf(settings.models_url, settings.cache_url / "models")


@contextmanager
def versions_of(settings: Settings) -> Iterator[Versions]:
    """Yield what handling model versions needs; the database's tables are made or brought up to date.

    Raises
    ------
    AdvisorError
        The encoder, the shelf or the database are not usable.
    """
    encoder, engine = Encoder(settings.encoder), open_engine(settings.database_url)
    try:
        migrate(engine)
        yield Versions(shelf_of(settings), engine, encoder)
    finally:
        engine.dispose()


def live_model(settings: Settings) -> TextModel:
    """Return the live model as it is served, with the head that hears how callers speak.

    Raises
    ------
    NoModel
        No version that could be live can be loaded.
    BadModel
        The head is missing, altered or made for another encoder.
    BadSettings
        The database does not answer.
    """
    encoder = Encoder(settings.encoder)
    shelf, engine = shelf_of(settings), open_engine(settings.database_url)
    try:
        versions = choices(engine, shelf.default())
    except SQLAlchemyError as error:
        raise BadSettings(f"ADVISOR_DATABASE_URL: expected a database that answers, found {error}") from None
    finally:
        engine.dispose()
    _, model = first(versions, lambda wanted: load(shelf.folder(wanted.version), encoder, wanted.manifest_sha256))
    return replace(model, manner=load_manner(settings.manner, encoder.sha256))


def services() -> Services:
    """Return the services of the running application."""
    return cast("Services", current_app.extensions[EXTENSION])
