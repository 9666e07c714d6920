"""What the API takes and gives of training runs."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from routing.fields import Whole, Words

ROLES = ("live", "shadow", "canary", "none")
MOST_LINES = 500


def _one_of(*names: str) -> validate.OneOf:
    return validate.OneOf(names, error=f"expected one of {', '.join(names)}, found {{input}}")


class RunRequestSchema(Schema):
    """What a training is to do with the version it makes. An empty object asks for the usual."""

    role = fields.String(
        validate=_one_of(*ROLES),
        metadata={"description": "What the version becomes if the gate lets it: live if left out; none to keep it"},
    )
    share = Whole(1, 100, metadata={"description": "Percent of the calls that a canary answers"})
    accept_golden = fields.List(
        Whole(1, 1_000_000), metadata={"description": "Lines of golden.csv whose advice may change from right to wrong"}
    )
    if_busy = fields.String(
        validate=_one_of("wait", "refuse"),
        metadata={"description": "While another training is under way: wait for it (if left out), or refuse with 409"},
    )
    by = Words(80, metadata={"description": "Who asks for it"})

    @validates_schema
    def _canary_has_a_share(self, data: dict[str, Any], **options: Any) -> None:
        if (data.get("role") == "canary") != ("share" in data):
            raise ValidationError("expected a share with the role canary, and only with it", "share")


class AfterSchema(Schema):
    """Where to read a log on."""

    after = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 2**31 - 1, error="expected a whole number from {min} to {max}, found {input}"),
        metadata={"description": "Id of the last line that is known; 0 for none"},
    )


class LineSchema(Schema):
    """A line of a run's log."""

    id = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    line = fields.String(required=True)


class RunSchema(Schema):
    """A training run."""

    id = fields.String(required=True)
    state = fields.String(
        required=True, metadata={"description": "waiting, running, done, refused (by the gate), failed or cancelled"}
    )
    requested_at = fields.AwareDateTime(required=True)
    requested_by = fields.String(required=True)
    options = fields.Dict(required=True, metadata={"description": "What was asked for"})
    position = fields.Integer(metadata={"description": "How many runs are before it; only while it waits"})
    started_at = fields.AwareDateTime()
    finished_at = fields.AwareDateTime()
    stage = fields.String(metadata={"description": "The step it is at, or was at last"})
    progress = fields.Float(metadata={"description": "Of the stage, 0 to 1; only while it runs"})
    version = fields.String(metadata={"description": "Of the model that came of it"})
    verdict = fields.Dict(metadata={"description": "The gate's: passed, against and the checks"})
    error = fields.String(metadata={"description": "Why it failed or was cancelled"})


class RunWithLogSchema(RunSchema):
    """A training run and a page of its log."""

    log = fields.List(fields.Nested(LineSchema), required=True)
    next_after = fields.Integer(required=True, metadata={"description": "Send it as `after` to read on"})


class RunsSchema(Schema):
    """The latest training runs."""

    runs = fields.List(fields.Nested(RunSchema), required=True, metadata={"description": "Newest first, 100 at most"})
