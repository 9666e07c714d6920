"""From what a caller said to what is believed of it: the reason as a whole, and part by part when it may be two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from routing.domain.belief import Belief
from routing.domain.catalogue import Catalogue
from routing.domain.danger import in_danger
from routing.domain.intent import Intent
from routing.domain.manner import Manner
from routing.domain.reasons import Part, Suspicion, TwoReasons, two_reasons, undenied
from routing.text.clauses import instead, pairs
from routing.text.model import Hypothesis, TextModel, mixed
from routing.text.normalise import normalise


@dataclass(frozen=True)
class Heard:
    """What is believed of a call, its two matters if it has two, and how the caller speaks."""

    belief: Belief
    two: TwoReasons | None = None
    manners: frozenset[Manner] = frozenset()

    def words(self, intent: Intent) -> str:
        """Return the words that were said about `intent`, if the call has two matters and this is one of them."""
        matter = self.two.of(intent.department) if self.two else None
        return matter.part.words if matter else ""


def hear(
    model: TextModel, catalogue: Catalogue, hypotheses: Sequence[Hypothesis], struck: frozenset[str] = frozenset()
) -> Heard:
    """Return what is believed of a reason.

    Of two matters the belief is about the one to be seen to first, unless its department is struck: then about the
    other, which is all there is left to do. The likeliest hypothesis tells whether there are two.

    Parameters
    ----------
    hypotheses
        At least one.
    struck
        Departments that have had the caller, or that the caller has ruled out.
    """
    whole = Belief.over(model.predict(hypotheses).pairs(), catalogue.intents)
    reason = _likeliest(hypotheses)
    two = matters(model, catalogue, reason, whole)
    return _heard(whole if two else _without_denials(model, catalogue, reason, whole), two, struck, manners(reason))


def hear_reply(
    model: TextModel, catalogue: Catalogue, reason: str, reply: Sequence[Hypothesis], struck: frozenset[str]
) -> Heard:
    """Return what is believed after a reply, in the caller's own words, to a question about `reason`.

    The reply is read after the reason it belongs to, and by itself as far as it means anything by itself. Two matters
    in the reply count as in a reason; of two in the reason before, the reply tells which is seen to first.
    """
    alone = model.predict(reply)
    joined = model.predict([replace(each, text=f"{reason}. {each.text}") for each in reply])
    both = Belief.over(mixed((joined, alone), (1.0, alone.in_scope)).pairs(), catalogue.intents)
    if two := matters(model, catalogue, _likeliest(reply), both):
        return _heard(both, two, struck, manners(_likeliest(reply)))
    two = matters(model, catalogue, reason, both)
    return Heard(both, two if two and len(two.left(struck)) > 1 else None, manners(_likeliest(reply)))


def _heard(whole: Belief, two: TwoReasons | None, struck: frozenset[str], spoken: frozenset[Manner]) -> Heard:
    left = two.left(struck) if two else ()
    return Heard(left[0].part.belief if left else whole, two if len(left) > 1 else None, spoken)


def manners(reason: str) -> frozenset[Manner]:
    return frozenset({Manner.DANGER} if in_danger(reason) else ())


def _likeliest(hypotheses: Sequence[Hypothesis]) -> str:
    return max(hypotheses, key=lambda each: each.confidence).text


def matters(model: TextModel, catalogue: Catalogue, reason: str, whole: Belief) -> TwoReasons | None:
    """Return the two matters of a reason, or None if it has one; costs an encoder run a clause that is looked at."""
    found = pairs(normalise(reason))
    clauses = dict.fromkeys(clause for pair in found for clause in (pair.first, pair.second))
    parts = {clause: Part(clause.text, _believed(model, catalogue, clause.text), clause.asks) for clause in clauses}
    suspicions = [Suspicion(parts[pair.first], parts[pair.second], pair.added) for pair in found]
    return two_reasons(suspicions, whole, catalogue)


def _without_denials(model: TextModel, catalogue: Catalogue, reason: str, whole: Belief) -> Belief:
    """Return the belief about what is wanted instead of what is denied: the whole is heard as both."""
    rest = instead(normalise(reason))
    return undenied(whole, _believed(model, catalogue, rest)) if rest else whole


def _believed(model: TextModel, catalogue: Catalogue, text: str) -> Belief:
    return Belief.over(model.predict((Hypothesis(text),)).pairs(), catalogue.intents)
