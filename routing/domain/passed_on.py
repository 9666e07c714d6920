"""Words that say no more than that the caller was sent on, or away: no new reason, but news of the old one."""

from __future__ import annotations

import re

_WHO = (
    r"(?:they|he|she|the (?:lady|man|gentleman|other (?:one|person|team|department))|that (?:lady|man|team)|nobody|"
    r"no one)"
)
_PLACE = r"(?:department|person|team|people|place|one)"
_FILLERS = r"(?:(?:um|uh|er|well|sorry|hello|hi|yes|no|look|but|and|so|still|again|please|its me) )*"
_LAST = r"(?: (?:again|either|at all|and sent me (?:back|here|on)|please|now|today|so they sent me back))*"
_AROUND = (
    r"(?: (?:on|around|about|through|back|here|from|pillar|to|post|two|three|four|five|several|many|times|so|people|"
    r"again|the|wrong|person|department|you))*"
)
_WORDS = re.compile(
    rf"{_FILLERS}(?:{_WHO} (?:just )?(?:said|told me) (?:that )?)?(?:"
    rf"{_WHO} (?:just )?(?:couldnt|could not|cant|cannot|didnt|wouldnt|could) (?:really |even )?"
    r"(?:help|do anything)(?: (?:me|us|with (?:that|this|it)))*|"
    rf"(?:ive|i have|ive just|i keep) (?:been |being |getting )*(?:passed|put|pushed|handed|transferred){_AROUND}|"
    rf"(?:ive|i have) been sent (?:on|around|back|away|here|from){_AROUND}|"
    rf"{_WHO} (?:just )?(?:sent|put|passed|transferred) me (?:back|on|through|away|here|to you|round|around)"
    r"(?: to (?:you|here)| \w+)?|"
    r"(?:it|that|this) (?:was|is|wasnt|isnt) (?:not )?(?:the )?(?:wrong|right) "
    rf"{_PLACE}|"
    r"(?:wrong|not the right) (?:department|person|team|people)|i(?:m| am) back(?: again)?|i was cut off"
    rf"){_LAST}"
)


def was_passed_on(said: str) -> bool:
    """Tell whether words say that the caller was sent on or away, and nothing of the reason.

    >>> was_passed_on("they couldn't help me"), was_passed_on("they couldn't help me with my mortgage rate")
    (True, False)
    """
    words = re.findall(r"\w+", said.lower().replace("\u2019", "").replace("'", ""))
    return _WORDS.fullmatch(" ".join(words)) is not None
