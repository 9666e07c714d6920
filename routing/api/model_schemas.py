"""What the API takes and gives of model versions."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from routing.store.promotions import CANARY, LIVE, SHADOW

LONGEST_WHY = 500
REFUSED_ROLE = "expected one of live, shadow and canary, found {input}"


class Why(fields.String):
    """A reason in a person's own words; blanks are folded."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        said = " ".join(super()._deserialize(value, attr, data, **options).split())
        if not 0 < len(said) <= LONGEST_WHY or not said.isprintable():
            raise ValidationError(f"expected a reason of 1 to {LONGEST_WHY} printable characters")
        return said


class PromoteRequestSchema(Schema):
    """What is to become of a version; an empty object makes it live."""

    role = fields.String(
        load_default=LIVE, validate=validate.OneOf((LIVE, SHADOW, CANARY), error=REFUSED_ROLE),
        metadata={"description": "live, or tried out: shadow (unheard, beside the live one), canary (a share)"},
    )  # fmt: skip
    share = fields.Integer(
        strict=True,
        validate=validate.Range(1, 100, error="expected whole percents from 1 to 100, found {input}"),
        metadata={"description": "Percent of the calls that a canary answers; with a canary only"},
        error_messages={"invalid": "expected whole percents from 1 to 100, found another value"},
    )
    why = Why(metadata={"description": "Kept with the change", "example": "knows the new loan"})
    despite_gate = Why(metadata={"description": "Why it is used although the gate did not pass it"})

    @validates_schema
    def _has_a_share_if_it_is_a_canary(self, data: dict[str, Any], **options: Any) -> None:
        if data.get("role") == CANARY and "share" not in data:
            raise ValidationError("expected the percent of calls for a canary, found none", "share")
        if data.get("role") != CANARY and "share" in data:
            raise ValidationError("expected a share with a canary only; leave it out", "share")


class PromotionSchema(Schema):
    """One change of what answers calls."""

    version = fields.String(required=True)
    role = fields.String(required=True, metadata={"description": "live, shadow, canary, or end of a trial"})
    share = fields.Integer(metadata={"description": "Percent of the calls, of a canary only"})
    at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    why = fields.String(metadata={"description": "Left out if nobody said"})


class RefusalSchema(Schema):
    """A server process that will not serve a version."""

    worker = fields.String(required=True)
    why = fields.String(required=True)


class VersionSchema(Schema):
    """A model version."""

    version = fields.String(required=True)
    roles = fields.List(
        fields.String(), required=True, metadata={"description": "live, canary, shadow, default; empty if only kept"}
    )
    share = fields.Integer(metadata={"description": "Percent of the calls, of a canary only"})
    created = fields.String(metadata={"description": "Left out, as all its manifest says, if that cannot be read"})
    calls = fields.Integer(metadata={"description": "Labelled calls it learnt from"})
    out_of_scope = fields.Integer()
    intents = fields.Integer()
    figures = fields.Dict(keys=fields.String(), values=fields.Float(), metadata={"description": "Shares, 0 to 1"})
    gate_passed = fields.Boolean(metadata={"description": "Left out for a version that was never judged"})
    fault = fields.String(metadata={"description": "Why it cannot be read; left out if it can"})
    size_bytes = fields.Integer(required=True)
    erased_calls = fields.Integer(
        required=True, metadata={"description": "Calls it learnt from that were erased since"}
    )
    workers = fields.Integer(required=True, metadata={"description": "Server processes that serve it"})
    report = fields.Boolean(required=True, metadata={"description": "Whether it has a report"})
    refused_by = fields.List(fields.Nested(RefusalSchema), metadata={"description": "Left out if none refuses it"})


class VersionsSchema(Schema):
    """All versions, the newest first."""

    models = fields.List(fields.Nested(VersionSchema), required=True)


class CheckSchema(Schema):
    """One thing that the gate asked."""

    name = fields.String(required=True)
    passed = fields.Boolean(required=True)
    live = fields.Float()
    candidate = fields.Float()
    margin = fields.Float()
    text = fields.String(required=True)


class VerdictSchema(Schema):
    """What the gate said."""

    passed = fields.Boolean(required=True)
    against = fields.String(required=True, metadata={"description": "The live version then; empty if there was none"})
    checks = fields.List(fields.Nested(CheckSchema), required=True)


class VersionDetailSchema(VersionSchema):
    """A model version, with all that its manifest, the gate and the store say of it."""

    catalogue = fields.String(metadata={"description": "SHA-256 of the catalogue"})
    data = fields.String(metadata={"description": "SHA-256 of the labelled calls"})
    encoder = fields.String(metadata={"description": "SHA-256 of the sentence encoder"})
    libraries = fields.Dict(keys=fields.String(), values=fields.String())
    intent_ids = fields.List(fields.String())
    metrics = fields.Dict(keys=fields.String())
    verdict = fields.Nested(VerdictSchema, metadata={"description": "Left out for a version that was never judged"})
    promotions = fields.List(fields.Nested(PromotionSchema), required=True)
