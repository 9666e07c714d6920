"""What each catalogue file may hold. Unknown fields are refused, so that a misspelt one is not silently lost."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from routing.catalogue.emergency import is_country, is_emergency, usual_emergency_number
from routing.catalogue.hours import Exceptions, HolidayDates, HolidayTimes, Weekdays, Zone
from routing.catalogue.wordlists import STANDARDS
from routing.domain.catalogue import Baseline
from routing.domain.intent import Urgency
from routing.domain.margins import Floors, Margins
from routing.domain.policy import MAX_OPTIONS
from routing.scripts.stages import MAY_BE_SILENT, STAGES
from routing.scripts.template import fault_in

IDENTIFIER = validate.Regexp(
    r"[a-z][a-z0-9_]{0,47}\Z",
    error="expected lower-case letters, digits and _, starting with a letter, found '{input}'",
)
FILLED = validate.Regexp(r"(?s).*\S", error="expected text, found only blanks")
EXTENSION = validate.Regexp(r"[0-9*#+]{1,15}\Z", error="expected a telephone extension in quotes, found '{input}'")
SHARE = validate.Range(min=0, max=1)
LONGEST_TEMPLATE = 1200


class Text(fields.String):
    """A string with something in it."""

    def __init__(self, *, longest: int = 600, **options: Any) -> None:
        super().__init__(validate=[FILLED, validate.Length(max=longest)], **options)


def _country(code: str) -> None:
    if not is_country(code):
        raise ValidationError("expected a country code such as GB")


class CostsSchema(Schema):
    wrong_transfer_s = fields.Float(required=True, validate=validate.Range(min=0, max=3600))
    question_s = fields.Float(required=True, validate=validate.Range(min=0, max=3600))
    operator_s = fields.Float(required=True, validate=validate.Range(min=0, max=3600))
    urgent_factor = fields.Float(validate=validate.Range(min=1, max=100))


class OwnerSchema(Schema):
    name = Text(required=True, longest=80)
    role = Text(required=True, longest=80)


class BaselineSchema(Schema):
    passed_on_per_call = fields.Float(required=True, validate=validate.Range(min=0, max=20))
    source = Text(required=True, longest=200)
    cost_per_minute = fields.Float(validate=validate.Range(min=0, max=1000))
    currency = fields.String(
        validate=validate.Regexp(r"[A-Z]{3}\Z", error="expected a code such as GBP, found '{input}'")
    )

    @post_load
    def _made(self, data: dict[str, Any], **options: Any) -> Baseline:
        return Baseline(**data)


class FloorsSchema(Schema):
    department = fields.Float(validate=SHARE)
    intent = fields.Float(validate=SHARE)
    out_of_scope = fields.Float(validate=SHARE)
    transferred_right = fields.Float(validate=SHARE)
    golden = fields.Float(validate=SHARE)
    calibration_error = fields.Float(validate=SHARE)

    @post_load
    def _made(self, data: dict[str, Any], **options: Any) -> Floors:
        return Floors(**data)


class GateSchema(Schema):
    """How much worse than the live model a new one may be; what is left out stays as it is in the code."""

    department = fields.Float(validate=SHARE)
    intent = fields.Float(validate=SHARE)
    each_department = fields.Float(validate=SHARE)
    out_of_scope = fields.Float(validate=SHARE)
    transferred_right = fields.Float(validate=SHARE)
    operator = fields.Float(validate=SHARE)
    questions = fields.Float(validate=SHARE)
    calibration = fields.Float(validate=SHARE)
    latency_ratio = fields.Float(validate=validate.Range(min=1, max=100))
    size_ratio = fields.Float(validate=validate.Range(min=1, max=100))
    least_calls = fields.Integer(strict=True, validate=validate.Range(min=1, max=1_000_000))
    least_group_calls = fields.Integer(strict=True, validate=validate.Range(min=1, max=1_000_000))
    floors = fields.Nested(FloorsSchema)

    @post_load
    def _made(self, data: dict[str, Any], **options: Any) -> Margins:
        return Margins(**data)


class OrganisationSchema(Schema):
    id = fields.String(required=True, validate=IDENTIFIER)
    name = Text(required=True, longest=80)
    country = fields.String(required=True, validate=_country)
    language = fields.String(required=True, validate=FILLED)
    time_zone = Zone(required=True)
    front_desk = fields.String(required=True, validate=IDENTIFIER)
    max_hops = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=10))
    costs = fields.Nested(CostsSchema, required=True)
    longest_wait_s = fields.Integer(strict=True, validate=validate.Range(min=0, max=7200))
    holidays = HolidayDates()
    emergency_number = fields.String(required=True, validate=FILLED)
    owner = fields.Nested(OwnerSchema, required=True)
    may_end_calls = fields.Boolean()
    fails_though_right = fields.Float(validate=validate.Range(min=0, max=1))
    half_life_days = fields.Float(validate=validate.Range(min=1, max=36500))
    never_promised = fields.List(Text(longest=80))
    jargon = fields.List(Text(longest=80))
    places = fields.List(Text(longest=80))
    baseline = fields.Nested(BaselineSchema)
    gate = fields.Nested(GateSchema)

    @validates_schema(skip_on_field_errors=True)
    def _number_of_the_country(self, data: dict[str, Any], **options: Any) -> None:
        number, country = data.get("emergency_number"), data.get("country")
        if number and country and not is_emergency(number, country):
            usual = usual_emergency_number(country)
            raise ValidationError(
                f"expected the emergency number of {country}, such as {usual}, found {number!r}", "emergency_number"
            )


class FollowUpSchema(Schema):
    question = Text(required=True, longest=200)
    answer = Text(required=True)


class Words(fields.String):
    """A script template that can be filled. One for a stage that may be silent may be empty."""

    def __init__(self, *, stage: str, **options: Any) -> None:
        self.may_be_silent = stage in MAY_BE_SILENT
        filled = [] if self.may_be_silent else [FILLED]
        super().__init__(validate=[*filled, validate.Length(max=LONGEST_TEMPLATE)], **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        template: str = super()._deserialize(value, attr, data, **options)
        if fault := fault_in(template, self.may_be_silent):
            raise ValidationError(fault)
        return template


def _stage_schema(stage: str) -> type[Schema]:
    """Return the schema of one stage of `scripts.yaml`: its words, and the service standards they serve."""
    standard = fields.String(
        validate=validate.OneOf(list(STANDARDS), error=f"expected a standard from S1 to S{len(STANDARDS)}")
    )
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
    holidays = HolidayTimes()
    exceptions = Exceptions()
    time_zone = Zone()
    typical_wait_s = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=7200))
    covered_by = fields.List(fields.String(validate=IDENTIFIER))
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
