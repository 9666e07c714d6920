"""What the simulated switchboard takes for granted, each with a default that the command line can change."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from routing.domain.catalogue import Costs
from routing.errors import AdvisorError


@dataclass(frozen=True)
class Assumptions:
    """How callers and colleagues behave, and what it costs the caller.

    Seconds are the caller's, shares are from 0 to 1, and every share is of something going wrong or the long way, so
    that doubling one makes the world harder. The first three are the catalogue's own costs. Where each default comes
    from: `docs/decisions/013-simulation.md`.

    Attributes
    ----------
    wrong_transfer_s
        Lost at a department that cannot help, its queue and the telling included.
    question_s
        One clarifying question and its answer.
    operator_s
        One visit to the front desk, its queue included, however the caller got there.
    prompt_s, words_per_s
        "How may I help?", and how fast callers then say their reason. A keypad menu asks nothing.
    menu_option_s
        One option of a keypad menu, heard.
    menu_wrong
        Callers who press a wrong key, each time they hear the menu.
    answer_wrong, answer_silent
        Answers to a question that name the wrong option (or none where one was right), and callers who say nothing.
    operator_wrong, colleague_wrong
        Callers whom the front desk, or a department that cannot help, sends to a wrong department.
    handed_on
        Callers whom a department that cannot help sends on by itself; the others come back to the switchboard.
    right_fails
        Callers whom the right department cannot help after all; only a person at the front desk then can.
    """

    wrong_transfer_s: float = Costs.wrong_transfer_s
    question_s: float = Costs.question_s
    operator_s: float = Costs.operator_s
    prompt_s: float = 3.0
    words_per_s: float = 2.5
    menu_option_s: float = 4.0
    menu_wrong: float = 0.2
    answer_wrong: float = 0.05
    answer_silent: float = 0.05
    operator_wrong: float = 0.05
    colleague_wrong: float = 0.1
    handed_on: float = 0.5
    right_fails: float = 0.02


NAMES = tuple(field.name for field in fields(Assumptions))
MOST_S = 86_400.0


def assumed(costs: Costs, changes: Iterable[str]) -> Assumptions:
    """Return the assumptions with the catalogue's costs and then the changes, each "name=value".

    Raises
    ------
    AdvisorError
        A change has no such form, names no assumption, or gives it a value that it cannot have.
    """
    values = {name: value for name, value in asdict(costs).items() if name in NAMES}
    for change in changes:
        name, found, text = change.partition("=")
        name = name.strip()
        if not found or name not in NAMES:
            raise AdvisorError(f"--assume {change}: expected NAME=VALUE with one of {', '.join(NAMES)}")
        values[name] = _value(name, text.strip())
    return Assumptions(**values)


def _value(name: str, text: str) -> float:
    least, most, unit = _limits(name)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise AdvisorError(f"--assume {name}: expected {unit} from {least:g} to {most:g}, found {text!r}")
    return value


def _limits(name: str) -> tuple[float, float, str]:
    if name == "words_per_s":
        return 0.1, 20.0, "words a second"
    return (0.0, MOST_S, "seconds") if name.endswith("_s") else (0.0, 1.0, "a share")


def scaled(assumptions: Assumptions, name: str, factor: float) -> Assumptions:
    """Return the assumptions with one multiplied; a share stays at most 1."""
    value = getattr(assumptions, name) * factor
    return Assumptions(**(asdict(assumptions) | {name: min(value, _limits(name)[1])}))
