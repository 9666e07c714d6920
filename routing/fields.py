"""Fields of a body or a row that several schemas share; each refuses what only looks like it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

from routing.errors import BadReason
from routing.store.redact import redact
from routing.text.normalise import MAX_CHARACTERS, check

MAX_NAME = 80
LONGEST_IDENTIFIER = 128
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
IDENTIFIER = validate.Regexp(r"[\x21-\x7e]{1,128}\Z", error="expected 1 to 128 visible ASCII characters")
_TIME = "expected a time with its zone such as 2026-11-23T12:00:00Z, found no such datetime"


class ReasonText(fields.String):
    """1 to 2,000 characters of what a caller said, refused if it cannot be read as text; blank stays blank."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("metadata", {})["maxLength"] = MAX_CHARACTERS
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **options)
        if not text.strip() and "question_id" in (data or {}):
            return ""
        try:
            return check(text)
        except BadReason as bad:
            raise ValidationError(str(bad)) from None


class PersonName(fields.String):
    """A name of 1 to 80 characters as it can be said aloud; blanks around it are dropped."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        name = " ".join(super()._deserialize(value, attr, data, **options).split())
        if len(name) > MAX_NAME or not name.isprintable() or not any(letter.isalpha() for letter in name):
            raise ValidationError(f"expected a name of 1 to {MAX_NAME} printable characters, found another text")
        return redact(name)


class Moment(fields.AwareDateTime):
    """A time with its zone, of this century."""

    def __init__(self, **options: Any) -> None:
        within = validate.Range(EARLIEST, LATEST, error="expected a time from {min} to {max}")
        super().__init__(validate=within, error_messages={"invalid": _TIME, "invalid_awareness": _TIME}, **options)


LONGEST_SHOWN = 40


class YesOrNo(fields.Boolean):
    """`true` or `false`, and nothing that only looks like one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError(f"expected true or false, found {redact(repr(value))[:LONGEST_SHOWN]}")
        return value


class Whole(fields.Integer):
    """A whole number from `least` to `most`."""

    counted = "a whole number"

    def __init__(self, least: int, most: int, **options: Any) -> None:
        within = f"expected {self.counted} from {least} to {most}, found "
        super().__init__(strict=True, validate=validate.Range(least, most, error=within + "{input}"), **options)
        self.error_messages["invalid"] = within + "another value"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if isinstance(value, bool):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **options)


class Words(fields.String):
    """A name or a mark of 1 to `most` printable characters; blanks are folded, personal numbers taken out."""

    def __init__(self, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        words = redact(" ".join(super()._deserialize(value, attr, data, **options).split()))
        if not 0 < len(words) <= self.most or not words.isprintable():
            raise ValidationError(f"expected 1 to {self.most} printable characters, found another text")
        return words
