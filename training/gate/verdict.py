"""The gate's answer: a table of checks, each with its numbers and one sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from routing.errors import BadModel
from routing.text.artefact import VERDICT

NOT_JUDGED = "not judged"


@dataclass(frozen=True)
class Check:
    """One thing a candidate is judged by.

    Attributes
    ----------
    name
        Identifies it, such as `department` or `department.fraud`.
    live, candidate
        The figure of each; None where there is none, such as without a live model.
    margin
        The most by which the candidate may be worse, as the figure counts; None if nothing is asked.
    text
        One plain sentence with the numbers and the reason.
    """

    name: str
    passed: bool
    live: float | None
    candidate: float | None
    margin: float | None
    text: str

    @property
    def word(self) -> str:
        """What became of it, in a word: "passed", "refused", or "not judged" where there was too little to go by."""
        if not self.passed:
            return "refused"
        return NOT_JUDGED if self.live is None and self.candidate is None else "passed"


@dataclass(frozen=True)
class Verdict:
    """Whether a candidate may go live, and why.

    Attributes
    ----------
    against
        The live version it was compared with; empty if none is live.
    """

    passed: bool
    checks: tuple[Check, ...]
    against: str

    @property
    def reasons(self) -> tuple[str, ...]:
        """The sentences of the checks that did not pass."""
        return tuple(check.text for check in self.checks if not check.passed)


def verdict_of(checks: tuple[Check, ...], against: str) -> Verdict:
    """Return the verdict that these checks lead to: all must pass."""
    return Verdict(all(check.passed for check in checks), checks, against)


def as_fields(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as plain data; what a check does not have is left out."""
    checks = [{name: value for name, value in asdict(check).items() if value is not None} for check in verdict.checks]
    return {"passed": verdict.passed, "against": verdict.against, "checks": checks}


def from_fields(fields: Mapping[str, Any]) -> Verdict:
    """Return the verdict that `as_fields` made these of.

    Raises
    ------
    BadModel
        They are no verdict.
    """
    nothing = {"live": None, "candidate": None, "margin": None}
    try:
        checks = tuple(Check(**(nothing | check)) for check in fields["checks"])
        return Verdict(fields["passed"], checks, fields["against"])
    except (KeyError, TypeError) as error:
        raise BadModel(f"{VERDICT}: expected passed, against and checks, found {error!r}; train anew") from None


def to_json(verdict: Verdict) -> bytes:
    """Return the content of `verdict.json`."""
    return (json.dumps(as_fields(verdict), ensure_ascii=False, indent=2) + "\n").encode()
