"""Cut a reason at the joints at which callers go from one matter to the next.

Most joints join two halves of one matter ("I lost my card and I need a new one"). So words alone decide only which
pairs of clauses are worth a closer look; whether they are two matters, the predictions of the clauses tell
(`docs/decisions/008-two-reasons.md`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    """A part of a reason.

    Attributes
    ----------
    added
        Whether the caller says that it is another matter than the clause before: "and also", "another thing".
    asks
        Whether it asks for something, as against telling something. The few words of a caller in a hurry count as
        asking: "lost card and mortgage".
    """

    text: str
    added: bool
    asks: bool


@dataclass(frozen=True)
class Pair:
    """Two clauses that may be two matters, in the order they were said; `added` if the caller says that they are."""

    first: Clause
    second: Clause
    added: bool


MOST_CLAUSES = 6
LEAST_WORDS = 2
TERSE_WORDS = 9

_FILL = r"(?:(?:oh|and|but|then|so|um|uh|er|yeah|ok|please|like|hi|hello|hey|good \w+)\b,?\s*){0,8}+"
_ADDED = (
    r"(?:also|plus|besides(?: (?:that|which|this))?|as well as(?: (?:that|which|this))?|in addition(?: to that)?|"
    r"additionally|on top of that|apart from that|separately|incidentally|by the way|"
    r"(?:another|one (?:more|other|last|final)|the other|my other|a second|the second|second) "
    r"(?:thing|question|matter|query|reason|point|one|is)|something else|secondly|second(?=[ ,])|two(?=,)|"
    r"number two|after that|before i forget|(?:while|since|as|when|now) "
    r"(?:i'?m|i am|i'?ve|i have|you'?re|you are|that'?s)[^,.?!]{0,30}?"
    r"\b(?:here|there|on(?: the (?:phone|line))?|you|at it|done|sorted|it))\b[,:]?\s*"
)
_QUALIFIED = r"(?:also |just |still |then |further |would |really |quite )*"
_REQUEST = (
    rf"(?:i {_QUALIFIED}(?:need|want|wanna|like|wish|wanted|wondered|have to)\b|"
    rf"(?:i|we)'?d {_QUALIFIED}(?:like|love)\b|"
    r"i(?:'?m| am|'?ve| was| have)? (?:also |just )?"
    r"(?:after|hoping|wondering|calling|ringing|looking|been meaning|got a (?:question|query))\b|"
    r"(?:can|could|may|might) (?:i|you|we|some(?:body|one))\b|(?:would|will) you\b|do (?:i|you)\b|"
    r"how (?:do|much|can|long|would|to)\b|what(?:'?s| is| are| do| time| would)\b|where(?:'?s| is| are| do| can)\b|"
    r"when (?:do|does|is|are|can|i|will)\b|why\b|is (?:there|it|the|my)\b|are (?:there|you)\b|whether\b|am i\b|"
    r"(?:to )?(?:tell|set|stop|cancel|change|open|close|order|sort|find|book|get|make|report|ask|send|speak|talk|know|"
    rf"pay|take) |(?:he |she |they )?{_QUALIFIED}(?:needs?|wants?) (?:to|a|my|his|her|their|some)\b|wanna\b)"
)
_NEWS = (
    r"(?:my|the|our|there'?s|there (?:is|was|has)|some(?:body|one)|i'?ve|i have|"
    r"i (?:got|lost|think|can'?t|keep|haven'?t)|you)\b"
)
_JOINT = re.compile(
    rf"(?P<added>(?:(?<![,;.?!])[,;.?!]++\s*+|\band\b\s*){_FILL}{_ADDED}{_FILL}|"
    rf"\b(?:also|plus|as well as)\b\s*{_FILL}(?:which )?(?={_REQUEST}|{_NEWS}))|"
    rf"(?P<plain>(?<![.?!;])[.?!;]++\s++{_FILL}|(?:,\s*)?\b(?:and|then|but)\b,?\s*{_FILL}(?={_REQUEST}|{_NEWS}))|"
    r"(?P<terse>(?:,\s*)?\band\b\s*)"
)
_ASKS = re.compile(
    rf"^{_FILL}{_REQUEST}|\b(?:i (?:want|need|wanna|would like)|(?:can|could|would) you|(?:can|could) i|"
    r"i'?d (?:also )?like|we (?:want|need)|wants? to|needs? to)\b"
)
_ADDS = re.compile(r"\balso\b|\bfurthermore\b|\bi(?: would|'?d) further\b")
_COUNTED = re.compile(
    r"\b(?:two|2|couple of|few|three|both) (?:\w+ )?(?:things|matters|reasons|questions|problems|queries|pieces)\b"
    r"|\bthose two\b|\bfirst(?:ly| of all)\b|\bnumber one\b|^both\b"
)
_DENIED = re.compile(
    rf"^{_FILL}(?:i'?m not|i am not|i was(?: not|n'?t)|i (?:don'?t|do not|never) (?:want|need|wish|mean)|"
    r"(?:it|this|that)(?:'?s| is| was) not|(?:it|this|that) ?(?:is|was)n'?t|not (?:about|asking|a|the|one)|"
    r"(?:i'?ve not|i have(?:n'?t| not)) (?:lost|forgotten|given))\b|\b(?:don'?t|do not) (?:need|want)\b"
)
_INSTEAD = re.compile(
    r"(?:[^,.;]*[,.;]+\s+|[^,.;]*?\s(?=but (?:i|we)\b|(?:i|we)(?:'?m|'?d| am| would)? (?:only|just|simply|merely) ))"
    r"(?P<wanted>(?:but |no )*(?:(?:i|we)(?:'?m|'?d| am| would)? "
    r"(?:(?:only|just|simply|merely|really|actually) )*"
    r"(?:want|need|like|calling|ringing|after|trying|asking)\b|(?:only|just|simply) ).*)"
)
_REFERS = re.compile(
    r"^(?:\S+ ){0,6}?(?:(?<!is )(?<!if )(?:it|its|it's|there)\b(?!')(?! possible)|"
    r"that(?:'?s)?\b(?! (?:my|the|i|we|you|was|were|did|can|would|he|she|some\w*)\b)|"
    r"(?:this|ones?|them|they|they're|these|those|both)\b)|"
    r"\bwhat(?:'?s| is| was| are) the (?:reason|problem|matter|charge|cost|fee|limit|rate)s?[,.? ]*(?:please)?\W*$|"
    r"\bwhat for\W*$|^\W*(?:\w+ ){0,4}why\W*$"
)
_WORD = re.compile(r"\w+(?:'\w+)?")


def pairs(text: str) -> tuple[Pair, ...]:
    """Return the pairs of clauses of a normalised text that may be two matters; none for most texts.

    A clause that denies is no matter of its own. Without a word that says so, neither is one that points back to the
    clause before ("… and I want it stopped").

    >>> [(pair.first.text, pair.second.text) for pair in pairs("i lost my card and i also want a mortgage")]
    [('i lost my card', 'want a mortgage')]
    >>> pairs("i lost my card and i need a new one")
    ()
    """
    found = [clause for clause in _clauses(text) if not _DENIED.search(clause.text)][:MOST_CLAUSES]
    suspects = [
        (one, other, any(clause.added for clause in found[start + 1 : end + 1]))
        for end, other in enumerate(found)
        for start, one in enumerate(found[:end])
    ]
    return tuple(Pair(one, other, added) for one, other, added in suspects if added or not _REFERS.search(other.text))


def instead(text: str) -> str:
    """Return what a caller wants instead of what they deny, from a normalised text; empty if they say no such thing.

    >>> instead("i don't want to close my account, i only want to change my address")
    'i only want to change my address'
    >>> instead("i dont want to close my account i only want to change my address")
    'i only want to change my address'
    """
    denied = _DENIED.search(text)
    wanted = _INSTEAD.match(text, denied.end()) if denied else None
    return "" if wanted is None or _REFERS.search(wanted["wanted"]) else wanted["wanted"]


def _clauses(text: str) -> Iterator[Clause]:
    """Yield the clauses of a text in order."""
    counted = _COUNTED.search(text) is not None
    terse = len(_WORD.findall(text)) <= TERSE_WORDS
    joints = [found for found in _JOINT.finditer(text) if found["terse"] is None or terse or counted]
    starts = [0, *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), len(text)]
    for joint, start, end in zip((None, *joints), starts, ends, strict=True):
        clause = text[start:end].strip(" ,:")
        if len(_WORD.findall(clause)) < LEAST_WORDS:
            continue
        asks = terse or _ASKS.search(clause) is not None
        added = joint is not None and (counted or joint["added"] is not None)
        yield Clause(clause, added or _ADDS.search(clause) is not None, asks)
