"""Plain words that mean danger to life. Few and explicit: what they miss, a person at the front desk still hears."""

from __future__ import annotations

import re

_DANGER = re.compile(
    r"\b(?:kill(?:ing)? my ?self|end(?:ing)? (?:my life|it all)|(?:take|taking) my own life|suicid\w*|want to die|"
    r"(?:don'?t|do not) want to (?:live|be here) any ?more|no reason to live|better off dead|"
    r"(?:hurt|harm|cut|cutting|harming|hurting) my ?self|overdos\w*|"
    r"taken (?:too many|all my|a lot of) (?:pills|tablets)|"
    r"(?:going|threaten\w*|trying) to (?:kill|hurt|stab|shoot) (?:me|us|him|her|them|my)|with a (?:knife|gun)|"
    r"(?:being|been) (?:attacked|stabbed|held)|"
    r"somebody'?s? (?:is )?breaking in(?:to)? (?:my|the) (?:house|home|flat))\b",
    re.IGNORECASE,
)


def in_danger(reason: str) -> bool:
    """Tell whether the words themselves say that a life is in danger.

    >>> in_danger("i want to kill myself i owe so much"), in_danger("this queue is killing me")
    (True, False)
    """
    return _DANGER.search(reason.replace("\u2019", "'")) is not None
