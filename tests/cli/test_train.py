"""From posted calls to the version that is live, on SQLite and on PostgreSQL, by the real program."""

import csv
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import yaml

from routing.domain.labelled import CallRow
from routing.settings import HOME
from routing.store.engine import open_engine
from routing.store.labelled import LabelledCalls
from routing.store.promotions import Promotions
from routing.store.training_runs import Runs

START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def models(tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


@pytest.fixture
def catalogue_of_two(small_catalogue):
    """The small catalogue, with a gate that judges by ten calls."""
    file = small_catalogue / "organisation.yaml"
    file.write_text(
        f"{file.read_text('utf-8')}\ngate: {{least_calls: 10, least_group_calls: 10}}\nhalf_life_days: 90\n"
    )
    return small_catalogue


@pytest.fixture
def train(advisor, catalogue_of_two, models, database_url):
    """Run `advisor train` on the small catalogue, over the test's database."""
    environment = {
        "ADVISOR_DATABASE_URL": database_url,
        "ADVISOR_CATALOGUE": str(catalogue_of_two),
        "ADVISOR_MODELS_URL": str(models),
    }
    return lambda *arguments, **more: advisor("train", *arguments, **(environment | more))


@pytest.fixture
def store(database_url):
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def post(engine, many=150):
    """Keep calls in the words of the bank's callers, of the two intents of the small catalogue, one a minute."""
    intents = {"card_lost_or_stolen": "cards", "loan_apply": "loans"}
    with (HOME / "catalogues" / "bank" / "calls-test.csv").open(encoding="utf-8", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["intent"] in intents]
    words = [f"{opening} {row['reason']}" for opening in ("hi", "hello", "so", "well", "um") for row in found]
    labels = [row["intent"] for _ in range(5) for row in found]
    rows = [
        CallRow(f"call-{n}", 0, reason, intent, "", True, None, START + timedelta(minutes=n), "crm")
        for n, (reason, intent) in enumerate(zip(words[:many], labels[:many], strict=True))
    ]
    LabelledCalls(engine).put(rows)
    return len(rows)


def test_posted_calls_become_the_version_that_is_live(train, store, models, advisor, database_url, catalogue_of_two):
    first = train()
    assert first.returncode == 0, first.stderr
    before = Promotions(store).current().live.version
    kept = post(store)
    strangers = [
        f"i want to buy {many} bitcoin {when}"
        for many in ("a", "two", "some")
        for when in ("now", "today", "soon", "please")
    ]
    LabelledCalls(store).put(
        [
            CallRow(f"s-{n}", 0, reason, "out_of_scope", "", True, None, datetime.now(UTC))
            for n, reason in enumerate(strangers)
        ]
    )

    second = train()

    assert second.returncode == 0, second.stdout + second.stderr
    live = Promotions(store).current().live
    assert live.version != before
    run = Runs(store).latest()[0]
    assert (run.state, run.version, run.verdict["passed"], run.verdict["against"]) == (
        "done",
        live.version,
        True,
        before,
    )
    assert live.why.startswith(f"training run {run.id}: passed")
    lines = [line.line for line in Runs(store).log(run.id)]
    assert any(f"of {kept + len(strangers)} finished ones of the store" in line for line in lines)
    assert "1 new intents are suggested: see 'advisor insights'" in lines
    assert {path.name for path in (models / live.version).iterdir()} >= {
        "report.html", "report.json", "verdict.json", "suspects.csv", "trained_on.npy", "quoted.npy", "probe.json",
    }  # fmt: skip
    answered = advisor(
        "route", "--json", "my card was stolen",
        ADVISOR_DATABASE_URL=database_url, ADVISOR_CATALOGUE=str(catalogue_of_two), ADVISOR_MODELS_URL=str(models),
    )  # fmt: skip
    assert yaml.safe_load(answered.stdout)["model"] == live.version
    listed = train("suspects", live.version)
    assert listed.stdout == (models / live.version / "suspects.csv").read_text("utf-8")


def test_what_the_gate_refuses_is_kept_with_its_verdict_and_nothing_else_changes(
    train, store, models, catalogue_of_two
):
    assert train().returncode == 0
    live = Promotions(store).current().live
    post(store)
    file = catalogue_of_two / "organisation.yaml"
    file.write_text(file.read_text("utf-8").replace("least_calls: 10,", "least_calls: 9999,"))

    refused = train()

    assert refused.returncode == 1
    assert "refused" in refused.stdout
    assert Promotions(store).current().live == live
    run = Runs(store).latest()[0]
    assert (run.state, run.verdict["passed"]) == ("refused", False)
    assert (models / run.version / "verdict.json").is_file()


def test_a_canary_is_tried_out_beside_the_live_version(train, store):
    assert train().returncode == 0
    post(store)
    tried = train("--canary", "10")
    assert tried.returncode == 0, tried.stdout + tried.stderr
    standing = Promotions(store).current()
    assert (standing.trial.role, standing.trial.share) == ("canary", 10)
    assert standing.live.version != standing.trial.version


def test_the_catalogue_alone_needs_no_database_and_becomes_the_default_only_when_told(advisor, small_catalogue, models):
    arguments = ("train", "--no-store", "--catalogue", small_catalogue, "--models", models)
    nowhere = {"ADVISOR_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}

    kept = advisor(*arguments, **nowhere)
    assert kept.returncode == 0, kept.stderr
    assert not (models / "live.json").exists()

    default = advisor(*arguments, "--default", **nowhere)
    assert default.returncode == 0, default.stderr
    assert (models / "live.json").is_file()
    assert (models / "MODEL_CARD.md").is_file()


@pytest.mark.parametrize(
    "arguments", [("--shadow", "--no-promote"), ("--canary", "5", "--shadow"), ("--no-store", "--shadow")]
)
def test_wishes_that_do_not_go_together_are_told_in_one_line(advisor, arguments):
    done = advisor("train", *arguments)
    assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (1, 1, False)


def test_a_disk_that_is_full_publishes_nothing_and_the_live_version_stays(
    advisor, small_catalogue, models, postgres, tmp_path
):
    settings = {
        "ADVISOR_DATABASE_URL": postgres(),
        "ADVISOR_CATALOGUE": str(small_catalogue),
        "ADVISOR_MODELS_URL": str(models),
    }
    engine = open_engine(settings["ADVISOR_DATABASE_URL"])
    assert advisor("train", **settings).returncode == 0
    before, live = sorted(path.name for path in models.iterdir()), Promotions(engine).current().live
    most = 100_000  # bytes of a file: the vectors of this model's examples take more, and SQLite's file would
    full = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}));"
        "from routing.cli import main; main()"
    )
    command = [sys.executable, "-c", full, "train", "--no-cache"]

    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "expected to write the new version, found" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in models.iterdir()) == before
    assert Promotions(engine).current().live == live
    run = Runs(engine).latest()[0]
    assert (run.state, "expected to write the new version" in run.error) == ("failed", True)
    engine.dispose()
