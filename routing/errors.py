"""The errors the advisor raises on purpose. Each message says what was expected, what was found and what to do."""

from __future__ import annotations

from collections.abc import Sequence


class AdvisorError(Exception):
    """Anything a user can mend. The command line prints it as one line, the API as a problem."""


class BadReason(AdvisorError):
    """The caller's reason cannot be read as text."""


class BadModel(AdvisorError):
    """A model on disk is missing, altered, cut short or made for another version."""


class NoModel(AdvisorError):
    """None of the versions that could answer calls can be loaded."""


class UnknownVersion(AdvisorError):
    """A model version was named that is not on the shelf."""


class GateFailed(AdvisorError):
    """A version did not pass the gate, and no reason was given to use it all the same."""


class BadPromotion(AdvisorError):
    """A version cannot be made live or tried out."""


class UnreachableShelf(BadModel):
    """The shelf of model versions does not answer; what was loaded before still serves."""


class BadCatalogue(AdvisorError):
    """The catalogue has faults; `faults` lists one line each, with file, line and field."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class BadCalls(AdvisorError):
    """A file of labelled calls cannot be used."""


class BadSettings(AdvisorError):
    """Settings are missing or malformed; the message names every one of them."""


class UnknownQuestion(AdvisorError):
    """The caller answered a question that was never asked, or was asked in another call."""


class UnknownDepartment(AdvisorError):
    """A department was named that the catalogue does not have."""


class BadRow(AdvisorError):
    """A row about a call cannot be kept; `faults` holds the fields at fault, each with a message, `field` the first."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in faults))
        self.faults = tuple(faults)
        self.field, self.message = self.faults[0]
