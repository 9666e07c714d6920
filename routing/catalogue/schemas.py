"""What each catalogue file may hold. Unknown fields are refused, so that a misspelt one is not silently lost."""

from __future__ import annotations

import re
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import Schema, ValidationError, fields, validate, validates_schema
from phonenumbers import PhoneMetadata
from phonenumbers.shortnumberinfo import is_emergency_number

from routing.domain.hours import DAYS, Span
from routing.domain.intent import Urgency
from routing.domain.policy import MAX_OPTIONS
from routing.scripts.stages import MAY_BE_SILENT, STAGES
from routing.scripts.template import fault_in

IDENTIFIER = validate.Regexp(
    r"[a-z][a-z0-9_]{0,47}\Z",
    error="expected lower-case letters, digits and _, starting with a letter, found '{input}'",
)
FILLED = validate.Regexp(r"(?s).*\S", error="expected text, found only blanks")
EXTENSION = validate.Regexp(r"[0-9*#+]{1,15}\Z", error="expected a telephone extension in quotes, found '{input}'")
STANDARDS = tuple(f"S{number}" for number in range(1, 18))
TIMES = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)\Z")


class Text(fields.String):
    """A string with something in it."""

    def __init__(self, *, longest: int = 600, **options: Any) -> None:
        super().__init__(validate=[FILLED, validate.Length(max=longest)], **options)


class Zone(fields.Field[ZoneInfo]):
    """An IANA time zone name such as Europe/London."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> ZoneInfo:
        try:
            return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
            raise ValidationError(f"expected a time zone such as Europe/London, found {value!r}") from None


class Weekdays(fields.Field[dict[int, Span]]):
    """`always`, or days such as `mon-fri` to times such as "09:00-17:30". `always` becomes an empty mapping."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> dict[int, Span]:
        if value == "always":
            return {}
        if not isinstance(value, dict) or not value:
            raise ValidationError(
                'expected "always" or days with times such as {mon-fri: "09:00-17:30"}, found ' + repr(value)
            )
        spans: dict[int, Span] = {}
        for days, times in value.items():
            for day in _days(days):
                if day in spans:
                    raise ValidationError(f"expected each day once, found {DAYS[day]} again in {days!r}")
                spans[day] = _span(times)
        return spans


def _days(text: Any) -> range:
    first, _, last = str(text).partition("-")
    if first not in DAYS or (last or first) not in DAYS or DAYS.index(last or first) < DAYS.index(first):
        raise ValidationError(f"expected a day or days from {', '.join(DAYS)} such as mon-fri, found {text!r}")
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


def _span(text: Any) -> Span:
    found = TIMES.match(str(text))
    opens, _, closes = str(text).partition("-")
    if not found or (closes != "24:00" and closes <= opens):
        raise ValidationError(f'expected times in quotes such as "09:00-17:30", found {text!r}')
    return Span(time.fromisoformat(opens), None if closes == "24:00" else time.fromisoformat(closes))


def _emergency_number(country: str) -> str:
    metadata = PhoneMetadata.short_metadata_for_region(country)
    known = metadata.emergency if metadata else None
    return (known.example_number if known else None) or "112"


class CostsSchema(Schema):
    wrong_transfer_s = fields.Float(required=True, validate=validate.Range(min=0, max=3600))
    question_s = fields.Float(required=True, validate=validate.Range(min=0, max=3600))
    operator_s = fields.Float(required=True, validate=validate.Range(min=0, max=3600))
    urgent_factor = fields.Float(validate=validate.Range(min=1, max=100))


class OwnerSchema(Schema):
    name = Text(required=True, longest=80)
    role = Text(required=True, longest=80)


class OrganisationSchema(Schema):
    id = fields.String(required=True, validate=IDENTIFIER)
    name = Text(required=True, longest=80)
    country = fields.String(
        required=True, validate=validate.Regexp(r"[A-Z]{2}\Z", error="expected a country code such as GB")
    )
    language = fields.String(required=True, validate=FILLED)
    time_zone = Zone(required=True)
    front_desk = fields.String(required=True, validate=IDENTIFIER)
    max_hops = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=10))
    costs = fields.Nested(CostsSchema, required=True)
    emergency_number = fields.String(required=True, validate=FILLED)
    owner = fields.Nested(OwnerSchema, required=True)
    may_end_calls = fields.Boolean()
    fails_though_right = fields.Float(validate=validate.Range(min=0, max=1))
    never_promised = fields.List(Text(longest=80))
    jargon = fields.List(Text(longest=80))
    places = fields.List(Text(longest=80))

    @validates_schema(skip_on_field_errors=True)
    def _number_of_the_country(self, data: dict[str, Any], **options: Any) -> None:
        number, country = data["emergency_number"], data["country"]
        if not is_emergency_number(number, country):
            raise ValidationError(
                f"expected the emergency number of {country}, such as {_emergency_number(country)}, found {number!r}",
                "emergency_number",
            )


class FollowUpSchema(Schema):
    question = Text(required=True, longest=200)
    answer = Text(required=True)


class Words(fields.String):
    """A script template that can be filled. One for a stage that may be silent may be empty."""

    def __init__(self, *, stage: str, **options: Any) -> None:
        self.may_be_silent = stage in MAY_BE_SILENT
        filled = [] if self.may_be_silent else [FILLED]
        super().__init__(validate=[*filled, validate.Length(max=600)], **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        template: str = super()._deserialize(value, attr, data, **options)
        if fault := fault_in(template, self.may_be_silent):
            raise ValidationError(fault)
        return template


def _stage_schema(stage: str) -> type[Schema]:
    """Return the schema of one stage of `scripts.yaml`: its words, and the service standards they serve."""
    standard = fields.String(validate=validate.OneOf(STANDARDS, error="expected a standard from S1 to S17"))
    return Schema.from_dict(
        {
            "words": Words(stage=stage, required=True),
            "serves": fields.List(standard, required=True, validate=validate.Length(min=1)),
        },
        name=f"{stage.title()}StageSchema",
    )


ScriptsSchema = Schema.from_dict(
    {stage: fields.Nested(_stage_schema(stage), required=True) for stage in STAGES}, name="ScriptsSchema"
)
OwnWordsSchema = Schema.from_dict({stage: Words(stage=stage) for stage in STAGES}, name="OwnWordsSchema")


class DepartmentSchema(Schema):
    id = fields.String(required=True, validate=IDENTIFIER)
    name = Text(required=True, longest=60)
    spoken = Text(required=True, longest=80)
    extension = fields.String(required=True, validate=EXTENSION)
    description = Text(required=True)
    hours = Weekdays(required=True)
    typical_wait_s = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=7200))
    script = fields.Nested(OwnWordsSchema)


class QuestionSchema(Schema):
    """A question written for callers who may mean one of two or three things."""

    between = fields.Dict(
        keys=fields.String(validate=IDENTIFIER),
        values=Text(longest=80),
        required=True,
        validate=validate.Length(min=2, max=MAX_OPTIONS),
    )
    ask = Text(required=True, longest=300)


class IntentSchema(Schema):
    id = fields.String(required=True, validate=IDENTIFIER)
    label = Text(required=True, longest=80)
    description = Text(required=True)
    urgency = fields.Enum(Urgency, by_value=True, load_default=Urgency.ROUTINE)
    synonyms = fields.List(Text(longest=80), required=True, validate=validate.Length(min=1))
    script = fields.Nested(OwnWordsSchema, required=True)
    follow_ups = fields.List(fields.Nested(FollowUpSchema), required=True, validate=validate.Length(min=1))


class IntentFileSchema(Schema):
    department = fields.String(required=True, validate=IDENTIFIER)
    intents = fields.List(fields.Nested(IntentSchema), required=True, validate=validate.Length(min=1))
