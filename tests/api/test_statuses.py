"""A department's people say how it is now; the API takes it, shows it, and lets it expire."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from routing.advise import Advisor
from routing.app import create_app
from routing.services import Services
from routing.serving.switch import Switch
from routing.store.engine import migrate, open_engine
from routing.store.idempotency import Answers
from routing.store.journal import Journal
from routing.store.labelled import LabelledCalls
from routing.store.statuses import Statuses
from routing.store.tables import department_status
from routing.store.training_runs import Runs

HOUR = timedelta(hours=1)
DEADLINE_S = 20
APP_DOWN = "The app is down until about noon."


@pytest.fixture
def held(catalogue, shipped, tmp_path):
    """The services of an application of this test's own."""
    engine = open_engine(f"sqlite:///{tmp_path / 'advisor.sqlite'}")
    migrate(engine)
    yield Services(
        Switch(Advisor(catalogue, shipped, Journal(engine))),
        Journal(engine),
        Statuses(engine),
        LabelledCalls(engine),
        Answers(engine),
        Runs(engine),
        lambda run_id: None,
    )
    engine.dispose()


@pytest.fixture
def client(held):
    return create_app(held).test_client()


@pytest.fixture
def put(client):
    """Return a function that sets the status of the digital team, or of another department."""
    return lambda department="digital", **fields: client.put(f"/v1/departments/{department}/status", json=fields)


@pytest.fixture
def listed(client):
    """Return a function that lists one department as it is now."""

    def find(name="digital"):
        return next(each for each in client.get("/v1/departments").json["departments"] if each["id"] == name)

    return find


def now():
    return datetime.now(UTC)


def later(hours):
    return (now() + hours * HOUR).isoformat()


def assert_refused(response, field, *words):
    assert response.status_code == 422
    assert response.mimetype == "application/problem+json"
    assert field in {fault["field"] for fault in response.json["errors"]}
    for word in words:
        assert word in response.json["detail"]


@pytest.mark.parametrize("is_open", [True, False])
def test_a_department_is_shown_open_or_closed_as_its_people_say(put, listed, is_open):
    answer = put(open=is_open, for_s=600)
    assert answer.status_code == 200
    assert answer.json["open"] is listed()["open"] is is_open
    assert ("opens_at" in answer.json) is not is_open


def test_who_closes_says_until_when_because_callers_are_told(put):
    answer = put(open=False)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "open"


def test_the_wait_and_who_is_on_duty_are_shown(put, listed):
    assert put(wait_s=900, on_duty="  Ms   Okafor ").status_code == 200
    assert (listed()["wait_s"], listed()["on_duty"]) == (900, "Ms Okafor")


def test_the_answer_is_the_department_as_it_is_then_listed(put, listed):
    answer = put(open=True, wait_s=30, on_duty="Sam", incident={"text": APP_DOWN})
    assert answer.json == listed()


def test_a_closed_department_says_when_it_really_opens(put, catalogue):
    answer = put(open=False, for_s=3600).json
    opens = datetime.fromisoformat(answer["opens_at"])
    assert opens >= datetime.fromisoformat(answer["until"])
    assert catalogue.departments["digital"].hours.open_at(opens)


def test_an_incident_is_told_from_now_for_as_long_as_the_status_holds_unless_it_says_otherwise(put):
    answer = put(incident={"text": "  The app is\ndown "}, for_s=600).json
    (incident,) = answer["incidents"]
    assert incident["text"] == "The app is down."
    assert incident["ends"] == answer["until"]
    assert datetime.fromisoformat(incident["starts"]) <= now()
    assert "intents" not in incident


def test_an_incident_may_concern_intents_of_any_department(put, catalogue):
    intents = sorted(list(catalogue.intents)[:3])
    assert put(incident={"text": APP_DOWN, "intents": intents}).json["incidents"][0]["intents"] == intents


def test_several_incidents_are_kept_in_order_each_with_its_times(put, listed):
    times = [{"starts": later(1), "ends": later(3)}, {"starts": later(2), "ends": later(4)}]
    put(incidents=[{"text": "One."} | times[0], {"text": "Two."} | times[1]])
    shown = listed()["incidents"]
    assert [incident["text"] for incident in shown] == ["One.", "Two."]
    for incident, said in zip(shown, times, strict=True):
        for name in ("starts", "ends"):
            assert datetime.fromisoformat(incident[name]) == datetime.fromisoformat(said[name])


@pytest.mark.parametrize(
    ("fields", "hours"),
    [
        ({"open": True}, 2),
        ({"open": True, "for_s": 3600}, 1),
        ({"open": True, "for_s": 24 * 3600}, 24),
        ({"incident": {"text": APP_DOWN, "ends": 1}}, 2),
        ({"incident": {"text": APP_DOWN, "ends": 5}}, 5),
        ({"open": True, "until": 7}, 7),
    ],
)
def test_a_status_holds_two_hours_or_as_long_as_its_incident_or_as_long_as_is_said(put, fields, hours):
    if "incident" in fields:
        fields = {"incident": fields["incident"] | {"ends": later(fields["incident"]["ends"])}}
    if "until" in fields:
        fields = fields | {"until": later(fields["until"])}
    until = datetime.fromisoformat(put(**fields).json["until"])
    assert abs(until - now() - hours * HOUR) < timedelta(minutes=5)


def test_a_status_expires_by_itself(put, listed):
    usual = listed()["wait_s"]
    assert put(wait_s=usual + 777, for_s=1, on_duty="Sam").json["wait_s"] == usual + 777
    deadline = time.monotonic() + DEADLINE_S
    while listed()["wait_s"] != usual and time.monotonic() < deadline:
        time.sleep(0.1)
    assert listed()["wait_s"] == usual
    assert not {"until", "on_duty", "incidents"} & set(listed())


def test_an_empty_object_clears_the_status_at_once(put, listed):
    before = listed()
    put(wait_s=900, on_duty="Sam", incident={"text": APP_DOWN})
    cleared = put()
    assert cleared.status_code == 200
    assert not {"until", "on_duty", "incidents"} & set(cleared.json)
    assert listed()["wait_s"] == cleared.json["wait_s"] == before["wait_s"]


def test_a_new_status_replaces_all_of_the_last_one(put, listed):
    put(wait_s=900, on_duty="Sam")
    put(open=True)
    assert "on_duty" not in listed()
    assert listed()["wait_s"] != 900


def test_no_other_department_is_touched(put, client):
    def others():
        return [each for each in client.get("/v1/departments").json["departments"] if each["id"] != "digital"]

    before = [(each["id"], each["wait_s"]) for each in others()]
    put(wait_s=900, on_duty="Sam")
    assert [(each["id"], each["wait_s"]) for each in others()] == before
    assert not any("until" in each for each in others())


def test_an_unknown_department_is_not_found_and_the_known_ones_are_named(put, catalogue):
    answer = put("cheese", open=False)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert "found 'cheese'" in answer.json["detail"]
    assert all(name in answer.json["detail"] for name in catalogue.departments)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"open": "yes"}, "open", "expected true or false, found 'yes'"),
        ({"open": 1}, "open", "expected true or false, found 1"),
        ({"open": None}, "open", "found null"),
        ({"wait_s": -1}, "wait_s", "expected whole seconds from 0 to 86400, found -1"),
        ({"wait_s": 86401}, "wait_s", "found 86401"),
        ({"wait_s": "60"}, "wait_s", "expected whole seconds"),
        ({"wait_s": 1.5}, "wait_s", "expected whole seconds"),
        ({"wait_s": True}, "wait_s", "expected whole seconds"),
        ({"wait": 60}, "wait", "no such field"),
        ({"on_duty": " "}, "on_duty", "expected a name"),
        ({"open": True, "for_s": 0}, "for_s", "expected whole seconds from 1 to 86400, found 0"),
        ({"open": True, "for_s": 86401}, "for_s", "found 86401"),
        ({"open": True, "until": "noon"}, "until", "expected a time with its zone"),
        ({"open": True, "until": "2026-11-22T10:00:00"}, "until", "expected a time with its zone"),
        ({"open": True, "until": "2020-01-01T00:00:00Z"}, "until", "expected a time within 24 hours"),
        ({"open": True, "until": "2099-01-01T00:00:00Z"}, "until", "expected a time within 24 hours"),
        ({"open": True, "for_s": 60, "until": "2099-01-01T00:00:00Z"}, "until", "found both"),
        ({"for_s": 60}, "body", "expected open, wait_s, incident or on_duty, found none"),
        ({"incident": {}}, "incident.text", "expected this field"),
        ({"incident": {"text": " "}}, "incident.text", "expected a sentence"),
        ({"incident": {"text": "1234"}}, "incident.text", "expected a sentence"),
        ({"incident": {"text": "a" * 301}}, "incident.text", "expected a sentence"),
        ({"incident": {"text": "a\x00b"}}, "incident.text", "printable"),
        ({"incident": {"text": APP_DOWN, "colour": "red"}}, "incident.colour", "no such field"),
        ({"incident": {"text": APP_DOWN, "intents": ["cheese"]}}, "incident.intents", "found cheese"),
        ({"incident": {"text": APP_DOWN, "ends": "2020-01-01T00:00:00Z"}}, "incident.ends", "expected a time after"),
        ({"incident": {"text": APP_DOWN, "ends": "2099-01-01T00:00:00Z"}}, "incident.ends", "24 hours at most"),
        ({"incident": {"text": APP_DOWN, "starts": "2099-01-01T00:00:00Z"}}, "incident.ends", "expected a time after"),
        ({"incident": {"text": "a"}, "incidents": []}, "incidents", "found both"),
        ({"incidents": [{"text": "One."}, {"text": " "}]}, "incidents.1.text", "expected a sentence"),
        ({"incidents": [{"text": "One."}, {"text": "Two.", "intents": ["x"]}]}, "incidents.1.intents", "found x"),
        ({"incidents": [{"text": "One."}] * 21}, "incidents", "20"),
    ],
)
def test_a_field_at_fault_is_named_and_nothing_is_changed(put, listed, fields, field, words):
    put(wait_s=900)
    assert_refused(put(**fields), field, words)
    assert listed()["wait_s"] == 900


@pytest.mark.parametrize(
    ("body", "media_type", "code"),
    [("{", "application/json", 400), ("{}", "text/plain", 415), ("[]", "application/json", 422)],
)
def test_a_body_that_is_no_json_object_is_a_problem(client, body, media_type, code):
    answer = client.put("/v1/departments/digital/status", data=body, content_type=media_type)
    assert (answer.status_code, answer.mimetype) == (code, "application/problem+json")


def test_a_database_that_fails_refuses_a_change_and_still_lists_what_was_last_known(put, listed, held):
    put(wait_s=900)
    assert listed()["wait_s"] == 900
    with held.journal.engine.begin() as connection:
        department_status.drop(connection)
    refused = put(wait_s=60)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert listed()["wait_s"] == 900


def test_no_field_of_a_department_is_null(put, client):
    put(open=False, wait_s=900, on_duty="Sam", incident={"text": APP_DOWN})
    assert "null" not in json.dumps(client.get("/v1/departments").json)
