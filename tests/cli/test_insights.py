"""`advisor insights` as a person runs it, and a suggestion on its way into the catalogue."""

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from benchmarks.month import NEW_REASON, Story, fill
from routing.catalogue.read import read_catalogue
from routing.domain.labelled import CallRow
from routing.domain.suggestion import Suggestion
from routing.store.engine import migrate, open_engine
from routing.store.labelled import LabelledCalls
from routing.store.suggestions import Suggestions
from training.calls import read_calls
from training.publish import CALLS

CRYPTO = Suggestion(
    str(uuid4()), datetime.now(UTC), "open", "crypto_buy", "cards", True, len(NEW_REASON), 700, ("crypto", "bitcoin"),
    NEW_REASON, tuple(f"call-{number}" for number in range(len(NEW_REASON))), "loan_apply", 0.41,
)  # fmt: skip


@pytest.fixture
def engine(tmp_path):
    """The database that the command reads."""
    opened = open_engine(f"sqlite:///{tmp_path / 'advisor.sqlite'}")
    migrate(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def run(advisor, small_catalogue):
    """Run `advisor insights …` on the small catalogue."""
    return lambda *arguments: advisor("insights", *arguments, ADVISOR_CATALOGUE=str(small_catalogue), COLUMNS="100")


@pytest.fixture
def suggested(engine):
    """One open suggestion."""
    store = Suggestions(engine)
    store.supersede([CRYPTO])
    return store


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_findings_days_and_suggestions_are_shown_and_fit_the_screen(run, engine, small_catalogue):
    catalogue = read_catalogue(small_catalogue)
    calls = read_calls(small_catalogue / CALLS, catalogue.intents)
    fill(engine, catalogue, calls, Story(grows="loan_apply", new_share=0.06), datetime.now(UTC))

    done = run()
    shown = json.loads(run("--json", "--no-groups").stdout)

    assert done.returncode == 0, done.stderr
    findings, days, suggestions = (done.stdout.find(part) for part in ("'loan_apply' rose", "By day", "Reasons that"))
    assert -1 < findings < days < suggestions
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "▁" in done.stdout
    assert "█" in done.stdout
    assert any(word in done.stdout for word in ("crypto", "bitcoin"))
    assert shown["suggestions"]
    assert {finding.get("name") for finding in shown["findings"]} >= {"loan_apply", "operator"}


def test_few_calls_are_told_instead_of_an_alarm_and_groups_are_left_alone_when_told_so(run, suggested):
    done = run("--no-groups", "--days", "7")

    assert done.stdout.startswith("0 calls in 7 days, 0 in the 7 days before: too few to tell")
    assert f"crypto_buy  ({CRYPTO.id[:8]}): 14 calls, 2.0 % of all" in done.stdout
    assert "finished most often by: cards" in done.stdout
    assert done.stderr == ""


def test_an_accepted_suggestion_is_an_intent_that_training_knows(run, advisor, suggested, small_catalogue, tmp_path):
    written = (small_catalogue / "intents" / "0.yaml").read_text("utf-8")

    done = run("accept", "crypto_buy", "--department", "cards", "--id", "crypto", "--label", "buying crypto")

    assert done.returncode == 0, done.stderr
    assert "intents/0.yaml: crypto added. Please improve there:" in done.stdout
    assert "Next: advisor catalogue check" in done.stdout
    assert (small_catalogue / "intents" / "0.yaml").read_text("utf-8").startswith(written)
    intent = read_catalogue(small_catalogue).intents["crypto"]
    assert (intent.department, intent.label) == ("cards", "buying crypto")
    assert advisor("catalogue", "check", small_catalogue).returncode == 0
    assert suggested.open() == []

    (tmp_path / "models").mkdir()
    settings = {"ADVISOR_CATALOGUE": str(small_catalogue), "ADVISOR_MODELS_URL": str(tmp_path / "models")}
    trained = advisor("train", **settings)
    assert trained.returncode == 0, trained.stderr
    answer = json.loads(advisor("route", "--json", "may I buy bitcoin from you", **settings).stdout)
    assert answer["intent"]["id"] == "crypto"


def test_calls_that_were_labelled_out_of_scope_are_relabelled_when_their_suggestion_is_accepted(run, suggested, engine):
    calls = LabelledCalls(engine)
    row = CallRow("call-0", 0, NEW_REASON[0], "out_of_scope", "", True, None, datetime.now(UTC), agent="Tom")
    calls.put([row, replace(row, call_id="call-1", intent="loan_apply")])

    done = run("accept", "crypto_buy", "--department", "cards", "--id", "crypto")

    assert done.returncode == 0, done.stderr
    assert "1 calls that were labelled out_of_scope are labelled crypto now." in done.stdout
    assert [(kept.row.intent, kept.revision) for kept in calls.of_call("call-0")] == [("crypto", 2)]
    assert [kept.row.intent for kept in calls.of_call("call-1")] == ["loan_apply"]


def test_a_wording_that_an_intent_lacked_is_added_to_its_calls_alone(run, suggested, small_catalogue):
    before = contents(small_catalogue)

    done = run("accept", CRYPTO.id[:8], "--into", "loan_apply")

    after = contents(small_catalogue)
    assert done.returncode == 0, done.stderr
    assert {name for name in after if after[name] != before.get(name)} == {
        (small_catalogue / CALLS).relative_to(small_catalogue)
    }
    with (small_catalogue / CALLS).open(encoding="utf-8", newline="") as file:
        added = [row["reason"] for row in csv.DictReader(file) if row["intent"] == "loan_apply"][-len(NEW_REASON) :]
    assert added == list(NEW_REASON)


def test_examples_that_the_catalogue_has_already_are_left_out_by_name(run, suggested, small_catalogue):
    with (small_catalogue / CALLS).open("a", encoding="utf-8") as file:
        file.write("I want to buy bitcoin with my accounts,loan_apply,\n")

    done = run("accept", "crypto_buy", "--department", "cards")

    assert (
        "left out: 'I want to buy bitcoin with my account' is nearly 'I want to buy bitcoin with my accounts'"
        in done.stdout
    )
    assert f"calls.csv: {len(NEW_REASON) - 1} calls of crypto_buy added" in done.stdout


AT_CARDS = ("crypto_buy", "--department", "cards")
REFUSED = {
    ("crypto_buy",): "--department: expected the one that finishes such calls (cards, loans, front_desk), found none",
    ("crypto_buy", "--department", "kitchen"): "found 'kitchen'",
    (*AT_CARDS, "--id", "Not An Id"): "--id: expected lower-case letters",
    (*AT_CARDS, "--id", "loan_apply"): "add the examples to it with --into loan_apply",
    ("crypto_buy", "--into", "nothing"): "--into: expected an intent of the catalogue, found 'nothing'",
    ("crypto_buy", "--into", "loan_apply", "--label", "x"): "expected no --department, --id or --label beside it",
    ("tea",): "expected one open suggestion by its name",
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.items())
def test_what_cannot_be_accepted_is_said_in_one_line_and_nothing_is_written(
    run, suggested, small_catalogue, arguments, message
):
    before = contents(small_catalogue)

    done = run("accept", *arguments)

    assert done.returncode == 1
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert contents(small_catalogue) == before
    assert suggested.open() == [CRYPTO]


def test_a_catalogue_that_would_have_faults_stays_as_it_was(run, suggested, small_catalogue):
    with (small_catalogue / CALLS).open("a", encoding="utf-8") as file:
        file.write("what is this about,no_such_intent,\n")
    before = contents(small_catalogue)

    done = run("accept", "crypto_buy", "--department", "cards")

    assert done.returncode == 1
    assert "no_such_intent" in done.stderr
    assert contents(small_catalogue) == before
    assert suggested.open() == [CRYPTO]


def test_too_few_examples_make_no_intent(run, engine, small_catalogue):
    Suggestions(engine).supersede([replace(CRYPTO, examples=NEW_REASON[:3])])

    done = run("accept", "crypto_buy", "--department", "cards")

    assert "crypto_buy: expected at least 5 examples unlike other calls, found 3" in done.stderr


def test_a_dismissed_suggestion_is_open_no_more(run, suggested):
    done = run("dismiss", "crypto_buy")

    assert done.stdout == "crypto_buy: dismissed; its 14 calls are not suggested again\n"
    assert suggested.open() == []
    assert suggested.decided() == set(CRYPTO.call_ids)
