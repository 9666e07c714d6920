"""Hands each request to the model that answers it, and changes models between two requests."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.exc import SQLAlchemyError

from routing.advise import Advice, Advisor
from routing.errors import UnknownQuestion
from routing.request import Request
from routing.serving.served import Served

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """A version that this process was told to serve and would not, and why."""

    version: str
    why: str


class Switch:
    """Holds one reference to what is served. A request takes it once, so no answer mixes two models.

    Parameters
    ----------
    live
        The model that answers until the first change.
    overheard
        Told of each advice that was given while a shadow is tried out, with the shadow; must return at once.
    """

    def __init__(
        self, live: Advisor, overheard: Callable[[Advisor, Request, Advice], None] = lambda *heard: None
    ) -> None:
        self.served = Served(live)
        self.refusals: tuple[Refusal, ...] = ()
        self._overheard = overheard

    def change(self, served: Served) -> None:
        """Serve this from the next request on; requests under way are answered by what they began with."""
        self.served = served

    def advise(self, request: Request) -> Advice:
        """Return advice for one request and record it.

        Raises
        ------
        UnknownDepartment, UnknownQuestion
            As `Advisor.advise` does.
        """
        served = self.served
        if served.canary:
            request = _with_id(request, served.live)
            return served.for_call(request.call_id or request.new_call_id).advise(request)
        advice = served.live.advise(request)
        if served.shadow:
            self._overheard(served.shadow, request, advice)
        return advice


def _with_id(request: Request, advisor: Advisor) -> Request:
    """Return the request with the id of its call, so that the same model answers the whole call.

    The reply to a question belongs to the call in which that was asked. Where that cannot be told, it is a new call.
    """
    if request.call_id:
        return request
    if request.question_id:
        try:
            return replace(request, call_id=advisor.journal.question(request.question_id).call_id)
        except UnknownQuestion:  # the caller is told so by whoever answers
            return replace(request, new_call_id=str(uuid.uuid4()))
        except SQLAlchemyError:
            log.exception("question %s could not be looked up; its reply is taken for a new call", request.question_id)
    return replace(request, new_call_id=str(uuid.uuid4()))
