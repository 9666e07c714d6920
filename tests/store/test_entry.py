"""Advice comes out of the spool as it went in, whichever version of the program wrote it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.store.entry import BadLine, body_of, entry_of, part_of, readable, redacted
from routing.store.spool import opened, sealed

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)))


@given(reason=ANY_TEXT, call_id=ANY_TEXT, confidence=st.floats(0, 1), tried=st.lists(ANY_TEXT), warned=st.booleans())
def test_an_entry_is_read_as_it_was_written_whatever_was_said(entry, reason, call_id, confidence, tried, warned):
    facts = {"reason": reason, "call_id": call_id, "confidence": confidence, "tried": tuple(tried), "warned": warned}
    written = entry(1, **facts)

    assert entry_of(opened(sealed(body_of(written)))) == written


@given(reason=ANY_TEXT, call_id=st.text("ab", min_size=1), other=st.text("ab", min_size=1))
def test_what_is_searched_for_is_found_in_the_field_meant_and_nowhere_else(entry, reason, call_id, other):
    body = body_of(entry(1, call_id=call_id, reason=f'{reason} "call_id":"{other}" {reason}'))

    assert (part_of("call_id", other) in body) == (call_id == other)


def test_times_of_any_zone_are_written_in_utc(entry):
    india = timezone(timedelta(hours=5, minutes=30))

    body = body_of(entry(1, given_at=datetime(2026, 11, 24, 16, 30, tzinfo=india)))

    assert entry_of(body).given_at == datetime(2026, 11, 24, 11, tzinfo=UTC)
    assert json.loads(body)["given_at"] == "2026-11-24T11:00:00+00:00"


def test_a_line_of_an_older_or_newer_version_is_read_as_far_as_this_one_knows_it(entry):
    content = json.loads(body_of(entry(1, warned=True)))
    del content["promised"]
    content["mood"] = "cheerful"

    assert entry_of(json.dumps(content).encode()) == entry(1, warned=True, promised="")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"id": "1"}', b"\xff", b'{"given_at": 5}'])
def test_what_is_no_entry_is_refused_and_left_out_of_what_can_be_read(entry, body):
    with pytest.raises(BadLine, match="expected an entry"):
        entry_of(body)
    assert readable([body, body_of(entry(1))]) == [entry(1)]


def test_everything_a_caller_may_have_said_is_redacted(entry):
    private = entry(1, reason="mail jane@example.com", said="pin 1234", promised="we ring 07700 900123")

    shown = redacted(private)

    assert (shown.reason, shown.said, shown.promised) == ("mail [e-mail]", "pin [code]", "we ring [telephone]")
    assert redacted(replace(private, said=private.reason)).said == "mail [e-mail]"
