"""What each catalogue file may hold. Unknown fields are refused, so that a misspelt one is not silently lost."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from routing.catalogue.hours import Exceptions, HolidayDates, HolidayTimes, Weekdays, Zone
from routing.domain.intent import Urgency
from routing.scripts.template import fault_in

IDENTIFIER = validate.Regexp(
    r"[a-z][a-z0-9_]{0,47}\Z",
    error="expected lower-case letters, digits and _, starting with a letter, found '{input}'",
)
FILLED = validate.Regexp(r"(?s).*\S", error="expected text, found only blanks")
EXTENSION = validate.Regexp(r"[0-9*#+]{1,15}\Z", error="expected a telephone extension in quotes, found '{input}'")
STAGES = (
    "greet",
    "say_back",
    "say_back_unsure",
    "expectation",
    "second",
    "question",
    "transfer",
    "closed",
    "safety",
    "operator",
    "operator_unsure",
    "handoff",
)


class Text(fields.String):
    """A string with something in it."""

    def __init__(self, *, longest: int = 600, **options: Any) -> None:
        super().__init__(validate=[FILLED, validate.Length(max=longest)], **options)


class CostsSchema(Schema):
    wrong_transfer_s = fields.Float(required=True, validate=validate.Range(min=0, max=3600))
    question_s = fields.Float(required=True, validate=validate.Range(min=0, max=3600))
    operator_s = fields.Float(required=True, validate=validate.Range(min=0, max=3600))


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
    longest_wait_s = fields.Integer(strict=True, validate=validate.Range(min=0, max=7200))
    holidays = HolidayDates()


class DepartmentSchema(Schema):
    id = fields.String(required=True, validate=IDENTIFIER)
    name = Text(required=True, longest=60)
    spoken = Text(required=True, longest=80)
    extension = fields.String(required=True, validate=EXTENSION)
    description = Text(required=True)
    hours = Weekdays(required=True)
    holidays = HolidayTimes()
    exceptions = Exceptions()
    time_zone = Zone()
    typical_wait_s = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=7200))
    covered_by = fields.List(fields.String(validate=IDENTIFIER))


class FollowUpSchema(Schema):
    question = Text(required=True, longest=200)
    answer = Text(required=True)


class Words(Text):
    """A script template that can be filled."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        template = super()._deserialize(value, attr, data, **options)
        if fault := fault_in(template):
            raise ValidationError(fault)
        return template


ScriptsSchema = Schema.from_dict({stage: Words(required=True) for stage in STAGES}, name="ScriptsSchema")
OwnWordsSchema = Schema.from_dict({stage: Words() for stage in STAGES}, name="OwnWordsSchema")


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
