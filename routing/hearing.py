"""From what a caller said to what is believed of it: the reason as a whole, and part by part when it may be two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from routing.domain.belief import Belief
from routing.domain.catalogue import Catalogue
from routing.domain.intent import Intent
from routing.domain.manner import Manner, manners
from routing.domain.reasons import Part, Suspicion, TwoReasons, two_reasons, undenied
from routing.text.clauses import instead, pairs
from routing.text.model import Hypothesis, Prediction, TextModel, mixed
from routing.text.normalise import normalise
from routing.text.stretches import stretches

LEAST_SHARE = 0.5
SURE_OF_STRETCH = 0.7
LEAST_WORDS = 4
SURE_OF_MATTER = 0.6
_MATTER = re.compile(r"\b(?:about|regarding|concerning) (?:the |my |a |an |this |our )?(\w.*)")


@dataclass(frozen=True)
class Heard:
    """What is believed of a call, its two matters if it has two, and the manners the caller shows."""

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
    prediction = model.predict(hypotheses)
    whole = Belief.over(prediction.pairs(), catalogue.known_intents)
    reason = _likeliest(hypotheses)
    two = matters(model, catalogue, reason, whole)
    heard = _heard(whole if two else _without_denials(model, catalogue, reason, whole), two, struck)
    heard = replace(heard, manners=heard_manners(model, hypotheses, prediction))
    if Manner.PERSON in heard.manners and not heard.two:
        return replace(heard, belief=_about(model, catalogue, reason, heard.belief))
    return heard


def hear_reply(
    model: TextModel, catalogue: Catalogue, reason: str, reply: Sequence[Hypothesis], struck: frozenset[str]
) -> Heard:
    """Return what is believed after a reply, in the caller's own words, to a question about `reason`.

    The reply is read after the reason it belongs to, and by itself as far as it means anything by itself. Two matters
    in the reply count as in a reason; of two in the reason before, the reply tells which is seen to first. The manners
    are those of the reply.
    """
    alone = model.predict(reply)
    joined = model.predict([replace(each, text=f"{reason}. {each.text}") for each in reply])
    shown = heard_manners(model, reply, alone)
    both = Belief.over(mixed((joined, alone), (1.0, alone.in_scope)).pairs(), catalogue.known_intents)
    if two := matters(model, catalogue, _likeliest(reply), both):
        return replace(_heard(both, two, struck), manners=shown)
    two = matters(model, catalogue, reason, both)
    return Heard(both, two if two and len(two.left(struck)) > 1 else None, shown)


def _heard(whole: Belief, two: TwoReasons | None, struck: frozenset[str]) -> Heard:
    left = two.left(struck) if two else ()
    return Heard(left[0].part.belief if left else whole, two if len(left) > 1 else None)


def heard_manners(model: TextModel, hypotheses: Sequence[Hypothesis], prediction: Prediction) -> frozenset[Manner]:
    """Return the manners a caller shows, by the words and by what the model believes of them.

    The words count of every hypothesis that is at least half as likely as the likeliest: a threat misheard once is
    still a threat. Of fewer than four words the model's ear is trusted only for the wish for a person, and of one word
    for nothing: "two" is no insult. In a long reason danger is looked for in each stretch too, where it is not drowned
    by the rest; that costs an encoder run a stretch. A stretch lacks what stands around it, so the model must be surer
    of it.
    """
    least = LEAST_SHARE * max(hypothesis.confidence for hypothesis in hypotheses)
    believed = _trusted(dict(prediction.manner), len(_likeliest(hypotheses).split()))
    if believed:
        parts = (model.predict((Hypothesis(part),)) for part in stretches(normalise(_likeliest(hypotheses))))
        dangers = [part.manner.get(Manner.DANGER.value, 0.0) for part in parts]
        if max(dangers, default=0.0) >= SURE_OF_STRETCH:
            believed[Manner.DANGER.value] = max(dangers)
    spoken = (hypothesis.text for hypothesis in hypotheses if hypothesis.confidence >= least)
    return frozenset().union(*(manners(text, believed) for text in spoken))


def _trusted(believed: dict[str, float], words: int) -> dict[str, float]:
    if words >= LEAST_WORDS:
        return believed
    return {name: p for name, p in believed.items() if name == Manner.PERSON.value and words > 1}


def _likeliest(hypotheses: Sequence[Hypothesis]) -> str:
    return max(hypotheses, key=lambda each: each.confidence).text


def matters(model: TextModel, catalogue: Catalogue, reason: str, whole: Belief) -> TwoReasons | None:
    """Return the two matters of a reason, or None if it has one; costs an encoder run a clause that is looked at."""
    found = pairs(normalise(reason))
    clauses = dict.fromkeys(clause for pair in found for clause in (pair.first, pair.second))
    parts = {clause: Part(clause.text, _believed(model, catalogue, clause.text), clause.asks) for clause in clauses}
    suspicions = [Suspicion(parts[pair.first], parts[pair.second], pair.added) for pair in found]
    return two_reasons(suspicions, whole, catalogue)


def _about(model: TextModel, catalogue: Catalogue, reason: str, whole: Belief) -> Belief:
    """Return what is believed of the matter that a caller wants to speak to a person about, if it is told."""
    found = _MATTER.search(normalise(reason))
    if not found or not _is_for(whole, catalogue.front_desk.id):
        return whole
    matter = _believed(model, catalogue, found.group(1))
    ranked = matter.ranked()
    clear = ranked and ranked[0][1] >= SURE_OF_MATTER and not _is_for(matter, catalogue.front_desk.id)
    return matter if clear else whole


def _is_for(belief: Belief, department: str) -> bool:
    ranked = belief.ranked()
    return bool(ranked) and ranked[0][0] == department


def _without_denials(model: TextModel, catalogue: Catalogue, reason: str, whole: Belief) -> Belief:
    """Return the belief about what is wanted instead of what is denied: the whole is heard as both."""
    rest = instead(normalise(reason))
    return undenied(whole, _believed(model, catalogue, rest)) if rest else whole


def _believed(model: TextModel, catalogue: Catalogue, text: str) -> Belief:
    return Belief.over(model.predict((Hypothesis(text),)).pairs(), catalogue.known_intents)
