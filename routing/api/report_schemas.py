"""What the reports on transfers take and give. Measured and estimated figures stand apart; nothing is null."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from routing.fields import Moment
from routing.reports.transfers import GROUPINGS

SHARE = {"description": "0 to 1; left out where there is nothing to count"}


class TransferParametersSchema(Schema):
    """Which calls, and how they are grouped."""

    since = Moment(metadata={"description": "Calls that began then or later; 28 days before `until` if left out"})
    until = Moment(metadata={"description": "Calls that began before then; now if left out"})
    by = fields.String(load_default="day", validate=validate.OneOf(list(GROUPINGS)))
    format = fields.String(load_default="json", validate=validate.OneOf(["json", "csv", "misroutes"]))
    baseline = fields.Float(
        validate=validate.Range(min=0, max=20),
        metadata={"description": "How often a call was passed on before; the catalogue's baseline if left out"},
    )
    cost_per_minute = fields.Float(validate=validate.Range(min=0, max=1000))

    @validates_schema
    def _ends_after_it_begins(self, data: dict[str, Any], **options: Any) -> None:
        if "since" in data and "until" in data and data["since"] >= data["until"]:
            raise ValidationError("expected a time after since, found an earlier one or the same", "until")


class MisrouteSchema(Schema):
    sent_to = fields.String(required=True)
    finished_by = fields.String(required=True)
    calls = fields.Integer(required=True)


class EstimatedSchema(Schema):
    """Concluded from advice alone: a caller who did not come back counts as helped, so these figures flatter."""

    calls = fields.Integer(required=True, metadata={"description": "Calls whose outcome nobody has told"})
    passed_on = fields.Dict(
        fields.String(), fields.Integer(), required=True, metadata={"description": "Calls by how often they came back"}
    )
    passed_on_per_call = fields.Float()
    right_first = fields.Float(metadata=SHARE)
    first_transfers = fields.Integer(required=True)
    saved_s = fields.Integer(
        metadata={"description": "Callers' seconds saved beside the baseline, over all calls; needs a baseline"}
    )
    saved_money = fields.Float(metadata={"description": "The same at the stated cost of a minute"})


class MeasuredSchema(Schema):
    """What outcomes tell."""

    calls = fields.Integer(required=True, metadata={"description": "Calls whose outcome was told"})
    passed_on = fields.Dict(
        fields.String(),
        fields.Integer(),
        required=True,
        metadata={"description": "Calls by how often they were passed on after the first department"},
    )
    passed_on_per_call = fields.Float()
    right_first = fields.Float(metadata=SHARE)
    first_transfers = fields.Integer(required=True)
    misroutes = fields.List(fields.Nested(MisrouteSchema), required=True)


class FiguresSchema(Schema):
    """Figures of a group of calls."""

    calls = fields.Integer(required=True)
    advised = fields.Integer(required=True, metadata={"description": "Calls the advisor was asked about"})
    questions = fields.Integer(required=True)
    asked_share = fields.Float(metadata=SHARE)
    operator_share = fields.Float(metadata=SHARE)
    measured = fields.Nested(MeasuredSchema, required=True)
    estimated = fields.Nested(EstimatedSchema, required=True)


class GroupSchema(FiguresSchema):
    name = fields.String(required=True)


class StatedBaselineSchema(Schema):
    passed_on_per_call = fields.Float(required=True)
    source = fields.String(required=True)
    cost_per_minute = fields.Float()
    currency = fields.String()


class TransferReportSchema(Schema):
    """The report on transfers."""

    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True)
    baseline = fields.Nested(StatedBaselineSchema, metadata={"description": "Left out if none was stated"})
    total = fields.Nested(FiguresSchema, required=True)
    by = fields.String(required=True)
    groups = fields.List(fields.Nested(GroupSchema), required=True)
