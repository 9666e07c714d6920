"""What the words of each stage must do, whoever writes them: the service standards that can be checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from routing.scripts.template import SAMPLE_FACTS

Test = Callable[[str], bool]


@dataclass(frozen=True)
class Manner:
    """One thing that the words of a stage must do.

    Attributes
    ----------
    kept
        Tells whether a filled template does it.
    expected
        Completes "expected …".
    """

    stage: str
    standard: str
    kept: Test
    expected: str


def _tells(name: str) -> tuple[Test, str]:
    """Return a test that a placeholder is said, whatever condition it stands under."""
    value: Any = SAMPLE_FACTS
    for part in name.split("."):
        value = value[part]
    return (lambda filled: value in filled), f"the words to say {{{{ {name} }}}}"


def _tells_one_of(*names: str) -> tuple[Test, str]:
    tests = [_tells(name)[0] for name in names]
    listed = " or ".join(f"{{{{ {name} }}}}" for name in names)
    return (lambda filled: any(test(filled) for test in tests)), f"the words to say {listed}"


def _says(pattern: str, expected: str) -> tuple[Test, str]:
    found = re.compile(pattern, re.IGNORECASE)
    return (lambda filled: found.search(filled) is not None), expected


_ASKS = _says(r"\?", "a question, so that the caller may say no")
_THANKS = _says(r"\bthank", "thanks")
_OFFERS_MORE = _says(
    r"\b(anything|something) (else|more)\b[^.]*\?|\bwhat else\b[^.]*\?|\bhelp\b[^.]*\?", "an offer of more help"
)
_ENDS_THE_CALL = r"\b(end|ending|finish|close) (this|the|our) call\b|\bhang up\b|\bput the (phone|receiver) down\b"

MANNERS: Final = tuple(
    Manner(stage, standard, *promise)
    for stage, standard, promise in (
        ("greet", "S2", _tells("organisation")),
        ("greet", "S2", _tells("caller_name")),
        ("calm", "S2", _tells("organisation")),
        (
            "calm",
            "S12",
            ((lambda filled: SAMPLE_FACTS["options"] not in filled), "no menu for a caller who is not well"),
        ),
        ("say_back_unsure", "S3", _tells("closed.spoken")),
        ("question", "S3", _tells("options")),
        ("question", "S3", ((lambda filled: filled.count("?") == 1), "one question and one question mark")),
        ("details", "S3", _tells("details")),
        ("apology", "S10", _says(r"\b(sorry|apolog)", "the word sorry")),
        ("apology", "S9", _tells_one_of("reason", "intent.label", "details")),
        ("apology", "S9", _tells("tried")),
        ("notice", "S8", _tells("incident")),
        ("second", "S9", _tells("second.label")),
        ("transfer", "S5", _ASKS),
        ("transfer", "S5", _tells("wait")),
        ("transfer", "S5", _tells("department.spoken")),
        ("warm", "S5", _tells("department.spoken")),
        ("warm", "S9", _says(r"\b(stay|with you|on the line)\b", "that you stay on the line")),
        ("cover", "S4", _tells("closed.spoken")),
        ("cover", "S5", _tells("department.spoken")),
        ("operator", "S5", _tells("department.spoken")),
        ("operator", "S5", _tells("wait")),
        ("owner", "S9", _tells("owner.name")),
        ("callback", "S4", _tells("callback")),
        ("hold", "S5", _ASKS),
        ("hold", "S5", _says(r"\b(while|because|so that|to (see|check|find|look|ask))\b", "the reason for the hold")),
        ("hold", "S5", _tells("wait")),
        ("back_from_hold", "S5", _THANKS),
        ("safety", "S12", _tells("emergency_number")),
        ("abuse", "S12", _says(_ENDS_THE_CALL, "a warning that the call will be ended")),
        ("abuse", "S12", _says(r"\bif\b|\bplease\b|\bunless\b|\botherwise\b", "a chance to go on calmly")),
        ("end", "S12", _says(_ENDS_THE_CALL, "that the call ends now")),
        ("close", "S7", _tells("promised")),
        ("close", "S7", _OFFERS_MORE),
        ("close", "S7", _THANKS),
        ("handoff", "S9", _tells("reason")),
        ("handoff", "S9", _tells("tried")),
    )
)

STAGES_WITH_MANNERS: Final = tuple(dict.fromkeys(manner.stage for manner in MANNERS))
