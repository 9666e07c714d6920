"""Departments, health and the description of the API."""

from sqlalchemy import text

from routing.advise import Advisor
from routing.app import create_app
from routing.services import Services
from routing.serving.switch import Switch
from routing.store.engine import open_engine
from routing.store.journal import Journal
from routing.store.statuses import Statuses


def test_every_department_is_listed_with_the_intents_it_finishes(client, catalogue):
    listed = client.get("/v1/departments").json["departments"]

    assert [department["id"] for department in listed] == list(catalogue.departments)
    finished = [intent for department in listed for intent in department["intents"]]
    assert sorted(finished) == sorted(catalogue.intents)


def test_a_living_process_says_so(client):
    assert client.get("/healthz").json == {"status": "ok"}


def test_a_ready_process_names_its_model_and_catalogue(client, catalogue, shipped):
    assert client.get("/readyz").json == {
        "status": "ready",
        "model": shipped.version,
        "catalogue": catalogue.digest[:12],
        "advice": {"dropped_ever": 0},
    }


def test_a_process_without_its_database_is_alive_but_not_ready(catalogue, shipped, tmp_path, versions_on):
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    held = Services(
        Switch(Advisor(catalogue, shipped, Journal(engine))), Journal(engine), Statuses(engine), versions_on(engine)
    )
    client = create_app(held).test_client()

    unready = client.get("/readyz")

    assert client.get("/healthz").status_code == 200
    assert unready.status_code == 503
    assert unready.mimetype == "application/problem+json"
    assert unready.headers["Retry-After"] == "5"


def test_the_api_describes_itself_in_openapi_3_1(client):
    document = client.get("/openapi.json").json

    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        "/v1/route",
        "/v1/departments",
        "/v1/departments/{department_id}/status",
        "/v1/models",
        "/v1/models/{version}",
        "/v1/models/{version}/report",
        "/v1/models/{version}/promote",
    }
    problem = document["paths"]["/v1/route"]["post"]["responses"]["415"]["content"]
    assert "application/problem+json" in problem


def test_the_description_can_be_read_in_a_browser_without_the_internet(client):
    page = client.get("/docs", follow_redirects=True)

    assert page.status_code == 200
    assert b"/openapi.json" in page.data
    assert b"https://" not in page.data
    assert client.get("/docs/swagger-ui-bundle.js", buffered=True).status_code == 200


def test_advice_is_written_down_without_card_numbers(app, client):
    answer = client.post("/v1/route", json={"reason": "my card 4111111111111111 was stolen"}).json

    with app.extensions["advisor"].journal.engine.connect() as connection:
        query = text("select reason, department from advice where id = :id")
        row = connection.execute(query, {"id": answer["advice_id"]}).one()
    assert tuple(row) == ("my card [card number] was stolen", "fraud")
