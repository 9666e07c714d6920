"""How often callers were passed on, what that cost them, and what the advisor saved.

What outcomes tell is measured; what is concluded from advice alone is an estimate and is called one. A caller who did
not come back may have hung up, so an estimate flatters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from routing.domain.catalogue import Baseline, Catalogue
from routing.reports.stories import Story

UNKNOWN, A_PERSON = "(unknown)", "(a person)"
WORST_PAIRS = 20
LEAST_OUTCOMES = 100  # fewer tell too little of all the calls to say what was saved


@dataclass(frozen=True)
class Ratio:
    """So many of so many; `share` is None where there is nothing to count."""

    hits: int
    of: int

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.hits / self.of if self.of else None


@dataclass(frozen=True)
class Misroute:
    """Calls that were sent to one department first and finished by another."""

    sent_to: str
    finished_by: str
    calls: int


@dataclass(frozen=True)
class Saved:
    """What callers were spared beside the baseline: an estimate, since nobody has measured the calls as they were.

    Attributes
    ----------
    seconds
        Of all calls together; below 0 if callers lost time.
    money
        At the stated cost of a minute; None without one.
    """

    seconds: float
    money: float | None


@dataclass(frozen=True)
class Figures:
    """What is reported of a group of calls.

    Attributes
    ----------
    calls, advised, with_outcome
        All; those the advisor was asked about; those whose outcome is known.
    passed_on, passed_on_estimate
        Calls by how often they were passed on: as outcomes tell; for the others, how often they came back.
    right_first, right_first_estimate
        First transfers to the department that finished the call; for calls without outcome, from which nobody came
        back.
    misroutes
        By pair of departments, commonest first, at most twenty; measured.
    questions, asked
        Questions put, and calls in which there was one.
    operator
        Calls that the front desk took instead of a first transfer.
    saved
        None without a baseline, or with fewer than a hundred outcomes.
    """

    calls: int
    advised: int
    with_outcome: int
    passed_on: Mapping[int, int]
    passed_on_estimate: Mapping[int, int]
    right_first: Ratio
    right_first_estimate: Ratio
    misroutes: tuple[Misroute, ...]
    questions: int
    asked: Ratio
    operator: Ratio
    saved: Saved | None

    @property
    def passed_on_mean(self) -> float | None:
        """How often a call is passed on, measured; None without outcomes."""
        return _mean(self.passed_on)

    @property
    def passed_on_mean_estimate(self) -> float | None:
        """How often a call without outcome came back; None without such calls."""
        return _mean(self.passed_on_estimate)


@dataclass(frozen=True)
class TransferReport:
    """Figures of all calls, and of each group of them, in the groups' order."""

    total: Figures
    grouped_by: str
    groups: Mapping[str, Figures]


@dataclass
class _Tally:
    """Counts while calls are read."""

    calls: int = 0
    advised: int = 0
    questions: int = 0
    asked: int = 0
    operator: int = 0
    passed_on: Counter[int] = field(default_factory=Counter)
    came_back: Counter[int] = field(default_factory=Counter)
    first: Counter[bool] = field(default_factory=Counter)
    first_estimate: Counter[bool] = field(default_factory=Counter)
    misroutes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, story: Story) -> None:
        self.calls += 1
        self.advised += story.advised
        self.questions += story.questions
        self.asked += bool(story.questions)
        self.operator += story.by_a_person
        if story.passed_on is None:
            self.came_back[story.came_back] += 1
            if story.sent_first:
                self.first_estimate[story.came_back == 0] += 1
            return
        self.passed_on[story.passed_on] += 1
        if story.sent_first and story.finished_by:
            right = story.sent_first == story.finished_by
            self.first[right] += 1
            if not right:
                self.misroutes[story.sent_first, story.finished_by] += 1

    def figures(self, seconds_per_transfer: float, question_s: float, baseline: Baseline | None) -> Figures:
        pairs = sorted(self.misroutes.items(), key=lambda item: (-item[1], item[0]))[:WORST_PAIRS]
        return Figures(
            calls=self.calls,
            advised=self.advised,
            with_outcome=self.passed_on.total(),
            passed_on=dict(sorted(self.passed_on.items())),
            passed_on_estimate=dict(sorted(self.came_back.items())),
            right_first=Ratio(self.first[True], self.first.total()),
            right_first_estimate=Ratio(self.first_estimate[True], self.first_estimate.total()),
            misroutes=tuple(Misroute(*pair, calls) for pair, calls in pairs),
            questions=self.questions,
            asked=Ratio(self.asked, self.advised),
            operator=Ratio(self.operator, self.advised),
            saved=self._saved(seconds_per_transfer, question_s, baseline),
        )

    def _saved(self, seconds_per_transfer: float, question_s: float, baseline: Baseline | None) -> Saved | None:
        """Calls times what is passed on less than before, in seconds, less what questions cost (field practice)."""
        now = _mean(self.passed_on)
        if baseline is None or now is None or self.passed_on.total() < LEAST_OUTCOMES:
            return None
        seconds = self.calls * (baseline.passed_on_per_call - now) * seconds_per_transfer
        seconds -= self.questions * question_s
        cost = baseline.cost_per_minute
        return Saved(seconds, None if cost is None else seconds / 60 * cost)


GROUPINGS: Mapping[str, Callable[[Story, ZoneInfo], str]] = {
    "day": lambda story, zone: story.at.astimezone(zone).date().isoformat(),
    "channel": lambda story, zone: story.channel or UNKNOWN,
    "department": lambda story, zone: story.sent_first or (A_PERSON if story.by_a_person else UNKNOWN),
    "model": lambda story, zone: story.model or UNKNOWN,
}


def transfer_report(
    stories: Iterable[Story], catalogue: Catalogue, by: str = "day", baseline: Baseline | None = None
) -> TransferReport:
    """Return the report on calls, as a whole and by "day", "channel", "department" or "model".

    Parameters
    ----------
    by
        A department is the one a caller was sent to first, a model version the one that answered first; days are those
        of the organisation's time zone.
    baseline
        What the calls are held beside (`baseline_of`); without one nothing is said to be saved.
    """
    zone, group_of = ZoneInfo(catalogue.organisation.time_zone), GROUPINGS[by]
    total, groups = _Tally(), dict[str, _Tally]()
    for story in stories:
        total.add(story)
        groups.setdefault(group_of(story, zone), _Tally()).add(story)
    costs = catalogue.organisation.costs
    stated = costs.wrong_transfer_s, costs.question_s, baseline
    return TransferReport(total.figures(*stated), by, {name: groups[name].figures(*stated) for name in sorted(groups)})


def baseline_of(
    catalogue: Catalogue, passed_on_per_call: float | None = None, cost_per_minute: float | None = None
) -> Baseline | None:
    """Return the catalogue's baseline with what the asker states in place of its figures; None if nobody states one."""
    stated = catalogue.organisation.baseline
    if passed_on_per_call is not None:
        kept = stated or Baseline(0.0, "")
        stated = replace(kept, passed_on_per_call=passed_on_per_call, source="stated by who asked")
    if stated and cost_per_minute is not None:
        stated = replace(stated, cost_per_minute=cost_per_minute)
    return stated


def _mean(counts: Mapping[int, int]) -> float | None:
    total = sum(counts.values())
    return sum(times * calls for times, calls in counts.items()) / total if total else None
