"""What it means to be right about a call, and on which calls each kind of right counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from training.evaluate import SHARES, Scored, calibration_error

Tell = Callable[[Scored], bool]


@dataclass(frozen=True)
class Figure:
    """A share of right answers.

    Attributes
    ----------
    name
        Of its check, of its margin and of its floor.
    counts, right
        Tell whether a call is one that it is measured on, and whether the model was right about it.
    """

    name: str
    label: str
    counts: Tell
    right: Tell

    def hits(self, scored: Sequence[Scored]) -> list[bool]:
        """Return for each call that counts whether the model was right."""
        return [self.right(one) for one in scored if self.counts(one)]


def placed(one: Scored) -> bool:
    """Tell whether the call is in scope and labelled with a department."""
    return one.call.in_scope and bool(one.call.department)


def _named(one: Scored) -> bool:
    return one.call.in_scope and bool(one.call.intent)


def _stray(one: Scored) -> bool:
    return not one.call.in_scope


def _transferred(one: Scored) -> bool:
    return placed(one) and one.action == "transfer"


DEPARTMENT = Figure("department", SHARES["department_accuracy"], placed, lambda one: one.department_right)
INTENT = Figure("intent", SHARES["intent_accuracy"], _named, lambda one: one.intent_right)
OUT_OF_SCOPE = Figure("out_of_scope", SHARES["out_of_scope_recall"], _stray, lambda one: one.action != "transfer")
TRANSFERS = Figure(
    "transferred_right", SHARES["transferred_right"], _transferred, lambda one: one.advised == one.call.department
)
# Both models are right or wrong about the same calls; transfers are not the same calls, so they are not among these.
SAME_CALLS = (DEPARTMENT, INTENT, OUT_OF_SCOPE)


def of_department(name: str) -> Figure:
    """Return the figure of the calls that are labelled with one department."""
    return Figure(
        f"department.{name}",
        name,
        lambda one: placed(one) and one.call.department == name,
        lambda one: one.department_right,
    )


def error_of(scored: Sequence[Scored]) -> float:
    """Return the expected calibration error over calls labelled with a department; there must be one."""
    ones = [one for one in scored if placed(one)]
    confidence, right = ([getattr(one, name) for one in ones] for name in ("confidence", "department_right"))
    return calibration_error(np.array(confidence), np.array(right))
