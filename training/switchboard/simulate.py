"""Play labelled calls under every policy with the same luck, and say which costs callers least."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

import numpy as np

from routing.domain.catalogue import Catalogue
from training.switchboard.assumptions import Assumptions
from training.switchboard.figures import Sums, mean_seconds, resamples, row_of, saved, sums_of
from training.switchboard.luck import draw_luck
from training.switchboard.play import Caller, House, Played, house_of, play, times_needed
from training.switchboard.policies import FIXED_THRESHOLD, OURS, Policy, best_guess, fixed_threshold, keypad_menu, ours

THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(21))
TUNING_REPEATS = 5


@dataclass(frozen=True)
class Trial:
    """How often each call is played, and the seed of all luck."""

    repeats: int = 20
    seed: int = 1


def simulate(
    callers: Sequence[Caller],
    catalogue: Catalogue,
    assumptions: Assumptions,
    trial: Trial,
    advisor: Policy | None = None,
    advance: Callable[[float], None] = lambda done: None,
) -> dict[str, Any]:
    """Return the figures of every policy, and what ours saves beside each of the others.

    Parameters
    ----------
    advisor
        Our policy if it has played these callers before, so that it need not decide anew.
    """
    house = house_of(catalogue, assumptions)
    steps = count(1)

    def stepped() -> None:
        advance(next(steps) / (len(THRESHOLDS) + 4))

    found: dict[str, Sums] = {}
    for policy in (keypad_menu(), best_guess(house.front_desk)):
        found[policy.name] = sums_of(played(callers, policy, house, trial), house.front_desk)
        stepped()
    found[FIXED_THRESHOLD], thresholds = _best_thresholds(callers, house, trial, stepped)
    found[OURS] = sums_of(played(callers, advisor or ours(catalogue), house, trial), house.front_desk)
    stepped()
    drawn = resamples(len(callers), trial.seed)
    rows = [row_of(name, sums, drawn) for name, sums in found.items()]
    return {
        "calls": len(callers),
        "for_the_front_desk": sum(caller.right == house.front_desk for caller in callers),
        **asdict(trial),
        "assumptions": asdict(assumptions),
        "thresholds": list(thresholds),
        "policies": rows,
        "fewest_seconds": fewest(found),
        "ours_saves": saved(found[OURS], {name: sums for name, sums in found.items() if name != OURS}, drawn),
    }


def fewest(found: Mapping[str, Sums]) -> str:
    """Return the policy that costs callers the fewest seconds."""
    return min(found, key=lambda name: mean_seconds(found[name]))


def played(callers: Sequence[Caller], policy: Policy, house: House, trial: Trial) -> list[list[Played]]:
    """Return what became of every call in every repeat."""
    ends = []
    for repeat in range(trial.repeats):
        luck = draw_luck(len(callers), repeat, trial.seed, times_needed(house))
        ends.append([play(caller, policy, house, own) for caller, own in zip(callers, luck, strict=True)])
    return ends


def _best_thresholds(
    callers: Sequence[Caller], house: House, trial: Trial, stepped: Callable[[], None]
) -> tuple[Sums, tuple[float, ...]]:
    """Return the fixed threshold's sums, each half of the calls under the threshold that was best on the other half.

    So every call is played, by a threshold that has not seen it; a single call has none to learn from but itself.
    """
    order = np.random.default_rng((trial.seed, len(callers))).permutation(len(callers))
    first = np.isin(np.arange(len(callers)), order[: (len(callers) + 1) // 2])
    tries = Trial(min(trial.repeats, TUNING_REPEATS), trial.seed)
    tried = []
    for threshold in THRESHOLDS:
        tried.append(_seconds(callers, house, tries, threshold))
        stepped()
    seconds, chosen = np.array(tried), []
    for half in (first, ~first):
        learnt = ~half if (~half).any() else half
        chosen.append(THRESHOLDS[int(seconds[:, learnt].mean(axis=1).argmin())])
    both = [
        sums_of(played(callers, fixed_threshold(each, house.front_desk), house, trial), house.front_desk)
        for each in chosen
    ]
    stepped()
    figures = np.where(first[:, None], both[0].figures, both[1].figures)
    parts = np.where(first[:, None], both[0].parts, both[1].parts)
    return Sums(figures, parts), tuple(chosen)


def _seconds(callers: Sequence[Caller], house: House, trial: Trial, threshold: float) -> list[float]:
    ends = played(callers, fixed_threshold(threshold, house.front_desk), house, trial)
    return [float(each) for each in np.mean([[sum(one.seconds.values()) for one in row] for row in ends], axis=0)]
