"""Whatever is sent: a clear problem, or an honest hand-over to a person; never a 500, never false confidence."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PROBLEM = "application/problem+json"


def assert_problem(response, status, *words):
    assert response.status_code == status
    assert response.mimetype == PROBLEM
    assert response.json["status"] == status
    assert response.json["title"]
    for word in words:
        assert word in json.dumps(response.json, ensure_ascii=False)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({}, "reason", "found neither"),
        ({"reason": ""}, "reason", "only blanks"),
        ({"reason": " \t\n "}, "reason", "only blanks"),
        ({"reason": "\u200b\u2060"}, "reason", "only blanks"),
        ({"reason": "a" * 2001}, "reason", "found 2001"),
        ({"reason": "my card\x00 is lost"}, "reason", "U+0000 at position 7"),
        ({"reason": "my \x07 card"}, "reason", "U+0007"),
        ({"reason": "half a pair \ud83d"}, "reason", "U+D83D"),
        ({"reason": 7}, "reason", "Not a valid string"),
        ({"reason": None}, "reason", "found null"),
        ({"reason": ["lost card"]}, "reason", "Not a valid string"),
        ({"reason": "lost card", "colour": "red"}, "colour", "no such field"),
        ({"reason": "lost card", "channel": "pigeon"}, "channel", "ivr"),
        ({"reason": "lost card", "at": "yesterday"}, "at", "datetime"),
        ({"reason": "lost card", "at": "2026-11-22T10:00:00"}, "at", "datetime"),
        ({"reason": "lost card", "at": "9999-12-31T23:59:59Z"}, "at", "expected a time"),
        ({"reason": "lost card", "at": "0001-01-01T00:00:00+14:00"}, "at", "expected a time"),
        ({"reason": "lost card", "caller": {"name": "   "}}, "caller.name", "expected a name"),
        ({"reason": "lost card", "tried": ["cards", "cheese"]}, "tried", "found cheese"),
        ({"reason": "lost card", "question_id": "no-such"}, "question_id", "no-such"),
        ({"reason": "lost card", "call_id": "a b"}, "call_id", "visible ASCII"),
        ({"reason": "lost card", "caller": {"name": "a\x00b"}}, "caller.name", "characters"),
        ({"transcripts": []}, "transcripts", "Length"),
        ({"transcripts": [{"text": "ok", "confidence": 2}]}, "transcripts.0.confidence", "greater"),
        ({"transcripts": [{"text": "ok"}, {"text": " "}]}, "transcripts.1.text", "only blanks"),
        ({"transcripts": [{"txt": "ok"}]}, "transcripts.0.txt", "no such field"),
    ],
)
def test_a_field_at_fault_is_named_with_what_was_expected(client, fields, field, words):
    response = client.post("/v1/route", data=json.dumps(fields), content_type="application/json")

    assert_problem(response, 422, words)
    assert field in {fault["field"] for fault in response.json["errors"]}


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 400, "expected JSON"),
        (b"{", 400, "line 1, column 2"),
        (b"lost card", 400, "expected JSON"),
        (b'{"reason": "\xff"}', 400, "UTF-8"),
        (b'{"reason": NaN}', 400, "NaN"),
        (b"[" * 100_000, 413, "larger"),
        (b"[" * 30_000, 400, "expected JSON"),
        (b'{"at": ' + b"9" * 5_000 + b"}", 400, "expected JSON"),
        (b'["lost card"]', 422, "JSON object"),
        (b'"lost card"', 422, "JSON object"),
        (b"null", 422, "JSON object"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused_with_its_place(client, body, status, words):
    assert_problem(client.post("/v1/route", data=body, content_type="application/json"), status, words)


def test_another_media_type_is_refused_by_name(client):
    assert_problem(client.post("/v1/route", data="reason=lost", content_type="text/plain"), 415, "text/plain")


def test_an_unknown_address_and_a_wrong_method_are_problems_too(client):
    assert_problem(client.get("/v2/route"), 404, "/docs")
    wrong_method = client.get("/v1/route")
    assert_problem(wrong_method, 405)
    assert "POST" in wrong_method.headers["Allow"]


@pytest.mark.parametrize(
    "reason",
    [
        "x", "?", "7", "...", "🙂🙂🙂", "[noise]", "asdf qwer zxcv", "hjkl", "mmm", "held mitt pile", "42 42 42",
        "4111 1111 1111 1111", "我的卡丢了", "Я потерял карту", "بطاقتي ضاعت", "カードをなくしました",
        "ab", "la la la", "hello?",
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_never_transferred(ask, reason):
    answer = ask(reason=reason)

    assert answer.status_code == 200
    assert answer.json["action"] != "transfer"


def test_emoji_and_invisible_characters_do_not_hide_a_clear_reason(ask):
    answer = ask(reason="I\u200b’ve lost my card 😱😱 please block it")

    assert answer.json["department"]["id"] == "fraud"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reason=st.text(max_size=300))
def test_any_text_at_all_is_answered_or_refused_clearly(client, reason):
    response = client.post("/v1/route", data=json.dumps({"reason": reason}), content_type="application/json")

    assert response.status_code in (200, 422)
    if response.status_code == 200:
        assert response.json["department"]["id"]
    else:
        assert response.mimetype == PROBLEM
        assert response.json["errors"]
