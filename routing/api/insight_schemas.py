"""What the API takes and gives of drift and suggested intents."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from routing.reports.changes import CALLERS, MODEL, UNKNOWN
from routing.reports.insights import DAYS, MOST_DAYS
from routing.reports.series import CONFIDENCE, DEPARTMENT, INTENT, SHARE, VOLUME

SHARE_OF_CALLS = {"description": "0 to 1"}


class InsightsQuerySchema(Schema):
    """Which days to look at."""

    days = fields.Integer(
        load_default=DAYS,
        validate=validate.Range(1, MOST_DAYS, error=f"expected 1 to {MOST_DAYS} days, found {{input}}"),
        error_messages={"invalid": f"expected 1 to {MOST_DAYS} days, found another value"},
        metadata={"description": "Days looked at, today among them; as many before are what they are compared with"},
    )


class ChangeSchema(Schema):
    """One change that the noise between days does not explain."""

    text = fields.String(required=True, metadata={"description": "The change as a sentence"})
    kind = fields.String(required=True, validate=validate.OneOf((INTENT, DEPARTMENT, SHARE, CONFIDENCE, VOLUME)))
    name = fields.String(metadata={"description": "Intent, department or action; left out where there is none"})
    before = fields.Float(required=True, metadata={"description": "Share of calls, mean confidence or calls a day"})
    now = fields.Float(required=True)
    interval = fields.List(
        fields.Float(), required=True, metadata={"description": "95 % interval of the change: low, high"}
    )
    since = fields.Date(required=True, metadata={"description": "The day it most likely began"})
    p_value = fields.Float(required=True)
    cause = fields.String(
        required=True,
        validate=validate.OneOf((CALLERS, MODEL, UNKNOWN)),
        metadata={"description": "Whether the callers changed or the model that answers them, as far as can be told"},
    )


class DaySchema(Schema):
    """The calls that began on one day, in the organisation's time zone."""

    date = fields.Date(required=True)
    calls = fields.Integer(required=True)
    confidence = fields.Float(metadata={"description": "Mean of the first advice; left out on a day without calls"})
    shares = fields.Dict(
        keys=fields.String(),
        values=fields.Float(),
        required=True,
        metadata={"description": "Of the calls, by action of the first advice, and of callers who came_back"},
    )
    models = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class MixSchema(Schema):
    """How far a mix of calls has moved: Jensen-Shannon distance, 0 to 1."""

    distance = fields.Float(required=True)
    by_chance = fields.Float(required=True, metadata={"description": "What it stays under 19 times in 20 by chance"})


class ModelChangeSchema(Schema):
    """A model version that began to answer."""

    model = fields.String(required=True)
    since = fields.Date(required=True)


class NearestIntentSchema(Schema):
    """The intent nearest in meaning to suggested calls."""

    intent = fields.String(required=True)
    likeness = fields.Float(required=True, metadata={"description": "Cosine of the mean sentence vectors, -1 to 1"})


class SuggestionSchema(Schema):
    """Calls that fit no intent and are alike. `advisor insights accept` makes an intent of them."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"description": "Proposed id of the intent"})
    found_at = fields.AwareDateTime(required=True)
    calls = fields.Integer(required=True)
    share = fields.Float(required=True, metadata={"description": "Of all calls of the time looked at, 0 to 1"})
    words = fields.List(fields.String(), required=True)
    examples = fields.List(fields.String(), required=True, metadata={"description": "Redacted, the most typical first"})
    ended_at = fields.String(metadata={"description": "Department that finished most of them, if it was told"})
    sent_to = fields.String(metadata={"description": "Department most of them were sent to, if no end was told"})
    nearest = fields.Nested(NearestIntentSchema, metadata={"description": "An intent that may only lack this wording"})


class InsightsSchema(Schema):
    """What has changed in the calls, and which reasons no intent has yet."""

    days = fields.Integer(required=True)
    time_zone = fields.String(required=True)
    summary = fields.String(required=True)
    enough_calls = fields.Boolean(
        required=True, metadata={"description": "Whether there are enough calls to tell a change from chance"}
    )
    calls = fields.Integer(required=True)
    calls_before = fields.Integer(required=True)
    intents = fields.Nested(MixSchema, metadata={"description": "Left out with too few calls"})
    departments = fields.Nested(MixSchema, metadata={"description": "Left out with too few calls"})
    findings = fields.List(fields.Nested(ChangeSchema), required=True)
    model_changes = fields.List(fields.Nested(ModelChangeSchema), required=True)
    by_day = fields.List(fields.Nested(DaySchema), required=True)
    by_day_before = fields.List(fields.Nested(DaySchema), required=True)
    suggestions = fields.List(fields.Nested(SuggestionSchema), required=True)
