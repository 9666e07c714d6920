"""How often the gate errs: candidates that are truly as good, better or worse, played many times.

Live outcomes are drawn from what the shipped model did with the bank's test calls, one word in five misheard: on the
calls as written it is wrong so seldom that no candidate could gain much. A candidate is the same with some right
answers made wrong and some wrong ones right, the more likely the less sure the live model was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import record
from routing.catalogue.read import read_catalogue
from routing.domain.catalogue import Catalogue
from routing.domain.margins import USUAL
from routing.services import shelf_of
from routing.settings import Settings
from routing.text.encoder import Encoder
from routing.text.shelf import load_default
from training.calls import read_calls
from training.evaluate import Scored, score
from training.gate import Evidence, judged
from training.gate.rights import placed
from training.noise.noisy import noisy
from training.publish import TEST_CALLS

SIZES = (200, 1000, 2000)
POINTS_WORSE = (-1.0, 0.0, 0.5, 1.0, 2.0, 5.0)
DIFFER = (0.01, 0.03)  # share of calls on which two models of equal worth differ
PLAYED = 200
SEED = 3
NOISE = 0.2
LEAST_DOUBT = 0.02


@dataclass(frozen=True)
class Pool:
    """The calls that live outcomes are drawn from, and the intents of each department for wrong answers."""

    scored: Sequence[Scored]
    intents: dict[str, str]

    @property
    def right(self) -> float:
        """Share of calls with the right department."""
        return float(np.mean([one.department_right for one in self.scored if placed(one)]))


def main() -> None:
    """Play every case and write the result."""
    settings = Settings()
    catalogue = read_catalogue(settings.catalogue)
    calls = read_calls(settings.catalogue / TEST_CALLS, catalogue.intents, catalogue.departments)
    random = np.random.default_rng(SEED)
    misheard = [replace(call, reason=noisy(call.reason, NOISE, random)) for call in calls]
    model = load_default(shelf_of(settings), Encoder(settings.encoder))
    pool = Pool(score(misheard, model, catalogue), _an_intent_of_each(catalogue))
    rows = [played(pool, size, worse, differ) for differ in DIFFER for size in SIZES for worse in POINTS_WORSE]
    record.write("gate", {"played": PLAYED, "margin": USUAL.department, "live_right": pool.right, "rows": rows})


def played(pool: Pool, size: int, points_worse: float, differ: float) -> dict[str, Any]:
    """Return how often a candidate that is truly so many points worse passes the department check and the whole gate.

    The two models differ on the share `differ` of calls, and on as many more as the points ask for.
    """
    random = np.random.default_rng([SEED, size, round(10 * points_worse) + 100, round(1000 * differ)])
    whole = department = 0
    differences = []
    for _ in range(PLAYED):
        drawn = random.integers(0, len(pool.scored), size)
        live = [_caller(pool.scored[place], nth) for nth, place in enumerate(drawn)]
        candidate = changed(live, points_worse / 100, differ, pool.intents, random)
        verdict = judged(Evidence("live", tuple(live), tuple(candidate), (), (), 0, (), None, None))
        whole += verdict.passed
        check = next(check for check in verdict.checks if check.name == "department")
        department += check.passed
        differences.append((check.live or 0.0) - (check.candidate or 0.0))
    row = {"calls": size, "points_worse": points_worse, "differ": differ}
    found = row | {
        "points_worse_found": round(100 * float(np.mean(differences)), 3),
        "department_passes": department / PLAYED,
        "gate_passes": whole / PLAYED,
    }
    print(found, flush=True)
    return found


def _caller(one: Scored, nth: int) -> Scored:
    """Return a call that may have been drawn before, said in words of its own: the gate counts a wording once."""
    return replace(one, call=replace(one.call, reason=f"{one.call.reason}, says caller {nth}"))


def changed(
    live: Sequence[Scored], worse: float, differ: float, intents: dict[str, str], random: np.random.Generator
) -> list[Scored]:
    """Return the candidate's outcomes: on average `worse` more calls lost than gained, as a share of calls in scope."""
    both = max(differ, abs(worse))
    lost, gained = (both + worse) / 2, (both - worse) / 2
    candidate = list(live)
    inside = [place for place, one in enumerate(live) if placed(one)]
    for share, right in ((lost, True), (gained, False)):
        places = [place for place in inside if live[place].department_right == right]
        for place in _drawn(places, live, share * len(inside), random):
            one = live[place]
            other = one.call.department if not right else _another(one.call.department, intents, random)
            candidate[place] = replace(
                one,
                department=other,
                intent=one.call.intent if not right else intents[other],
                advised=other if one.action == "transfer" else one.advised,
            )
    return candidate


def _drawn(
    places: Sequence[int], live: Sequence[Scored], expected: float, random: np.random.Generator
) -> NDArray[np.int64]:
    """Return as many places as `expected` on average, the doubtful ones sooner."""
    if not places:
        return np.array([], dtype=np.int64)
    doubts = np.array([1 - live[place].confidence + LEAST_DOUBT for place in places])
    many = min(len(places), random.poisson(expected))
    return random.choice(places, many, replace=False, p=doubts / doubts.sum())


def _another(department: str, intents: dict[str, str], random: np.random.Generator) -> str:
    return str(random.choice([name for name in intents if name != department]))


def _an_intent_of_each(catalogue: Catalogue) -> dict[str, str]:
    return {intent.department: intent.id for intent in catalogue.intents.values()}


if __name__ == "__main__":
    main()
