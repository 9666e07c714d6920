"""What the API takes and gives. Unknown fields are refused by name; no field of an answer is ever null."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from routing.api.present import FULL
from routing.fields import IDENTIFIER, Moment, PersonName, ReasonText

ACTIONS = ("transfer", "ask", "operator", "urgent", "callback", "end")
CHANNELS = ("ivr", "reception", "web", "api")
MOST_TRANSCRIPTS = 10


class TranscriptSchema(Schema):
    """One reading of a speech recogniser."""

    text = ReasonText(required=True)
    confidence = fields.Float(load_default=1.0, validate=validate.Range(min=0, max=1))


class CallerSchema(Schema):
    """What is known of the caller."""

    name = PersonName()
    phone = fields.String(validate=validate.Regexp(r"[+0-9 ()-]{3,32}\Z", error="expected a telephone number"))


class RouteRequestSchema(Schema):
    """Why a caller rings: `reason`, or `transcripts`, or both (then `reason` is the likeliest reading)."""

    reason = ReasonText(
        metadata={
            "description": "What the caller said; empty only with question_id, for a caller who stays silent",
            "example": "uh hi the machine ate my card",
        }
    )
    transcripts = fields.List(
        fields.Nested(TranscriptSchema),
        validate=validate.Length(min=1, max=MOST_TRANSCRIPTS),
        metadata={"description": "A recogniser's readings with confidences"},
    )
    call_id = fields.String(validate=IDENTIFIER, metadata={"description": "The telephone call; made if left out"})
    channel = fields.String(validate=validate.OneOf(CHANNELS), load_default="api")
    caller = fields.Nested(CallerSchema)
    agent = PersonName(metadata={"description": "Who answers, so that they can say their name"})
    tried = fields.List(
        fields.String(), validate=validate.Length(max=50), metadata={"description": "Departments that could not help"}
    )
    question_id = fields.String(validate=IDENTIFIER, metadata={"description": "Set when reason answers a question"})
    at = Moment(metadata={"description": "When the caller rang, with time zone; now if left out"})

    @pre_load
    def _silence(self, data: Any, **options: Any) -> Any:
        """Take transcripts without a word, after a question, for silence."""
        heard = data.get("transcripts") if isinstance(data, dict) and "question_id" in data else None
        if not isinstance(heard, list) or not heard or "reason" in data:
            return data
        wordless = all(isinstance(one, dict) and one.get("text") in ("", None) for one in heard)
        return (
            {name: value for name, value in data.items() if name != "transcripts"} | {"reason": ""}
            if wordless
            else data
        )

    @validates_schema
    def _has_words(self, data: dict[str, Any], **options: Any) -> None:
        if "reason" not in data and "transcripts" not in data:
            raise ValidationError("expected reason or transcripts, found neither; send what the caller said", "reason")


class ExplainSchema(Schema):
    """How much of the model's reasons an answer tells."""

    explain = fields.String(
        load_default="",
        validate=validate.OneOf(
            (FULL,), error="expected {choices}, found {input!r}; leave it out for the short answer"
        ),
        metadata={"description": "`full` adds `nearest`, the labelled calls nearest in meaning"},
    )


class DepartmentSchema(Schema):
    """A department."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    extension = fields.String(required=True)
    open = fields.Boolean(required=True, metadata={"description": "Whether it answers now (or at the call's time)"})
    wait_s = fields.Integer(required=True, metadata={"description": "Wait in seconds, now if that is known"})


class IntentSchema(Schema):
    """A class of reasons."""

    id = fields.String(required=True)
    label = fields.String(required=True)


class OptionSchema(Schema):
    """One answer a caller can give to a question."""

    number = fields.Integer(required=True, metadata={"description": "To press or say"})
    department = fields.String(required=True)
    label = fields.String(required=True)


class CallbackSchema(Schema):
    """When the caller is rung back, and by whom."""

    at = fields.String(required=True, metadata={"format": "date-time", "description": "A time at which it is open"})
    department = fields.String(required=True)


class QuestionSchema(Schema):
    """A question to the caller; send the reply as `reason` with this `id` as `question_id`."""

    id = fields.String(required=True)
    text = fields.String(required=True)
    options = fields.List(fields.Nested(OptionSchema), required=True)


class StepSchema(Schema):
    """One stage of the script."""

    stage = fields.String(required=True)
    text = fields.String(required=True)


class ScriptSchema(Schema):
    """What to say."""

    say = fields.String(required=True, metadata={"description": "One text for a machine to speak"})
    steps = fields.List(fields.Nested(StepSchema), required=True, metadata={"description": "The same for a person"})
    handoff_note = fields.String(metadata={"description": "For the colleague who takes the call"})


class AlternativeSchema(Schema):
    """Another department the caller may mean."""

    department = fields.String(required=True)
    name = fields.String(required=True)
    confidence = fields.Float(required=True)


class WeighedSchema(Schema):
    """A word or phrase of the reason and its share in the choice."""

    text = fields.String(required=True)
    weight = fields.Float(required=True, metadata={"description": "0 to 1"})


class NearestSchema(Schema):
    """A labelled call near in meaning to the reason."""

    reason = fields.String(required=True, metadata={"description": "Redacted"})
    intent = fields.String(required=True, metadata={"description": "out_of_scope for a call that means none"})
    department = fields.String(metadata={"description": "Left out for a call out of scope"})
    similarity = fields.Float(required=True, metadata={"description": "Cosine of the sentence vectors, -1 to 1"})


class SecondReasonSchema(Schema):
    """What the caller rings about besides, for another department."""

    intent = fields.Nested(IntentSchema, required=True)
    department = fields.String(required=True)
    name = fields.String(required=True, metadata={"description": "The department's name"})


class AdviceSchema(Schema):
    """One answer: always exactly one department."""

    advice_id = fields.String(required=True)
    call_id = fields.String(required=True)
    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))
    department = fields.Nested(DepartmentSchema, required=True)
    intent = fields.Nested(IntentSchema)
    second_reason = fields.Nested(
        SecondReasonSchema,
        metadata={"description": "Only when the caller rings about two matters; the handoff note carries it"},
    )
    callback = fields.Nested(CallbackSchema, metadata={"description": "Only with the action callback"})
    confidence = fields.Float(required=True, metadata={"description": "0 to 1, that the department is the right one"})
    question = fields.Nested(QuestionSchema, metadata={"description": "Only with the action ask"})
    script = fields.Nested(ScriptSchema, required=True)
    alternatives = fields.List(fields.Nested(AlternativeSchema), required=True)
    because = fields.List(fields.Nested(WeighedSchema), required=True)
    nearest = fields.List(fields.Nested(NearestSchema), metadata={"description": "Only with explain=full"})
    notices = fields.List(fields.String(), required=True)
    hops = fields.Integer(required=True)
    model = fields.String(required=True)
    catalogue = fields.String(required=True)
    took_ms = fields.Float(required=True)
