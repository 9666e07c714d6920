"""What the advisor believes of a call: how likely each intent is, and so each department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from routing.domain.intent import Intent


@dataclass(frozen=True)
class Belief:
    """Probabilities of intents. They may sum to less than 1: the rest is "none of these".

    Attributes
    ----------
    intents
        Probability of each intent id, 0 to 1.
    department_of
        The one department each intent belongs to.
    """

    intents: Mapping[str, float]
    department_of: Mapping[str, str]

    @classmethod
    def over(cls, probabilities: Iterable[tuple[str, float]], intents: Mapping[str, Intent]) -> Belief:
        """Return the belief about those intents that the catalogue still has; others count as "none of these".

        Parameters
        ----------
        intents
            By every id that leads to them: what a model believes of an intent's former id counts for today's.
        """
        known: dict[str, float] = {}
        for name, p in probabilities:
            if name in intents:
                today = intents[name].id
                known[today] = known.get(today, 0.0) + p
        return cls(known, {intent: intents[intent].department for intent in known})

    @cached_property
    def departments(self) -> dict[str, float]:
        """Probability of each department: the sum over its intents."""
        parts: dict[str, list[float]] = defaultdict(list)
        for intent, p in self.intents.items():
            parts[self.department_of[intent]].append(p)
        return {department: fsum(each) for department, each in parts.items()}

    def without(self, struck: frozenset[str]) -> Belief:
        """Return the belief with departments struck out and the rest left as it was.

        Nothing is renormalised: a caller whom the likeliest department could not help is not thereby surer of the
        second one.
        """
        kept = {intent: p for intent, p in self.intents.items() if self.department_of[intent] not in struck}
        return Belief(kept, {intent: self.department_of[intent] for intent in kept})

    def after_failures(self, fails: Mapping[str, float]) -> Belief:
        """Return the belief once it is known that departments could not help, by Bayes' rule.

        A department that is not the right one always fails, so every failure speaks against its own intents: the more,
        the seldomer it fails callers who are right there. What it loses goes to the other intents and to "none of
        these" in proportion.

        Parameters
        ----------
        fails
            For each intent of the departments that failed, how often they fail such a caller although they are right,
            0 to 1. With 1 a failure says nothing; with 0 the intent is out of the question.
        """
        left = {intent: p * fails.get(intent, 1.0) for intent, p in self.intents.items()}
        total = fsum(left.values()) + max(0.0, 1 - fsum(self.intents.values()))
        return Belief({intent: p / total for intent, p in left.items()} if total > 0 else left, self.department_of)

    def ranked(self) -> list[tuple[str, float]]:
        """Return departments with their probabilities, likeliest first; equals stand in alphabetical order."""
        return sorted(self.departments.items(), key=lambda item: (-item[1], item[0]))

    def best_intent(self, department: str) -> str | None:
        """Return the department's likeliest intent, or None if it has none."""
        own = [(-p, intent) for intent, p in self.intents.items() if self.department_of[intent] == department]
        return min(own)[1] if own else None
