"""What the API takes and gives of departments and their live status."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from routing.api.schemas import DepartmentSchema
from routing.fields import Moment, PersonName, Whole, YesOrNo

LONGEST_SENTENCE = 300
MOST_INCIDENTS = 20
LONGEST_STATUS_S = LONGEST_WAIT_S = 24 * 3600


class Seconds(Whole):
    """A whole number of seconds, from `least` to `most`."""

    counted = "whole seconds"


class Sentence(fields.String):
    """A sentence as it can be said aloud; blanks are folded, and a missing full stop is added."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        said = " ".join(super()._deserialize(value, attr, data, **options).split())
        if len(said) > LONGEST_SENTENCE or not said.isprintable() or not any(letter.isalpha() for letter in said):
            raise ValidationError(f"expected a sentence of 1 to {LONGEST_SENTENCE} printable characters")
        return said if said.endswith((".", "!", "?")) else f"{said}."


class IncidentSchema(Schema):
    """Something known to affect callers; they are told before they ask."""

    text = Sentence(
        required=True, metadata={"description": "As it is spoken", "example": "The app is down until about noon."}
    )
    starts = Moment(metadata={"description": "Told from then on; now if left out"})
    ends = Moment(metadata={"description": "Told until then; as long as the status holds if left out"})
    intents = fields.List(
        fields.String(), metadata={"description": "Ids of the intents it concerns; the department's own if left out"}
    )


class StatusRequestSchema(Schema):
    """How a department is at present. What is left out is left to the catalogue; an empty object clears all of it."""

    open = YesOrNo(metadata={"description": "Whether it answers; its opening hours decide if left out"})
    wait_s = Seconds(0, LONGEST_WAIT_S, metadata={"description": "Seconds a caller waits now; the usual if left out"})
    incident = fields.Nested(IncidentSchema, metadata={"description": "One incident; or send `incidents`"})
    incidents = fields.List(fields.Nested(IncidentSchema), validate=validate.Length(max=MOST_INCIDENTS))
    on_duty = PersonName(metadata={"description": "Who leads the shift"})
    for_s = Seconds(
        1, LONGEST_STATUS_S, metadata={"description": "How long it holds; two hours, or as long as its incidents"}
    )
    until = Moment(metadata={"description": "Until when it holds instead, 24 hours ahead at most"})

    @validates_schema
    def _is_one_status(self, data: dict[str, Any], **options: Any) -> None:
        for one, other in (("incident", "incidents"), ("for_s", "until")):
            if one in data and other in data:
                raise ValidationError(f"expected {one} or {other}, found both; send one of them", other)
        if data and set(data) <= {"for_s", "until"}:
            raise ValidationError("expected open, wait_s, incident or on_duty, found none; say what holds that long")


class ShownIncidentSchema(Schema):
    """An incident that callers are told of, or will be."""

    text = fields.String(required=True)
    starts = fields.AwareDateTime(required=True)
    ends = fields.AwareDateTime(required=True)
    intents = fields.List(fields.String(), metadata={"description": "Left out if it concerns all the department's"})


class ListedDepartmentSchema(DepartmentSchema):
    """A department as the catalogue lists it, and as it is now."""

    description = fields.String(required=True)
    intents = fields.List(fields.String(), required=True, metadata={"description": "Ids of the intents it finishes"})
    opens_at = fields.AwareDateTime(metadata={"description": "When it really opens; only if it is closed now"})
    incidents = fields.List(fields.Nested(ShownIncidentSchema), metadata={"description": "Only if there are any"})
    on_duty = fields.String(metadata={"description": "Who leads the shift, if it was said"})
    until = fields.AwareDateTime(metadata={"description": "When the live status expires; only if one holds"})


class DepartmentsSchema(Schema):
    """All departments."""

    departments = fields.List(fields.Nested(ListedDepartmentSchema), required=True)
