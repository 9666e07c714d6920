"""How much worse than the live model a new one may be and still go live."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Floors:
    """The least that a first model must reach, all as shares from 0 to 1.

    Attributes
    ----------
    calibration_error
        The most, not the least.
    """

    department: float = 0.7
    intent: float = 0.5
    out_of_scope: float = 0.5
    transferred_right: float = 0.8
    golden: float = 0.8
    calibration_error: float = 0.15


USUAL_FLOORS = Floors()


@dataclass(frozen=True)
class Margins:
    """The most that a candidate may lose; shares are from 0 to 1, so 0.005 is half a point.

    Attributes
    ----------
    department, intent
        Share of calls with the right department and the right intent.
    each_department
        The same within one department, where chance is larger; a loss must be beyond chance too.
    out_of_scope
        Share of out-of-scope calls that are not transferred.
    transferred_right
        Share of transfers that reach the right department.
    operator, questions
        How many more of the calls may go to the operator, or be answered with a question.
    calibration
        Expected calibration error of the department's confidence.
    latency_ratio, size_ratio
        Median time of a prediction, and bytes on disk, as a multiple of the live model's.
    least_calls, least_group_calls
        So few calls are too few to judge a candidate by, and a group of them such as one department.
    floors
        What is asked of the first model, when none is live to compare with.
    """

    department: float = 0.005
    intent: float = 0.01
    each_department: float = 0.05
    out_of_scope: float = 0.02
    transferred_right: float = 0.005
    operator: float = 0.02
    questions: float = 0.03
    calibration: float = 0.02
    latency_ratio: float = 1.5
    size_ratio: float = 2.0
    least_calls: int = 100
    least_group_calls: int = 30
    floors: Floors = USUAL_FLOORS


USUAL = Margins()
