"""Do one training run: wait for its turn, show signs of life, train, promote if the gate lets it, tell the outcome."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from routing.errors import AdvisorError, BadModel, BadPromotion, RunLost, UnreachableShelf
from routing.store.promotions import LIVE, Allowed, Promotions, Standing
from routing.store.training_runs import CANCELLED, DONE, FAILED, REFUSED, Run, Runs
from routing.text.shelf import Live, Shelf
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
        Another version went live meanwhile, with which this one was not compared; nothing was promoted.
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
            patient(lambda: runs.beat(run.id, "promoting", 0.0))  # whoever was given up for dead must not promote
            _promote(published, run, promotions, _unchanged(shelf, live, published.version))
    except KeyboardInterrupt:
        runs.finish(run.id, CANCELLED, error="interrupted")
        raise
    except RunLost:
        raise
    except Exception as error:
        _note_failure(runs, run, error)
        raise
    state = DONE if published.verdict.passed else REFUSED
    patient(lambda: runs.finish(run.id, state, published.version, as_fields(published.verdict)))
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


def _unchanged(shelf: Shelf, live: str, version: str) -> Allowed:
    """Return what allows `version` to be promoted only while that is live with which it was compared."""

    def check(standing: Standing) -> None:
        now = _live(standing, shelf)
        if now != live:
            raise BadPromotion(
                f"expected {live or 'no version'} to be live still, found {now}: the live version changed meanwhile; "
                f"train again, {version} stays on the shelf"
            )

    return check


def _promote(published: Published, run: Run, promotions: Promotions, allowed: Allowed) -> None:
    role, digest = str(run.options.get("role", LIVE)), published.manifest_sha256
    if not published.verdict.passed or role == NO_ROLE:
        return
    why = f"training run {run.id}: {_sentence(published.verdict)}"
    if role == LIVE:
        patient(lambda: promotions.promote(published.version, digest, run.requested_by, why, allowed))
    else:
        share = int(run.options.get("share", 0))
        patient(lambda: promotions.try_out(published.version, digest, role, share, run.requested_by, why, allowed))


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
