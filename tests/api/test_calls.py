"""Labelled calls are posted, looked up and erased over HTTP; what is answered as stored is on the disk."""

import base64
import io
import json
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.exc import OperationalError

from routing.api.rows import LONGEST_LINE, MAX_BODY_BYTES, MOST_ROWS
from routing.app import create_app
from routing.store.idempotency import ABANDONED, Answers
from routing.store.tables import idempotency, labelled_calls

NDJSON = "application/x-ndjson"
PROBLEM = "application/problem+json"
CARD = "4111 1111 1111 1111"


@pytest.fixture
def client(services_on, database):
    return create_app(services_on(database)).test_client()


def row(call_id="call-1", **fields):
    return {"call_id": call_id, "reason": "lost card", "intent": "card_lost_or_stolen"} | fields


def lines(rows):
    return "".join(json.dumps(each) + "\n" for each in rows).encode()


def results(response):
    assert response.status_code == 200, response.text
    return [each["result"] for each in response.json["rows"]]


def kept(database):
    with database.connect() as connection:
        return connection.execute(select(func.count()).select_from(labelled_calls)).scalar_one()


def test_each_row_of_an_array_has_its_result(client):
    client.post("/v1/calls", json=[row("a"), row("b")])

    answer = client.post("/v1/calls", json=[row("a"), row("b", intent="card_order"), row("c"), row("d", hop=-1)])

    assert answer.json == {
        "counts": {"stored": 1, "unchanged": 1, "revised": 1, "refused": 1},
        "rows": [
            {"row": 1, "call_id": "a", "hop": 0, "result": "unchanged", "revision": 1},
            {"row": 2, "call_id": "b", "hop": 0, "result": "revised", "revision": 2},
            {"row": 3, "call_id": "c", "hop": 0, "result": "stored", "revision": 1},
            {
                "row": 4,
                "call_id": "d",
                "result": "refused",
                "errors": [{"field": "hop", "message": "expected a whole number from 0 to 50, found -1"}],
            },
        ],
    }


@pytest.mark.parametrize("media_type", [NDJSON, "application/jsonl", f"{NDJSON}; charset=utf-8"])
def test_lines_are_taken_as_an_array_is(client, media_type):
    body = b"\xef\xbb\xbf" + lines([row("a"), row("b")]) + b"\r\n \n" + json.dumps(row("c")).encode()

    assert results(client.post("/v1/calls", data=body, content_type=media_type)) == ["stored"] * 3


BAD_LINES = {
    b"{": "expected JSON, found at column 2",
    b"lost card": "expected JSON",
    b"[]": "expected a JSON object",
    b"null": "expected a JSON object",
    b'{"call_id": NaN}': "NaN",
    b'{"reason": "\xff"}': "UTF-8",
    b"[" * 60_000: "expected JSON",
    b"9" * 5000: "expected JSON",
    b'"' + b"x" * LONGEST_LINE + b'"': "65536 bytes",
    b'"' + b"x" * 5 * LONGEST_LINE + b'"': "65536 bytes",
}


def test_a_line_that_is_no_row_does_not_sink_the_others(client):
    body = b"".join(line + b"\n" + lines([row(f"call-{place}")]) for place, line in enumerate(BAD_LINES))

    answer = client.post("/v1/calls", data=body, content_type=NDJSON)

    assert results(answer) == ["refused", "stored"] * len(BAD_LINES)
    for refused, words in zip(answer.json["rows"][::2], BAD_LINES.values(), strict=True):
        (fault,) = refused["errors"]
        assert fault["field"] == "row"
        assert words in fault["message"]


def test_a_last_line_that_is_too_long_is_refused_with_or_without_its_end(client):
    for end in (b"", b"\n", b"\n\n"):
        body = lines([row()]) + b"x" * 3 * LONGEST_LINE + end
        assert results(client.post("/v1/calls", data=body, content_type=NDJSON))[1:] == ["refused"]


def test_a_label_whose_reason_nobody_knows_is_refused_with_what_to_do(client):
    answer = client.post("/v1/calls", json=[{"call_id": "a", "intent": "card_order"}])

    assert results(answer) == ["refused"]
    assert answer.json["rows"][0]["errors"][0]["field"] == "reason"
    assert "send the reason" in answer.json["rows"][0]["errors"][0]["message"]


def test_a_label_without_a_reason_takes_it_from_the_advice(client):
    call_id = client.post("/v1/route", json={"reason": f"my card {CARD} was stolen"}).json["call_id"]

    assert results(client.post("/v1/calls", json=[{"call_id": call_id, "department": "cards"}])) == ["stored"]

    shown = client.get(f"/v1/calls/{call_id}").json
    assert shown["rows"][0]["reason"] == "my card [card number] was stolen"
    assert shown["advice"][0]["department"] == "fraud"
    assert shown["ended"] == {"reason": "my card [card number] was stolen", "department": "cards", "transfers": 0}


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 400, "expected JSON"),
        (b'[{"call_id": "a", "intent": "card_order", "reason": "x"}, {', 400, "line 1"),
        (b'{"call_id": "a"}', 400, "in [ ]"),
        (b"[" * 60_000, 400, "expected JSON"),
    ],
)
def test_a_malformed_array_stores_nothing(client, database, body, status, words):
    answer = client.post("/v1/calls", data=body, content_type="application/json")

    assert (answer.status_code, answer.mimetype) == (status, PROBLEM)
    assert words in answer.json["detail"]
    assert kept(database) == 0


def test_an_array_of_more_rows_than_are_taken_stores_nothing(client, database):
    answer = client.post("/v1/calls", json=[{}] * (MOST_ROWS + 1))

    assert (answer.status_code, kept(database)) == (413, 0)
    assert "none is kept" in answer.json["detail"]


def test_lines_beyond_the_limit_are_refused_and_the_first_are_kept(client, database):
    body = lines(row(f"call-{number}") for number in range(MOST_ROWS + 1))

    answer = client.post("/v1/calls", data=body, content_type=NDJSON)

    assert (answer.status_code, kept(database)) == (413, MOST_ROWS)
    assert f"the first {MOST_ROWS} are kept" in answer.json["detail"]


def test_a_body_may_be_larger_than_other_addresses_take_but_not_without_limit(client):
    assert results(client.post("/v1/calls", json=[row(f"call-{n}", reason="card " * 300) for n in range(100)]))

    large = client.post("/v1/calls", data=io.BytesIO(b" " * (MAX_BODY_BYTES + 1)), content_type=NDJSON)

    assert large.status_code == 413
    assert "MiB at a time" in large.json["detail"]
    assert client.post("/v1/route", json={"reason": "x" * 100_000}).status_code == 413


def test_a_body_in_chunks_of_no_stated_length_is_read_to_its_end(client):
    body = io.BytesIO(lines([row("a"), row("b")]))

    answer = client.post(
        "/v1/calls", input_stream=body, content_type=NDJSON, environ_overrides={"wsgi.input_terminated": True}
    )

    assert results(answer) == ["stored", "stored"]


def test_a_body_that_is_cut_short_is_not_answered_as_whole(client):
    answer = client.post(
        "/v1/calls",
        input_stream=io.BytesIO(lines([row("a")])),
        content_type=NDJSON,
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": "1000"},
    )

    assert answer.status_code == 400
    assert "send it again" in answer.json["detail"]


def test_another_media_type_is_refused_by_name(client):
    answer = client.post("/v1/calls", data="call_id,intent", content_type="text/csv")

    assert (answer.status_code, answer.mimetype) == (415, PROBLEM)
    assert "application/x-ndjson" in answer.json["detail"]
    assert "text/csv" in answer.json["detail"]


@pytest.fixture
def once(client):
    """Post a body under a key."""
    return lambda body, key="key-1", kind=NDJSON: client.post(
        "/v1/calls", data=body, content_type=kind, headers={"Idempotency-Key": key}
    )


def test_the_same_request_under_the_same_key_is_answered_the_same(once, client):
    first = once(lines([row("a")]))
    client.post("/v1/calls", json=[row("a", intent="card_order")])

    again = once(lines([row("a")]))

    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert client.get("/v1/calls/a").json["rows"][0]["intent"] == "card_order"


def test_another_body_under_the_same_key_is_refused_and_not_kept(once, database):
    once(lines([row("a")]))

    other = once(lines([row("b")]))

    assert (other.status_code, other.json["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert kept(database) == 1


def test_a_key_is_held_until_its_first_request_is_answered(once, database):
    Answers(database).begin("key-1")

    waiting = once(lines([row("a")]))

    assert (waiting.status_code, waiting.mimetype) == (409, PROBLEM)
    assert 0 < int(waiting.headers["Retry-After"]) <= ABANDONED.total_seconds()
    with database.begin() as connection:
        connection.execute(update(idempotency).values(started_at=datetime.now(UTC) - ABANDONED))
    assert results(once(lines([row("a")]))) == ["stored"]


def test_a_request_that_failed_gives_its_key_back(once):
    assert once(b"{", kind="application/json").status_code == 400

    assert results(once(lines([row("a")]))) == ["stored"]


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "é"])
def test_a_key_that_cannot_be_kept_is_refused(once, key):
    assert once(lines([row("a")]), key).status_code == 422


def test_a_database_that_fails_half_way_is_answered_as_such_and_the_key_given_back(once, database):
    writes = count(1)

    def fail(connection, cursor, statement, *rest):
        if statement.startswith("INSERT INTO labelled_calls") and next(writes) == 2:
            raise OperationalError("insert", {}, Exception("the disk is full"))

    body = lines(row(f"call-{number}") for number in range(1500))
    event.listen(database, "before_cursor_execute", fail)

    failed = once(body)

    assert (failed.status_code, failed.headers["Retry-After"]) == (503, "5")
    assert kept(database) == 1000
    assert results(once(body)) == ["unchanged"] * 1000 + ["stored"] * 500


def test_rows_are_listed_page_by_page_the_newest_first_or_by_call(client):
    start = datetime(2026, 11, 20, tzinfo=UTC)
    posted = [
        row(f"call-{number}", hop=hop, occurred_at=(start + timedelta(hours=number % 3)).isoformat())
        for number in range(7)
        for hop in (0, 1)
    ]
    client.post("/v1/calls", json=posted)

    for order, key in (
        ("newest", lambda each: (each["occurred_at"], each["call_id"], each["hop"])),
        ("call_id", lambda each: (each["call_id"], each["hop"])),
    ):
        found, query = [], {"limit": 4, "order": order}
        while True:
            page = client.get("/v1/calls", query_string=query).json
            found += page["rows"]
            if "next" not in page:
                break
            query["cursor"] = page["next"]
        assert len(found) == 14
        assert found == sorted(found, key=key, reverse=order == "newest")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"a", "b", "c"}),
        ({"since": "2026-11-21T00:00:00Z"}, {"b", "c"}),
        ({"until": "2026-11-21T00:00:00+00:00"}, {"a"}),
        ({"intent": "card_order"}, {"b"}),
        ({"department": "cards"}, {"b", "c"}),
        ({"department": "fraud"}, {"a"}),
        ({"source": "genesys"}, {"c"}),
        ({"source": "nobody"}, set()),
    ],
)
def test_rows_are_listed_by_time_label_and_source(client, query, expected):
    client.post(
        "/v1/calls",
        json=[
            row("a", occurred_at="2026-11-20T12:00:00Z"),
            row("b", intent="card_order", occurred_at="2026-11-21T12:00:00Z"),
            {"call_id": "c", "department": "cards", "occurred_at": "2026-11-22T12:00:00Z", "source": "genesys"},
        ],
    )

    assert {each["call_id"] for each in client.get("/v1/calls", query_string=query).json["rows"]} == expected


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 501}, "limit"),
        ({"limit": 0}, "limit"),
        ({"order": "oldest"}, "order"),
        ({"since": "yesterday"}, "since"),
        ({"colour": "red"}, "colour"),
        ({"cursor": "é"}, "cursor"),
        ({"cursor": "bm9uc2Vuc2U="}, "cursor"),
        ({"cursor": "WyJjYWxsX2lkIiwgIjIwMjYtMTEtMjBUMTI6MDA6MDArMDA6MDAiLCAiYSIsIDBd"}, "cursor"),
    ],
)
def test_a_question_for_rows_that_cannot_be_is_refused_by_its_field(client, query, field):
    answer = client.get("/v1/calls", query_string=query)

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == [field]


def test_a_call_is_shown_with_its_history_and_how_it_ended(client):
    chain = [
        row("a", department="billing", intent="card_order", resolved=False),
        row("a", hop=1, intent="card_lost_or_stolen", transfers=2),
    ]
    del chain[0]["department"]
    client.post("/v1/calls", json=chain)
    client.post("/v1/calls", json=[chain[0] | {"agent": "Sam"}])

    shown = client.get("/v1/calls/a").json

    assert [(each["hop"], each["revision"], len(each["earlier"])) for each in shown["rows"]] == [(0, 2, 1), (1, 1, 0)]
    assert shown["rows"][0]["agent"] == "Sam"
    assert "agent" not in shown["rows"][0]["earlier"][0]
    assert shown["ended"] == {"reason": "lost card", "intent": "card_lost_or_stolen", "transfers": 2}
    assert "null" not in client.get("/v1/calls/a").text


def test_an_erased_call_is_gone(client):
    client.post("/v1/calls", json=[row("a"), row("b")])
    client.post("/v1/calls", json=[row("a", intent="card_order")])

    erased = client.delete("/v1/calls/a")

    assert erased.json == {
        "call_id": "a", "rows": 1, "revisions": 1, "advice": 0, "trial_advice": 0, "suggestions": 0, "learnt_by": [],
    }  # fmt: skip
    assert client.get("/v1/calls/a").status_code == 404
    assert [each["call_id"] for each in client.get("/v1/calls").json["rows"]] == ["b"]
    assert client.delete("/v1/calls/a").json["rows"] == 0


@pytest.mark.parametrize("call_id", ["a%00b", "a%20b", "x" * 129])
def test_what_cannot_be_a_call_id_is_no_call_on_record(client, call_id):
    assert client.get(f"/v1/calls/{call_id}").status_code == 404
    assert client.delete(f"/v1/calls/{call_id}").status_code == 404


@pytest.mark.parametrize("field", ["intent", "department", "source"])
def test_a_filter_that_cannot_be_printed_is_refused_by_its_name(client, field):
    answer = client.get(f"/v1/calls?{field}=a%00b")

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json["errors"]] == [field]


@pytest.mark.parametrize("order", ["newest", "call_id"])
def test_a_cursor_that_names_no_possible_call_is_refused(client, order):
    position = json.dumps([order, "2026-11-24T12:00:00+00:00", "a\0b", 0])
    cursor = base64.urlsafe_b64encode(position.encode()).decode()

    assert client.get("/v1/calls", query_string={"order": order, "cursor": cursor}).status_code == 422


def test_no_card_number_is_given_back_or_kept(client, database):
    client.post("/v1/calls", json=[row("a", reason=f"my card {CARD} is lost", agent=CARD, source=CARD)])

    assert "4111" not in client.get("/v1/calls/a").text
    with database.connect() as connection:
        assert "4111" not in str(connection.execute(select(labelled_calls)).all())


def test_the_description_names_both_forms_of_a_body_and_every_field_of_a_row(client):
    document = client.get("/openapi.json").json
    content = document["paths"]["/v1/calls"]["post"]["requestBody"]["content"]

    assert set(content) >= {"application/json", NDJSON}
    name = content[NDJSON]["schema"]["$ref"].rsplit("/", 1)[1]
    assert content["application/json"]["schema"]["items"] == content[NDJSON]["schema"]
    assert set(document["components"]["schemas"][name]["properties"]) >= {"call_id", "reason", "intent", "occurred_at"}
