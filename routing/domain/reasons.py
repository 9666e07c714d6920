"""Does a caller ring about one matter or two, and which of the two is seen to first?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from routing.domain.belief import Belief
from routing.domain.catalogue import Catalogue
from routing.domain.department import Department
from routing.domain.intent import Intent, Urgency

SURE_IF_SAID = 0.6
SURE_IF_UNSAID = 0.9
PLAIN = 0.9
MOST_SHARED = 0.05
_BY_URGENCY = tuple(Urgency)


@dataclass(frozen=True)
class Part:
    """A part of a reason: its words, what is believed of it by itself, and whether it asks for something."""

    words: str
    belief: Belief
    asks: bool


@dataclass(frozen=True)
class Suspicion:
    """Two parts of a reason that may be two matters, in the order they were said.

    Attributes
    ----------
    added
        Whether the caller says that the second is another matter ("and also", "two things").
    """

    first: Part
    second: Part
    added: bool


@dataclass(frozen=True)
class SecondReason:
    """What a caller rings about besides the matter that is seen to first, and the department that finishes it."""

    intent: Intent
    department: Department


@dataclass(frozen=True)
class Matter:
    """One of two matters: the part it was said in, its likeliest department and intent, and how likely those are."""

    part: Part
    department: str
    intent: Intent
    sureness: float


@dataclass(frozen=True)
class TwoReasons:
    """Two matters of one call: the one to be seen to first, and the other."""

    lead: Matter
    other: Matter

    def of(self, department: str) -> Matter | None:
        """Return the matter that a department finishes, if it finishes one."""
        return next((each for each in (self.lead, self.other) if each.department == department), None)

    def besides(self, department: str) -> Matter | None:
        """Return the other matter when `department` finishes one, else None."""
        return {self.lead.department: self.other, self.other.department: self.lead}.get(department)

    def left(self, struck: frozenset[str]) -> tuple[Matter, ...]:
        """Return the matters whose departments are not struck, the one to be seen to first in front."""
        return tuple(matter for matter in (self.lead, self.other) if matter.department not in struck)


def two_reasons(suspicions: Iterable[Suspicion], whole: Belief, catalogue: Catalogue) -> TwoReasons | None:
    """Return the two matters of a call, or None for one; of several pairs the surest.

    Parameters
    ----------
    whole
        What is believed of the reason as a whole.
    """
    found = [two for each in suspicions if (two := _two(each, whole, catalogue))]
    return max(found, key=lambda two: min(two.lead.sureness, two.other.sureness), default=None)


def undenied(whole: Belief, rest: Belief) -> Belief:
    """Return what is believed of a reason of which one half denies: what the other half says, if that is plain."""
    return rest if is_plain(rest) else whole


def is_plain(belief: Belief) -> bool:
    """Tell whether one intent is so likely that there is no other to speak of."""
    return max(belief.intents.values(), default=0.0) >= PLAIN


def _two(suspicion: Suspicion, whole: Belief, catalogue: Catalogue) -> TwoReasons | None:
    first, second = _matter(suspicion.first, catalogue), _matter(suspicion.second, catalogue)
    if first is None or second is None or not _apart(first, second):
        return None
    if min(first.sureness, second.sureness) < (SURE_IF_SAID if suspicion.added else SURE_IF_UNSAID):
        return None
    return _in_order(first, second, suspicion.added, whole)


def _in_order(first: Matter, second: Matter, added: bool, whole: Belief) -> TwoReasons | None:
    """Return two matters with the more urgent in front, or the one said first; None if they are halves of one.

    News before or after anything else is mostly one story ("somebody is in my account and changed my address"), so
    there only what cannot wait counts against what the whole says.
    """
    later_first = _urgency(second) > _urgency(first)
    if added or (first.part.asks and second.part.asks):
        return TwoReasons(second, first) if later_first else TwoReasons(first, second)
    if later_first and second.intent.urgency is Urgency.URGENT:
        return TwoReasons(second, first)
    return _as_the_whole_says(first, second, whole) if second.part.asks else None


def _as_the_whole_says(first: Matter, second: Matter, whole: Belief) -> TwoReasons | None:
    """Return two matters with that in front which the reason as a whole speaks of.

    News before a request is mostly its background ("I bought a phone and want the app on it"). Unless the news
    cannot wait, the whole tells which half counts, so that a mistaken second matter costs a line in the note and never
    a wrong department.
    """
    if first.intent.urgency is Urgency.URGENT:
        return TwoReasons(first, second)
    ranked = whole.ranked()
    orders = {first.department: TwoReasons(first, second), second.department: TwoReasons(second, first)}
    return orders.get(ranked[0][0]) if ranked else None


def _matter(part: Part, catalogue: Catalogue) -> Matter | None:
    """Return what a part is about; asking for the front desk is a manner of calling and no matter of its own."""
    ranked = part.belief.ranked()
    if not ranked or ranked[0][0] == catalogue.front_desk.id:
        return None
    department, sureness = ranked[0]
    intent = part.belief.best_intent(department)
    return Matter(part, department, catalogue.intents[intent], sureness) if intent else None


def _apart(first: Matter, second: Matter) -> bool:
    """Tell whether the parts are about different departments, and neither could be about the other's."""
    shared = (
        first.part.belief.departments.get(second.department, 0.0),
        second.part.belief.departments.get(first.department, 0.0),
    )
    return first.department != second.department and max(shared) <= MOST_SHARED


def _urgency(matter: Matter) -> int:
    return _BY_URGENCY.index(matter.intent.urgency)
