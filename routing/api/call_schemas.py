"""What the API takes and gives of labelled calls; `routing/posting.py` describes a posted row."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from routing.api.problems import FieldFault
from routing.fields import Moment
from routing.store.labelled import Stored

MOST_ON_A_PAGE = 500
_PRINTABLE = validate.Predicate("isprintable", error="expected printable characters, found others")
NEWEST, BY_CALL = "newest", "call_id"


class RowResultSchema(Schema):
    """What became of one row."""

    row = fields.Integer(required=True, metadata={"description": "Its place in the body, from 1; blank lines left out"})
    call_id = fields.String(metadata={"description": "Left out where it cannot be read"})
    hop = fields.Integer(metadata={"description": "Left out where the row does not validate"})
    result = fields.String(required=True, validate=validate.OneOf([*Stored]))
    revision = fields.Integer(metadata={"description": "Now on record, from 1; left out if refused"})
    errors = fields.List(fields.Nested(FieldFault), metadata={"description": "Only if refused"})


class CountsSchema(Schema):
    """How many rows became what."""

    stored = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    revised = fields.Integer(required=True)
    refused = fields.Integer(required=True)


class PostedSchema(Schema):
    """What became of each row. All that is not refused is on the disk."""

    counts = fields.Nested(CountsSchema, required=True)
    rows = fields.List(fields.Nested(RowResultSchema), required=True)


class CallsQuerySchema(Schema):
    """Which rows to list."""

    limit = fields.Integer(load_default=100, validate=validate.Range(1, MOST_ON_A_PAGE))
    cursor = fields.String(metadata={"description": "`next` of the page before"})
    order = fields.String(load_default=NEWEST, validate=validate.OneOf((NEWEST, BY_CALL)))
    since = Moment(metadata={"description": "Only rows of this time and later"})
    until = Moment(metadata={"description": "Only rows of before this time"})
    intent = fields.String(load_default="", validate=_PRINTABLE)
    department = fields.String(
        load_default="",
        validate=_PRINTABLE,
        metadata={"description": "Or any intent of it, in rows with no department"},
    )
    source = fields.String(load_default="", validate=_PRINTABLE)


class LabelSchema(Schema):
    """What a row says."""

    reason = fields.String(metadata={"description": "Redacted; left out of a row that only tells an outcome"})
    intent = fields.String()
    department = fields.String()
    resolved = fields.Boolean(required=True)
    transfers = fields.Integer()
    occurred_at = fields.AwareDateTime(required=True)
    source = fields.String()
    agent = fields.String()
    revision = fields.Integer(required=True)
    received_at = fields.AwareDateTime(required=True)


class CallRowSchema(LabelSchema):
    """A row on record."""

    call_id = fields.String(required=True)
    hop = fields.Integer(required=True)


class CallsSchema(Schema):
    """A page of rows."""

    rows = fields.List(fields.Nested(CallRowSchema), required=True)
    next = fields.String(metadata={"description": "Cursor of the next page; left out on the last"})


class RevisedRowSchema(CallRowSchema):
    """A row with what it said before."""

    earlier = fields.List(fields.Nested(LabelSchema), required=True, metadata={"description": "The latest first"})


class AdviceGivenSchema(Schema):
    """A piece of advice on record."""

    advice_id = fields.String(required=True)
    given_at = fields.AwareDateTime(required=True)
    hop = fields.Integer(required=True)
    channel = fields.String(required=True)
    reason = fields.String(metadata={"description": "Redacted; left out after silence"})
    action = fields.String(required=True)
    department = fields.String(required=True)
    intent = fields.String()
    confidence = fields.Float(required=True)
    model = fields.String(required=True)


class EndedSchema(Schema):
    """How a call ended; this is what a model learns from it."""

    reason = fields.String(metadata={"description": "The first one told"})
    intent = fields.String()
    department = fields.String()
    transfers = fields.Integer(required=True)


class CallSchema(Schema):
    """All that is on record of one call."""

    call_id = fields.String(required=True)
    rows = fields.List(fields.Nested(RevisedRowSchema), required=True)
    advice = fields.List(fields.Nested(AdviceGivenSchema), required=True)
    ended = fields.Nested(EndedSchema, metadata={"description": "Left out while no row says where it was finished"})


class ErasedSchema(Schema):
    """How much of a call was deleted."""

    call_id = fields.String(required=True)
    rows = fields.Integer(required=True)
    revisions = fields.Integer(required=True)
    advice = fields.Integer(required=True)
    trial_advice = fields.Integer(required=True)
    suggestions = fields.Integer(required=True, metadata={"description": "That no longer show the call"})
    learnt_by = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Model versions that learnt from the call; train anew and prune them"},
    )
