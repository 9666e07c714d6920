"""What a process is to serve, from what stands in the store."""

from __future__ import annotations

from dataclasses import dataclass

from routing.store.promotions import LIVE, Promotion, Standing
from routing.text.shelf import Live


@dataclass(frozen=True)
class Wanted:
    """A version that is to be served, and the row that says so; 0 where the default is meant."""

    row: int
    model: Live


@dataclass(frozen=True)
class Order:
    """The versions to be served; `role` and `share` are those of the trial, empty and 0 without one."""

    live: Wanted
    trial: Wanted | None = None
    role: str = ""
    share: int = 0


def order(standing: Standing, default: Live) -> Order:
    """Return what is to be served. Until a version is promoted that is `default`."""
    live = _wanted(standing.live) if standing.live else Wanted(0, default)
    trial = standing.trial
    if trial is None or _wanted(trial).model == live.model:
        return Order(live)
    return Order(live, _wanted(trial), trial.role, trial.share)


def first_choices(history: list[Promotion], default: Live) -> list[Live]:
    """Return the versions to begin with, best first: what is live, then what was before, and at last the default."""
    promoted = (_wanted(row).model for row in reversed(history) if row.role == LIVE)
    return list(dict.fromkeys((*promoted, default)))


def _wanted(row: Promotion) -> Wanted:
    return Wanted(row.id, Live(row.version, row.manifest_sha256))
