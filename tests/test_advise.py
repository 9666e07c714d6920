"""The whole use case on the sample bank: what a caller says, one answer, and the record of it."""

import logging
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from routing.advise import Advisor
from routing.domain.catalogue import WrittenQuestion
from routing.domain.decision import Ask, Callback, End, Operator, Transfer, Urgent
from routing.domain.live import Incident, LiveStatus
from routing.errors import UnknownDepartment, UnknownQuestion
from routing.request import Request
from routing.store.engine import migrate, open_engine
from routing.store.journal import Journal
from routing.store.tables import advice as advice_table
from routing.text.because import Weighed
from routing.text.model import Hypothesis, Prediction

TUESDAY_MORNING = datetime(2026, 11, 24, 11, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
SURE = {"card_not_arrived": 0.9, "card_order": 0.05}
TORN = {"card_not_arrived": 0.5, "mortgage_rate": 0.4}
LOST = {}
FOUR = ("card_not_arrived", "card_lost_or_stolen", "mortgage_rate", "loan_apply")
FOUR_DEPARTMENTS = ("cards", "fraud", "mortgages", "loans")


class ModelByHand:
    """Believes what it is told to believe, and remembers what it heard."""

    version = "by-hand"

    def __init__(self, beliefs):
        self.beliefs = beliefs
        self.heard = []

    def predict(self, hypotheses):
        self.heard.append([hypothesis.text for hypothesis in hypotheses])
        probabilities = np.array(list(self.beliefs.values()), dtype=np.float64)
        return Prediction(tuple(self.beliefs), probabilities, float(probabilities.sum()))

    def forget(self):
        pass

    def because(self, reason, intents):
        return (Weighed(reason.split()[0], 1.0),)


@pytest.fixture
def journal(tmp_path):
    """Return a journal in an SQLite file of its own."""
    engine = open_engine(f"sqlite:///{tmp_path / 'var' / 'advisor.sqlite'}")
    migrate(engine)
    yield Journal(engine)
    engine.dispose()


@pytest.fixture
def advisor(catalogue, journal):
    """Return a function that makes an advisor who believes what it is given."""

    def believing(beliefs):
        return Advisor(catalogue, ModelByHand(beliefs), journal)

    return believing


def saying(reason, **facts):
    return Request(**{"hypotheses": (Hypothesis(reason),), "at": TUESDAY_MORNING, "channel": "ivr", **facts})


def recorded(journal):
    with journal.engine.connect() as connection:
        return connection.execute(select(advice_table)).mappings().all()


def make_read_only(journal, tmp_path):
    event.listen(journal.engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
    journal.engine.dispose()


def take_away(journal, tmp_path):
    journal.engine.dispose()
    shutil.rmtree(tmp_path / "var")


def empty(journal, tmp_path):
    take_away(journal, tmp_path)
    (tmp_path / "var").mkdir()


def spoil(journal, tmp_path):
    journal.engine.dispose()
    (tmp_path / "var" / "advisor.sqlite").write_bytes(b"this is no database " * 500)


def test_a_plain_reason_is_answered_with_one_department_its_script_and_what_it_rests_on(advisor, catalogue):
    advice = advisor(SURE).advise(saying("my new card has not come", caller_name="Mrs Okafor"))
    assert advice.decision == Transfer("cards")
    assert advice.department == catalogue.departments["cards"]
    assert advice.open
    assert advice.intent == catalogue.intents["card_not_arrived"]
    assert advice.confidence == pytest.approx(0.95)
    assert "Mrs Okafor" in advice.script.steps[0].text
    assert advice.because == (Weighed("my", 1.0),)
    assert advice.model == "by-hand"
    assert catalogue.digest.startswith(advice.catalogue)


def test_every_answer_is_recorded_with_its_reason_redacted(advisor, journal):
    advice = advisor(SURE).advise(saying("ring 07700 900123, my card has not come", call_id="call-7", tried=("loans",)))
    (row,) = recorded(journal)
    assert row["id"] == advice.id
    assert row["call_id"] == "call-7"
    assert row["reason"] == "ring [telephone], my card has not come"
    assert (row["action"], row["department"], row["intent"]) == ("transfer", "cards", "card_not_arrived")
    assert row["probabilities"] == SURE
    assert (row["channel"], row["hop"], row["model"]) == ("ivr", 1, "by-hand")


def test_the_colleague_who_takes_the_call_reads_no_card_number(advisor):
    advice = advisor(SURE).advise(saying("my card 4111 1111 1111 1111 has not come"))
    assert "4111" not in advice.script.handoff_note
    assert "[card number]" in advice.script.handoff_note


def test_a_new_call_gets_an_id_and_a_known_one_keeps_it(advisor):
    one = advisor(SURE)
    assert one.advise(saying("my card", call_id="call-7")).call.id == "call-7"
    ids = {one.advise(saying("my card")).call.id for _ in range(3)}
    assert len(ids) == 3
    assert all(ids)


def test_a_reason_nobody_can_place_goes_to_a_person_without_an_intent(advisor):
    advice = advisor(LOST).advise(saying("purple monkey ladder"))
    assert advice.decision == Operator("front_desk")
    assert advice.intent is None
    assert advice.because == ()
    assert advice.alternatives == ()
    assert advice.script.handoff_note


def test_the_reading_the_recogniser_trusts_most_is_the_one_written_down(advisor, journal):
    heard = (Hypothesis("my cart is late", 0.3), Hypothesis("my card is late", 0.6), Hypothesis("mica is late", 0.1))
    one = advisor(SURE)
    assert one.advise(saying("", hypotheses=heard)).call.reason == "my card is late"
    assert one.model.heard == [["my cart is late", "my card is late", "mica is late"]]
    assert recorded(journal)[0]["reason"] == "my card is late"


def test_alternatives_are_other_departments_from_the_likeliest_down(advisor):
    beliefs = {"card_not_arrived": 0.92, "loan_apply": 0.01, "mortgage_rate": 0.03, "savings_open": 0.009}
    advice = advisor(beliefs).advise(saying("my card"))
    assert [(other.department.id, other.confidence) for other in advice.alternatives] == [
        ("mortgages", 0.03),
        ("loans", 0.01),
    ]


def test_at_most_three_alternatives_are_shown(advisor):
    beliefs = {"card_not_arrived": 0.3, "card_lost_or_stolen": 0.2, "mortgage_rate": 0.2, "loan_apply": 0.1}
    advice = advisor(beliefs | {"savings_open": 0.1, "person_please": 0.05}).advise(saying("help"))
    assert len(advice.alternatives) == 3
    assert advice.department not in [other.department for other in advice.alternatives]


def test_a_closed_department_is_told_to_be_closed(advisor):
    advice = advisor({"loan_apply": 0.97}).advise(saying("a loan", at=SUNDAY_NIGHT))
    assert advice.decision == Callback("loans", MONDAY_EIGHT)
    assert not advice.open
    assert advice.closed.id == "loans"
    assert advice.intent.id == "loan_apply"
    assert "callback" in [step.stage for step in advice.script.steps]


def test_an_intent_that_only_the_model_knows_is_none_of_these(advisor):
    advice = advisor({"telex": 0.9, "card_order": 0.05}).advise(saying("send a telex"))
    assert advice.decision == Operator("front_desk")


@pytest.mark.parametrize("tried", [("telex",), ("cards", "telex"), ("",)])
def test_a_department_the_catalogue_does_not_have_is_refused_by_name(advisor, journal, tried):
    with pytest.raises(
        UnknownDepartment, match=rf"expected departments of the catalogue \(.*cards.*\), found {tried[-1]}$"
    ):
        advisor(SURE).advise(saying("my card", tried=tried))
    assert recorded(journal) == []


def test_one_reason_has_one_answer_on_every_channel(advisor):
    one = advisor(SURE)
    answers = [one.advise(saying("my card", channel=channel)) for channel in ("ivr", "reception", "web", "api")]
    assert len({(answer.decision, answer.script) for answer in answers}) == 1


def test_the_order_of_departments_and_intents_in_the_catalogue_changes_no_answer(advisor, catalogue, journal):
    turned = replace(
        catalogue,
        departments=dict(reversed(catalogue.departments.items())),
        intents=dict(reversed(catalogue.intents.items())),
    )
    for beliefs in (SURE, TORN, LOST):
        one = advisor(beliefs).advise(saying("my card"))
        other = Advisor(turned, ModelByHand(dict(reversed(beliefs.items()))), journal).advise(saying("my card"))
        assert (one.decision, one.intent, one.choices, one.script) == (
            other.decision,
            other.intent,
            other.choices,
            other.script,
        )
        assert one.alternatives == other.alternatives


def test_a_caller_between_two_departments_is_asked_which(advisor, catalogue):
    advice = advisor(TORN).advise(saying("it's about the letter you sent"))
    assert advice.decision == Ask("cards", ("cards", "mortgages"))
    assert [choice.intent.id for choice in advice.choices] == ["card_not_arrived", "mortgage_rate"]
    assert advice.department == catalogue.departments["cards"]
    assert advice.script.handoff_note == ""


@pytest.mark.parametrize(
    ("reply", "department"), [("the first one", "cards"), ("two", "mortgages"), ("option 2 please", "mortgages")]
)
def test_the_option_a_caller_picks_is_where_they_go(advisor, reply, department):
    one = advisor(TORN)
    asked = one.advise(saying("the letter you sent"))
    advice = one.advise(saying(reply, question_id=asked.id))
    assert advice.decision == Transfer(department)
    assert advice.call.id == asked.call.id
    assert "the letter you sent" in advice.script.handoff_note


@pytest.mark.parametrize("reply", ["neither", "something else", "three"])
def test_a_caller_who_wants_none_of_the_options_gets_none_of_them(advisor, reply):
    one = advisor({"card_not_arrived": 0.75, "mortgage_rate": 0.2})
    asked = one.advise(saying("the letter you sent"))
    advice = one.advise(saying(reply, question_id=asked.id))
    assert advice.department.id not in ("cards", "mortgages")
    assert not isinstance(advice.decision, Ask)


def test_a_reply_in_the_callers_own_words_is_heard_together_with_the_reason(advisor):
    one = advisor(TORN)
    asked = one.advise(saying("the letter you sent"))
    one.advise(saying("it says my interest changes", question_id=asked.id))
    joined = one.model.heard[-1]
    assert "the letter you sent. it says my interest changes" in joined


def test_a_reply_that_begins_with_no_is_still_heard(advisor):
    one = advisor(TORN)
    asked = one.advise(saying("the letter you sent"))
    one.advise(saying("no I lost my card", question_id=asked.id))
    assert any("lost my card" in text for text in one.model.heard[-1])


@pytest.mark.parametrize("reply", ["well it's a bit of both really", "yes", "neither", "pardon"])
def test_nobody_is_asked_twice_at_one_hop(advisor, reply):
    one = advisor(TORN)
    asked = one.advise(saying("the letter you sent"))
    assert not isinstance(one.advise(saying(reply, question_id=asked.id)).decision, Ask)


def test_yes_to_a_question_with_one_option_leads_there(advisor):
    one = advisor({"card_not_arrived": 0.7})
    asked = one.advise(saying("the thing in the post"))
    assert asked.decision == Ask("cards", ("cards",))
    assert one.advise(saying("yes please", question_id=asked.id)).decision == Transfer("cards")


def test_a_question_of_another_call_or_of_none_is_refused(advisor):
    one = advisor(TORN)
    asked = one.advise(saying("the letter you sent", call_id="call-7"))
    told = one.advise(saying("two", question_id=asked.id, call_id="call-7"))
    with pytest.raises(UnknownQuestion, match="call-8"):
        one.advise(saying("two", question_id=asked.id, call_id="call-8"))
    for unknown in ("nothing", told.id):
        with pytest.raises(UnknownQuestion, match=unknown):
            one.advise(saying("two", question_id=unknown))


def test_a_department_that_was_dissolved_after_the_question_is_not_where_the_caller_goes(advisor, catalogue, journal):
    asked = advisor(TORN).advise(saying("the letter you sent"))
    smaller = replace(
        catalogue,
        departments={name: department for name, department in catalogue.departments.items() if name != "mortgages"},
        intents={name: intent for name, intent in catalogue.intents.items() if intent.department != "mortgages"},
    )
    advice = Advisor(smaller, ModelByHand(TORN), journal).advise(saying("two", question_id=asked.id))
    assert advice.department.id in smaller.departments


def test_an_answer_that_names_a_department_already_tried_does_not_lead_back_there(advisor):
    one = advisor(TORN)
    asked = one.advise(saying("the letter you sent"))
    advice = one.advise(saying("the second one", question_id=asked.id, tried=("mortgages",)))
    assert advice.department.id != "mortgages"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weights=st.lists(st.integers(0, 20), min_size=4, max_size=4),
    rest=st.integers(1, 20),
    tried=st.frozensets(st.sampled_from(FOUR_DEPARTMENTS)),
    at=st.sampled_from([TUESDAY_MORNING, SUNDAY_NIGHT]),
)
def test_every_answer_has_one_department_of_the_catalogue_that_was_not_tried(
    advisor, catalogue, weights, rest, tried, at
):
    beliefs = dict(zip(FOUR, (weight / (sum(weights) + rest) for weight in weights), strict=True))
    advice = advisor(beliefs).advise(saying("help me", tried=tuple(sorted(tried)), at=at))
    assert advice.department is catalogue.departments[advice.decision.department]
    assert advice.department.id not in tried
    assert not {choice.intent.department for choice in advice.choices} & tried
    assert not {other.department.id for other in advice.alternatives} & tried
    assert advice.script.say


@pytest.mark.parametrize("trouble", [make_read_only, take_away, empty, spoil])
def test_a_caller_is_answered_even_when_the_database_is_not(advisor, journal, tmp_path, caplog, trouble):
    one = advisor(SURE)
    trouble(journal, tmp_path)
    with caplog.at_level(logging.ERROR):
        advice = one.advise(saying("my card 4111 1111 1111 1111 has not come"))
    assert advice.decision == Transfer("cards")
    assert advice.id in caplog.text
    assert "4111 1111" not in caplog.text


@pytest.mark.parametrize("trouble", [take_away, empty, spoil])
def test_a_caller_who_was_passed_on_is_answered_even_when_the_record_cannot_be_looked_up(
    advisor, journal, tmp_path, trouble
):
    one = advisor({"card_not_arrived": 0.3, "loan_apply": 0.7})
    trouble(journal, tmp_path)
    advice = one.advise(saying("my loan", tried=("cards",), call_id="call-3"))
    assert advice.decision == Transfer("loans")
    assert advice.call.hops == 1


@pytest.mark.parametrize("trouble", [make_read_only, take_away, empty, spoil])
def test_a_caller_who_replies_is_answered_even_when_the_question_cannot_be_looked_up(
    advisor, journal, tmp_path, trouble
):
    asked = advisor(TORN).advise(saying("the letter you sent"))
    trouble(journal, tmp_path)
    one = advisor(SURE)
    advice = one.advise(saying("the plastic never turned up", question_id=asked.id, call_id=asked.call.id))
    assert advice.decision == Transfer("cards")
    assert any("the plastic never turned up" in text for texts in one.model.heard for text in texts)


def test_when_the_database_comes_back_answers_are_recorded_again(advisor, journal, tmp_path):
    one = advisor(SURE)
    away = tmp_path / "away"
    journal.engine.dispose()
    (tmp_path / "var").rename(away)
    one.advise(saying("my card"))
    away.rename(tmp_path / "var")
    advice = one.advise(saying("my card"))
    assert [row["id"] for row in recorded(journal)] == [advice.id]


class TestACallThatIsPassedOn:
    """The service remembers where a call has been, by its id, and what that says."""

    CALL = "call-9"

    @pytest.fixture
    def later(self):
        """Return a function that says something some seconds after the call began."""

        def saying_later(reason, seconds, **facts):
            received = TUESDAY_MORNING + timedelta(seconds=seconds)
            return saying(reason, call_id=self.CALL, received_at=received, **facts)

        return saying_later

    def test_the_department_that_sent_the_caller_back_is_not_offered_again(self, advisor, later):
        one = advisor({"card_not_arrived": 0.95, "loan_apply": 0.03})
        assert one.advise(later("my card", 0)).decision == Transfer("cards")
        back = one.advise(later("my card", 90))
        assert back.call.hops == 1
        assert back.call.tried == {"cards"}
        assert back.department.id != "cards"

    def test_the_next_script_is_sorry_sums_up_and_stays_on_the_line(self, advisor, later):
        one = advisor({"card_not_arrived": 0.5, "card_lost_or_stolen": 0.5})
        back = one.advise(later("my card", 0, tried=("cards",)))
        assert back.decision == Transfer("fraud")
        assert back.script.steps[0].stage == "apology"
        assert "warm" in [step.stage for step in back.script.steps]
        assert "our cards team" in back.script.handoff_note

    def test_a_failure_moves_belief_to_the_others_as_far_as_such_departments_are_reliable(self, advisor, later):
        one = advisor({"card_not_arrived": 0.94, "loan_apply": 0.06})
        one.advise(later("my card", 0))
        back = one.advise(later("my card", 90))
        assert back.department.id == "loans"
        assert back.confidence == pytest.approx(0.06 / (0.94 * 0.1 + 0.06), abs=0.02)

    def test_another_worker_knows_it_too(self, advisor, later, catalogue, tmp_path):
        advisor(SURE).advise(later("my card", 0))
        elsewhere = Journal(open_engine(f"sqlite:///{tmp_path / 'var' / 'advisor.sqlite'}"))
        back = Advisor(catalogue, ModelByHand(SURE), elsewhere).advise(later("my card", 90))
        assert back.call.tried == {"cards"}
        elsewhere.engine.dispose()

    def test_words_said_on_coming_back_are_heard_after_the_reason_so_that_nobody_repeats_their_story(
        self, advisor, later
    ):
        one = advisor(SURE)
        one.advise(later("my card is late", 0))
        back = one.advise(later("it was ordered in May", 90))
        assert ["my card is late. it was ordered in May"] in one.model.heard
        assert "my card is late" in back.script.handoff_note

    def test_news_of_being_passed_on_is_no_new_reason_and_is_believed_at_once(self, advisor, later):
        one = advisor({"card_not_arrived": 0.94, "loan_apply": 0.06})
        one.advise(later("my card is late", 0))
        back = one.advise(later("they couldn't help me", 5))
        assert back.call.hops == 1
        assert back.call.reason == "my card is late"
        assert one.model.heard[-1] == ["my card is late"]
        assert "You rang about a card that has not arrived" in back.script.steps[0].text

    def test_a_retry_of_any_request_gets_the_same_advice(self, advisor, later):
        one = advisor({"card_not_arrived": 0.5, "mortgage_rate": 0.45})
        requests = [("my letter", 0), ("it came today", 30), ("you useless idiot", 60)]
        for words, seconds in requests:
            first, again = (one.advise(later(words, moment)) for moment in (seconds, seconds + 1))
            assert (first.decision, first.script) == (again.decision, again.script), words

    def test_at_most_two_questions_are_asked_in_a_call_however_often_its_reason_is_repeated(self, advisor, later):
        one = advisor(dict.fromkeys(("card_not_arrived", "mortgage_rate", "loan_apply", "savings_open"), 0.2))
        asked = [one.advise(later("my letter", moment)).decision.action for moment in range(0, 400, 40)]
        assert asked.count("ask") <= 2

    def test_who_comes_back_from_the_front_desk_gets_the_person_who_owns_such_calls(self, advisor, later):
        one = advisor(LOST)
        assert one.advise(later("purple monkey", 0)).decision == Operator("front_desk")
        assert one.advise(later("purple monkey", 90)).decision == Operator("front_desk", owner=True)

    def test_danger_in_a_call_is_not_forgotten(self, advisor, later):
        one = advisor(SURE)
        assert one.advise(later("i want to kill myself", 0)).decision == Urgent("front_desk")
        after = one.advise(later("hello are you there", 30))
        assert after.decision == Operator("front_desk")
        assert "listen for whether anybody is in danger" in after.script.handoff_note

    def test_a_request_sent_again_at_once_gets_the_same_advice(self, advisor, later):
        one = advisor(SURE)
        first, again = one.advise(later("my card", 0)), one.advise(later("my card", 3))
        assert (again.decision, again.script, again.call.hops) == (first.decision, first.script, 0)

    def test_at_the_last_hop_one_named_person_owns_the_call(self, advisor, later, catalogue):
        beliefs = {"card_not_arrived": 0.4, "loan_apply": 0.3, "mortgage_rate": 0.2, "savings_open": 0.1}
        one = advisor(beliefs)
        tried = ("cards", "loans", "mortgages")
        advice = one.advise(later("my thing", 0, tried=tried))
        assert advice.decision == Operator("front_desk", owner=True)
        assert catalogue.organisation.owner.name in advice.script.say

    def test_what_was_promised_travels_with_the_call(self, advisor, later, catalogue):
        one = advisor({"card_not_arrived": 0.94, "loan_apply": 0.06})
        promised = catalogue.intents["card_not_arrived"].script["expectation"]
        one.advise(later("my card", 0))
        back = one.advise(later("my card", 90))
        told = one.advise(later("neither", 95, question_id=back.id)) if back.choices else back
        assert promised in told.script.handoff_note

    def test_departments_named_once_are_remembered_for_the_rest_of_the_call(self, advisor, later):
        one = advisor({"card_not_arrived": 0.5, "mortgage_rate": 0.4, "loan_apply": 0.1})
        asked = one.advise(later("the letter", 0, tried=("loans",)))
        advice = one.advise(later("something else", 8, question_id=asked.id))
        assert advice.call.tried == {"loans"}


def test_silence_after_a_question_leads_to_a_person_and_not_to_another_question(advisor):
    one = advisor(TORN)
    asked = one.advise(saying("the letter you sent"))
    advice = one.advise(saying("", hypotheses=(), question_id=asked.id))
    assert advice.decision == Operator("front_desk")
    assert "the letter you sent" in advice.script.handoff_note


def test_a_question_written_in_the_catalogue_is_asked_in_its_words_and_answered_in_its_order(
    advisor, catalogue, journal
):
    written = WrittenQuestion(("mortgages", "cards"), "Is it your home loan, or a card?", ("your home loan", "a card"))
    asking = replace(catalogue, questions=(written,))
    one = Advisor(asking, ModelByHand(TORN), journal)
    asked = one.advise(saying("the letter you sent"))
    assert asked.decision == Ask("cards", ("cards", "mortgages"))
    assert "Is it your home loan, or a card?" in asked.script.say
    assert [choice.label for choice in asked.choices] == ["your home loan", "a card"]
    assert one.advise(saying("the first one", question_id=asked.id)).decision == Transfer("mortgages")
    assert one.advise(saying("my home loan", question_id=asked.id)).decision == Transfer("mortgages")


class TestTheStateOfTheHouse:
    """What departments say of themselves now counts before what the catalogue says of them."""

    LATER = TUESDAY_MORNING + timedelta(hours=3)

    @pytest.fixture
    def advised(self, catalogue, journal):
        """Return a function that advises one call under live statuses."""

        def advise(*statuses, reason="my card", beliefs=SURE, **facts):
            known = {status.department: status for status in statuses}
            return Advisor(catalogue, ModelByHand(beliefs), journal, lambda: known).advise(saying(reason, **facts))

        return advise

    def status(self, department, **facts):
        usual = {"open": None, "wait_s": None, "incidents": (), "on_duty": "", "until": self.LATER}
        return LiveStatus(department, **usual | facts)

    def test_a_department_that_closed_early_rings_back_when_it_opens_again(self, advised):
        advice = advised(self.status("loans", open=False), beliefs={"loan_apply": 0.97})
        assert advice.decision == Callback("loans", self.LATER)

    def test_a_queue_of_now_is_told_and_not_the_usual_one(self, advised):
        advice = advised(self.status("cards", wait_s=420))
        assert advice.wait_s == 420
        assert "about seven minutes" in advice.script.say

    def test_nobody_is_sent_into_a_queue_that_is_too_long(self, advised):
        advice = advised(self.status("loans", wait_s=3600), beliefs={"loan_apply": 0.97})
        assert advice.decision == Callback("loans", TUESDAY_MORNING + timedelta(hours=1))

    def test_who_covers_for_a_long_queue_takes_the_call(self, advised):
        advice = advised(self.status("cards", wait_s=3600))
        assert advice.decision == Transfer("payments", instead_of="cards")
        assert not advice.is_closed
        assert "cover" in [step.stage for step in advice.script.steps]

    def test_a_known_incident_is_told_before_the_caller_asks_and_only_to_those_it_concerns(self, advised):
        late = Incident("The post is late this week.", TUESDAY_MORNING, self.LATER, frozenset(("card_not_arrived",)))
        told = advised(self.status("cards", incidents=(late,)))
        assert told.notices == ("The post is late this week.",)
        assert "The post is late this week." in told.script.say
        for other in ({"card_order": 0.97}, {"card_not_arrived": 0.5, "card_order": 0.49}, {"loan_apply": 0.97}):
            assert advised(self.status("cards", incidents=(late,)), beliefs=other).notices == ()

    def test_whoever_leads_the_shift_owns_a_call_that_was_passed_on_too_often(self, advised):
        tried = ("cards", "loans", "mortgages")
        advice = advised(self.status("front_desk", on_duty="Tom Reyes"), tried=tried)
        assert "Tom Reyes" in advice.script.say


def test_an_abusive_caller_is_warned_and_the_call_ends_only_if_it_goes_on(catalogue, journal):
    one = Advisor(catalogue, ModelByHand(SURE), journal)
    rude = "you are a useless idiot where is my card"
    warned = one.advise(saying(rude, call_id="call-5"))
    assert warned.decision == Transfer("cards")
    assert warned.script.steps[0].stage == "abuse"
    again = one.advise(saying(rude, call_id="call-5"))
    assert again.decision == Transfer("cards"), "a request that is sent again is no second abuse"
    ended = one.advise(saying("shut up you stupid cow", call_id="call-5"))
    assert ended.decision == End("front_desk")
    assert [step.stage for step in ended.script.steps] == ["end"]
