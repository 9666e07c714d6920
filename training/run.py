"""Do one training run: wait for its turn, show signs of life, train, promote if the gate lets it, tell the outcome."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from routing.errors import AdvisorError, BadModel, BadPromotion, RunLost, UnreachableShelf
from routing.store.promotions import LIVE, Promotions, Standing
from routing.store.training_runs import CANCELLED, DONE, FAILED, REFUSED, Run, Runs, conclude
from routing.text.shelf import Live, Shelf
from routing.versions.change import check_listed
from training.gate import Verdict, as_fields
from training.retrain import Published, Say, Stage

log = logging.getLogger(__name__)

NO_ROLE = "none"
BEAT_S = 2.0
RETRIES_S = (1.0, 4.0, 10.0)

Train = Callable[[Stage, Say], Published]


@dataclass(frozen=True)
class Watched:
    """A run under way, and who is told of it besides the store."""

    runs: Runs
    run: Run
    stage: Stage
    say: Say


@dataclass(frozen=True)
class Outcome:
    """What a run came to: the version it published, and which was live when it began."""

    run: Run
    published: Published
    live: str

    @property
    def result(self) -> tuple[str, str, str, Mapping[str, Any]]:
        """What the run's row says in the end: its id, the state, the version and the verdict."""
        verdict = self.published.verdict
        return self.run.id, DONE if verdict.passed else REFUSED, self.published.version, as_fields(verdict)


def carry_out(watched: Watched, promotions: Promotions, shelf: Shelf, train: Train) -> Published:
    """Do the run and return what was published; the run's row says how it went, whatever happens.

    Parameters
    ----------
    shelf
        Where `train` publishes; its default is live while nothing was promoted.
    train
        Learns, judges and publishes; it is told whom to keep informed, and ends if they raise.

    Raises
    ------
    RunLost
        The run was cancelled, or given up for dead; nothing was promoted.
    BadPromotion
        Another version went live meanwhile, with which this one was not compared, or this one was removed from the
        shelf; nothing was promoted.
    AdvisorError, OSError, SQLAlchemyError
        It failed; nothing was promoted.
    """
    runs, run = watched.runs, watched.run
    try:
        _await_turn(watched)
        live = _live(promotions.current(), shelf)
        with _signs_of_life(watched) as stage:
            published = train(stage, _told(watched))
            stage("promoting", 0.0)
        _conclude(Outcome(run, published, live), runs, promotions, shelf)
    except KeyboardInterrupt:
        runs.finish(run.id, CANCELLED, error="interrupted")
        raise
    except RunLost:
        raise
    except Exception as error:
        _note_failure(runs, run, error)
        raise
    return published


def failure(error: Exception) -> str:
    """Return one line about why a training failed."""
    if isinstance(error, AdvisorError):
        return " ".join(str(error).split())
    if isinstance(error, SQLAlchemyError):
        return f"expected a database that answers, found {' '.join(str(getattr(error, 'orig', None) or error).split())}"
    if isinstance(error, OSError):
        return f"expected to write the new version, found {error}; make room or mend the folder's rights"
    return f"an error of the program itself: {type(error).__name__}: {error}"


def patient(act: Callable[[], object]) -> None:
    """Do something in the database; try again for a quarter of a minute if it does not answer."""
    for wait_s in RETRIES_S:
        try:
            act()
        except SQLAlchemyError as error:
            log.warning("the database does not answer (%s); trying again in %.0f s", type(error).__name__, wait_s)
            time.sleep(wait_s)
        else:
            return
    act()


def _await_turn(watched: Watched) -> None:
    told = False
    while not watched.runs.claim(watched.run.id):
        if not told:
            watched.say("another training is under way; this one waits for it")
            told = True
        time.sleep(BEAT_S)


def default_of(shelf: Shelf) -> Live | None:
    """Return the shelf's default; None if it has none yet.

    Raises
    ------
    UnreachableShelf
        The shelf does not answer.
    """
    try:
        return shelf.default()
    except UnreachableShelf:
        raise
    except BadModel:
        return None


def _live(standing: Standing, shelf: Shelf) -> str:
    """Return the version that is live; empty if there is none."""
    live = standing.live or default_of(shelf)
    return live.version if live else ""


def _conclude(outcome: Outcome, runs: Runs, promotions: Promotions, shelf: Shelf) -> None:
    """Note what came of the run and promote its version if it may be, both or neither."""

    def act() -> None:
        if not outcome.published.verdict.passed or outcome.run.options.get("role") == NO_ROLE:
            with runs.engine.begin() as connection:
                conclude(connection, *outcome.result)
        else:
            _promote(outcome, promotions, shelf)

    try:
        patient(act)
    except RunLost:
        found = runs.get(outcome.run.id)
        if not (found and found.version == outcome.published.version):  # else a try before had reached the disk
            raise


def _promote(outcome: Outcome, promotions: Promotions, shelf: Shelf) -> None:
    """Promote the version, and note in the same transaction what came of the run: nobody can cancel between the two."""
    run, published = outcome.run, outcome.published
    role, share = str(run.options.get("role", LIVE)), int(run.options.get("share", 0))
    version, digest, by = published.version, published.manifest_sha256, run.requested_by
    why = f"training run {run.id}: {_sentence(published.verdict)}"

    def before(connection: Connection, standing: Standing) -> None:
        conclude(connection, *outcome.result)
        _check_unchanged(outcome, _live(standing, shelf))
        check_listed(shelf, version)

    if role == LIVE:
        promotions.promote(version, digest, by, why, before)
    else:
        promotions.try_out(version, digest, role, share, by, why, before)


def _check_unchanged(outcome: Outcome, live: str) -> None:
    """Raise BadPromotion unless that is live which was when the run began: the version was compared with no other."""
    if live != outcome.live:
        raise BadPromotion(
            f"expected {outcome.live or 'no version'} to be live still, found {live}: the live version changed "
            f"meanwhile; train again, {outcome.published.version} stays on the shelf"
        )


def _sentence(verdict: Verdict) -> str:
    return f"passed {len(verdict.checks)} checks against {verdict.against or 'no live model'}"


def _told(watched: Watched) -> Say:
    """Return what writes a line to the run's log and tells it to who watches; a lost line does not stop a training."""

    def say(line: str) -> None:
        watched.say(line)
        try:
            watched.runs.say(watched.run.id, line)
        except SQLAlchemyError:
            log.warning("the run's log cannot be written: %s", line)

    return say


@contextmanager
def _signs_of_life(watched: Watched) -> Iterator[Stage]:
    """Say every two seconds how far the run is; yields what to tell the stage, which raises RunLost once it is lost."""
    at: list[tuple[str, float]] = [("starting", 0.0)]
    lost: list[RunLost] = []
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_S) and not lost:
            try:
                watched.runs.beat(watched.run.id, *at[0])
            except RunLost as error:
                lost.append(error)
            except SQLAlchemyError as error:
                log.warning("no sign of life could be given: %s", type(error).__name__)

    def stage(name: str, done: float) -> None:
        at[0] = (name, round(done, 4))
        watched.stage(name, done)
        if lost:
            raise lost[0]

    thread = threading.Thread(target=beat, name="signs of life", daemon=True)
    thread.start()
    try:
        yield stage
    finally:
        over.set()
        thread.join()


def _note_failure(runs: Runs, run: Run, error: Exception) -> None:
    try:
        runs.finish(run.id, FAILED, error=failure(error))
    except SQLAlchemyError:
        log.warning("training run %s failed and its row cannot say so until the database is back", run.id)
