"""The model in the tree is the one its manifest, its card and its promises speak of."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from routing.catalogue.read import digest as catalogue_digest
from routing.domain.belief import Belief
from routing.domain.call import Call
from routing.domain.decision import Transfer
from routing.domain.judgement import judge
from routing.services import shelf_of
from routing.settings import Settings
from routing.text.literal import MISLABELLED
from routing.text.manifest import read_manifest
from routing.text.model import Hypothesis
from routing.text.normalise import check, normalise
from training.calls import OUT_OF_SCOPE, digest, read_calls
from training.card import CARD, card
from training.evaluate import report, score

SHIPPED = Settings()
GOALS = {"department_accuracy": 0.93, "intent_accuracy": 0.88, "out_of_scope_recall": 0.90}
TOLERANCE = 0.005

SENSELESS = (
    "asdf qwer zxcv",
    "sdkjfh skdjfh ksjdhf",
    "blah blah blah",
    "mmm hmm uh er um",
    "flurb the grommet over sideways Tuesday",
    "lorem ipsum dolor sit amet",
    "aaaaaaaaaaaaaaaaaaaa",
    "xyzzy",
    "h k l m",
    "x",
    "I",
    "a b c",
    ".",
    "…",
    "-- ' --",
    "\u0301",
    "4 5 6 7",
    "00000000",
    "🙂🙂🙂",
    "💳❓",
    "我的卡丢了",
    "カードをなくしました",
    "я потерял свою карту",
    "لقد فقدت بطاقتي",
    "έχασα την κάρτα μου",
    "मेरा कार्ड खो गया",
)

PLAIN = (
    ("I've lost my debit card somewhere in town", "fraud"),
    ("there's a payment on my account that I never made", "fraud"),
    ("a man rang me, said he was from the bank, and asked for my passcode", "fraud"),
    ("I can't remember the PIN for my card", "cards"),
    ("my new debit card still hasn't come in the post", "cards"),
    ("I'd like to apply for a credit card", "cards"),
    ("I need to cancel a direct debit to my old gym", "payments"),
    ("I want to set up a standing order for my rent", "payments"),
    ("how do I open a current account with you", "accounts"),
    ("please send me a bank statement for last month", "accounts"),
    ("I've moved house and need to change my address", "accounts"),
    ("what interest do you pay on your savings accounts", "savings"),
    ("I'd like to borrow five thousand pounds to buy a car", "loans"),
    ("can I have a bigger overdraft", "loans"),
    ("we're buying our first house and need a mortgage", "mortgages"),
    ("the app won't let me log in", "digital"),
    ("my identity check was rejected, what do I do now", "identity"),
    ("I want to order some euros for my holiday in Spain", "travel"),
    ("what time does your branch in Leeds close today", "branches"),
    ("the cash machine has swallowed my card", "branches"),
    ("my husband has died and I need to tell the bank", "bereavement"),
    ("I've lost my job and I can't keep up my repayments", "money_worries"),
    ("I'd like to make a complaint about how I was treated", "complaints"),
    ("I'd like to open an account for my limited company", "business"),
    ("can I just speak to a person please", "front_desk"),
)


@pytest.fixture(scope="module")
def manifest():
    """The manifest of the live version, checked against the digest it had when it went live."""
    default = shelf_of(SHIPPED).default()
    return read_manifest(shelf_of(SHIPPED).folder(default.version), default.manifest_sha256)


@pytest.fixture(scope="module")
def figures(shipped, catalogue):
    """What the shipped model scores on the test calls in the tree."""
    calls = read_calls(SHIPPED.catalogue / "calls-test.csv", catalogue.intents, catalogue.departments)
    return report(score(calls, shipped, catalogue))


@pytest.fixture(scope="module")
def judged(shipped, catalogue):
    """Judge a reason as the service does."""

    def judged(reason):
        prediction = shipped.predict((Hypothesis(check(reason)),))
        pairs = zip(prediction.intents, prediction.probabilities.tolist(), strict=True)
        call = Call("golden", reason, datetime(2026, 1, 5, 12, tzinfo=UTC))
        return judge(call, Belief.over(pairs, catalogue.intents), catalogue)

    return judged


def test_the_shipped_model_was_made_from_the_catalogue_in_the_tree(manifest):
    assert manifest.catalogue == catalogue_digest(SHIPPED.catalogue)


def test_the_shipped_model_was_made_from_the_labelled_calls_in_the_tree(manifest, catalogue):
    calls = read_calls(SHIPPED.catalogue / "calls.csv", catalogue.intents, catalogue.departments)
    assert manifest.data == digest(calls)


def test_the_shipped_model_has_exactly_the_intents_of_the_catalogue(shipped, catalogue):
    assert set(shipped.intents) == set(catalogue.intents)


def test_the_model_card_is_the_one_its_manifest_gives(manifest):
    assert Path(SHIPPED.models_url, CARD).read_text(encoding="utf-8") == card(manifest)


@pytest.mark.parametrize("figure", GOALS)
def test_the_shipped_model_is_as_good_as_its_manifest_says(figures, manifest, figure):
    assert figures[figure] >= manifest.metrics["test"][figure] - TOLERANCE


@pytest.mark.parametrize(("figure", "goal"), GOALS.items())
def test_the_shipped_model_reaches_its_goal(figures, figure, goal):
    assert figures[figure] >= goal


def test_no_test_call_stands_among_the_calls_the_model_learnt_from(catalogue):
    learnt, test = (
        {call.reason for call in read_calls(SHIPPED.catalogue / name, catalogue.intents, catalogue.departments)}
        for name in ("calls.csv", "calls-test.csv")
    )
    assert learnt.isdisjoint(test)


def test_every_labelled_call_is_answered_with_its_label(shipped, catalogue):
    calls = read_calls(SHIPPED.catalogue / "calls.csv", catalogue.intents, catalogue.departments)
    labels = defaultdict(set)
    for call in calls:
        labels[normalise(call.reason)].add(call.intent)
    for call in [call for call in calls if len(labels[normalise(call.reason)]) == 1][::100]:
        prediction = shipped.predict((Hypothesis(call.reason),))
        beliefs = dict(prediction.pairs()) | {OUT_OF_SCOPE: 1 - prediction.in_scope}
        assert beliefs[call.intent] >= 1 - MISLABELLED - 1e-6, call


@pytest.mark.parametrize("reason", SENSELESS)
def test_a_senseless_text_is_never_transferred(judged, reason):
    assert judged(reason).decision.action != "transfer"


@pytest.mark.parametrize(("reason", "department"), PLAIN)
def test_a_plain_call_is_transferred_to_the_evident_department(judged, reason, department):
    assert judged(reason).decision == Transfer(department)
