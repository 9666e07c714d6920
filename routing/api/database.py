"""How the API answers while the database does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from routing.api.problems import MEDIA_TYPE, RETRY_AFTER_S

NO_DATABASE = {"schema": "Problem", "content_type": MEDIA_TYPE, "description": "The database does not answer"}


@contextmanager
def database() -> Iterator[None]:
    """Answer 503, and when to try again, if the database fails within the block."""
    try:
        yield
    except SQLAlchemyError as error:
        found = type(error).__name__
        raise ServiceUnavailable(
            f"expected a database that answers, found {found}", retry_after=RETRY_AFTER_S
        ) from None
