"""Keep nothing longer than the organisation wants: applied by hand, and by each worker once an hour."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from routing.store.erasing import Purged, purge
from routing.store.idempotency import forget_old

log = logging.getLogger(__name__)

EVERY_S = 3600.0


def apply_retention(engine: Engine, days: int, now: datetime) -> Purged:
    """Delete what is older than `days` (0 keeps everything), and the kept answers that no longer hold.

    Returns
    -------
    Purged
        What was deleted because of its age.
    """
    answers = forget_old(engine, now)
    if not days:
        return Purged(answers=answers)
    purged = purge(engine, now - timedelta(days=days))
    return Purged(**{**vars(purged), "answers": purged.answers + answers})


def keep_house(engine: Engine, days: int, every_s: float = EVERY_S) -> threading.Event:
    """Apply the retention now and then again and again, in a thread of its own; setting the event ends it.

    Whatever fails is logged and tried again the next time.
    """
    done = threading.Event()
    threading.Thread(target=_keep_house, args=(engine, days, every_s, done), name="retention", daemon=True).start()
    return done


def _keep_house(engine: Engine, days: int, every_s: float, done: threading.Event) -> None:
    while True:
        try:
            purged = apply_retention(engine, days, datetime.now(UTC))
            if any(vars(purged).values()):
                log.info("retention of %s days: %s", days, purged)
        except Exception:  # the thread must outlive any fault of the database
            log.exception("the retention could not be applied; it is tried again in %.0f s", every_s)
        if done.wait(every_s):
            return
