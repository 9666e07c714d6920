"""`POST /v1/route`, as a telephone system meets it."""

import pytest

from routing.api.schemas import AdviceSchema

SUNDAY_NIGHT = "2026-11-22T23:30:00+00:00"
MONDAY_NOON = "2026-11-23T12:00:00+00:00"


def holds_null(value):
    if isinstance(value, dict):
        return any(holds_null(each) for each in value.values())
    if isinstance(value, list):
        return any(holds_null(each) for each in value)
    return value is None


@pytest.mark.parametrize(
    ("reason", "department"),
    [
        ("uh hi the machine ate my card", "branches"),
        ("somebody's nicked my purse with my cards in it", "fraud"),
        ("my mum passed away and she banked with you", "bereavement"),
        ("I WANT TO OPEN AN ISA", "savings"),
        ("how do I make a complaint about your staff?", "complaints"),
    ],
)
def test_a_clear_reason_is_put_through_to_the_one_department_that_can_finish_it(ask, reason, department):
    answer = ask(reason=reason, at=MONDAY_NOON)

    assert answer.status_code == 200
    assert answer.json["action"] == "transfer"
    assert answer.json["department"]["id"] == department


@pytest.mark.parametrize(
    "reason",
    [
        "I lost my card and I also want to ask about a mortgage",
        "I want to ask about a mortgage, oh and another thing, my card has been stolen",
    ],
)
def test_a_caller_with_two_reasons_goes_where_it_cannot_wait_and_the_colleague_learns_of_the_other(ask, reason):
    answer = ask(reason=reason, at=MONDAY_NOON).json

    assert (answer["action"], answer["department"]["id"]) == ("transfer", "fraud")
    assert (answer["second_reason"]["department"], answer["second_reason"]["name"]) == ("mortgages", "Mortgages")
    assert (
        f"Also rings about {answer['second_reason']['intent']['label']} (Mortgages)."
        in (answer["script"]["handoff_note"])
    )
    assert AdviceSchema().validate(answer) == {}


@pytest.mark.parametrize(
    ("reason", "department"),
    [
        ("I lost my card and I need a new one", "fraud"),
        ("my card was stolen and someone used it", "fraud"),
        ("I moved house and want to change my address", "accounts"),
        ("I don't want to close my account, I only want to change my address", "accounts"),
    ],
)
def test_one_reason_in_two_clauses_is_one_reason(ask, reason, department):
    answer = ask(reason=reason, at=MONDAY_NOON).json

    assert answer["department"]["id"] == department
    assert "second_reason" not in answer


def test_the_answer_is_what_its_schema_says_and_holds_no_null(ask):
    for reason in ("the machine ate my card", "it is about a payment", "blah"):
        answer = ask(reason=reason).json
        assert AdviceSchema().validate(answer) == {}
        assert not holds_null(answer)


def test_a_transfer_greets_says_back_tells_what_to_expect_and_asks_leave(ask):
    script = ask(reason="the machine ate my card", caller={"name": "Ms Okafor"}, at=MONDAY_NOON).json["script"]

    stages = [step["stage"] for step in script["steps"]]
    assert stages[:4] == ["greet", "say_back", "expectation", "transfer"]
    assert stages[4:] == ["hold", "back_from_hold", "close"]
    assert "Ms Okafor" in script["steps"][0]["text"]
    assert script["steps"][3]["text"] in script["say"]
    assert "Ms Okafor" in script["handoff_note"]
    assert "the machine ate my card" in script["handoff_note"]


def test_a_closed_department_is_never_promised_to_answer_in_minutes(ask):
    answer = ask(reason="the machine ate my card", at=SUNDAY_NIGHT).json

    assert (answer["action"], answer["department"]["id"]) == ("callback", "branches")
    assert answer["department"]["open"] is False
    assert answer["intent"]["id"] == "card_swallowed"
    assert answer["callback"] == {"at": "2026-11-23T08:00:00+00:00", "department": "branches"}
    assert "tomorrow at eight in the morning" in answer["script"]["say"]
    assert AdviceSchema().validate(answer) == {}
    assert "usually answer" not in answer["script"]["say"]
    assert answer["notices"][0].startswith("Branches and cash machines (extension 3200) is closed at this time")


def test_a_department_that_could_not_help_is_not_offered_again(ask):
    answer = ask(reason="the machine ate my card", tried=["branches"]).json

    assert answer["department"]["id"] != "branches"
    assert "branches" not in {other["department"] for other in answer["alternatives"]}
    assert answer["hops"] == 1
    assert "our branches and cash machines team" in answer["script"]["steps"][0]["text"]


def test_a_card_number_said_aloud_is_not_passed_on(ask):
    note = ask(reason="my card was stolen on the tram, 4111 1111 1111 1111").json["script"]["handoff_note"]

    assert "4111" not in note
    assert "[card number]" in note


def test_several_readings_of_a_recogniser_are_weighed(ask):
    readings = [{"text": "my cod was stolen", "confidence": 0.55}, {"text": "my card was stolen", "confidence": 0.45}]

    answer = ask(transcripts=readings)

    assert answer.status_code == 200
    assert answer.json["department"]["id"] == "fraud"


def test_the_words_that_weighed_most_are_named(ask):
    because = ask(reason="I need an appointment at the branch in Leeds").json["because"]

    assert "appointment" in {word["text"] for word in because}
    assert all(0 < word["weight"] <= 1 for word in because)
    assert [word["weight"] for word in because] == sorted((word["weight"] for word in because), reverse=True)


def test_the_same_reason_gets_the_same_advice_in_every_channel(ask):
    answers = [
        ask(reason="my wages have not come in", channel=channel, at=MONDAY_NOON).json for channel in ("ivr", "web")
    ]

    assert answers[0]["department"] == answers[1]["department"]
    assert answers[0]["confidence"] == answers[1]["confidence"]
    assert answers[0]["script"] == answers[1]["script"]


class TestAQuestion:
    """Between departments that are about equally likely the advisor asks, once."""

    REASON = "my payment has not gone through"

    @pytest.fixture
    def asked(self, ask):
        answer = ask(reason=self.REASON, at=MONDAY_NOON).json
        assert answer["action"] == "ask"
        return answer

    def test_lists_up_to_three_departments_with_numbers_to_press(self, asked):
        options = asked["question"]["options"]

        assert [option["number"] for option in options] == list(range(1, len(options) + 1))
        assert 1 <= len({option["department"] for option in options}) == len(options) <= 3
        assert "front_desk" not in {option["department"] for option in options}
        assert asked["question"]["text"] in asked["script"]["say"]

    @pytest.mark.parametrize("reply", ["2", "the second one please", "number two"])
    def test_is_answered_by_a_number(self, ask, asked, reply):
        answer = ask(reason=reply, question_id=asked["question"]["id"], at=MONDAY_NOON).json

        assert answer["action"] == "transfer"
        assert answer["department"]["id"] == asked["question"]["options"][1]["department"]
        assert answer["call_id"] == asked["call_id"]

    def test_is_answered_in_the_callers_own_words(self, ask, asked):
        answer = ask(reason="there is a card payment on there i never made", question_id=asked["question"]["id"]).json

        assert (answer["action"], answer["department"]["id"]) == ("transfer", "fraud")
        assert self.REASON in answer["script"]["handoff_note"]

    def test_answered_with_neither_leads_to_a_person_and_not_to_a_second_question(self, ask, asked):
        answer = ask(reason="neither of those", question_id=asked["question"]["id"]).json

        assert (answer["action"], answer["department"]["id"]) == ("operator", "front_desk")

    def test_is_not_asked_twice(self, ask, asked):
        answer = ask(reason="well it's just about my payment", question_id=asked["question"]["id"]).json

        assert answer["action"] != "ask"

    def test_of_another_call_is_refused(self, ask, asked):
        answer = ask(reason="2", question_id=asked["question"]["id"], call_id="another-call")

        assert answer.status_code == 422
        assert answer.json["errors"][0]["field"] == "question_id"


def test_the_same_call_is_not_asked_again_and_again(ask):
    vague = ("please cancel my card", "cancel the card please", "I said cancel my card")
    actions = [ask(reason=reason, call_id="one-call", at=MONDAY_NOON).json["action"] for reason in vague]

    assert actions.count("ask") <= 1


def test_a_request_sent_again_gets_the_same_answer(ask):
    first, again = (
        ask(reason="my payment has not gone through", call_id="sent-twice", at=MONDAY_NOON).json for _ in "12"
    )

    assert (first["action"], first["script"]) == (again["action"], again["script"])


def test_danger_gets_a_person_and_no_menu(ask):
    answer = ask(reason="i want to kill myself i owe so much money").json

    assert (answer["action"], answer["department"]["id"]) == ("urgent", "front_desk")
    assert [step["stage"] for step in answer["script"]["steps"]] == ["safety"]


def test_a_caller_passed_on_three_times_keeps_what_is_known_of_their_call(ask):
    answer = ask(reason="card stolen", tried=["cards", "accounts", "payments"]).json

    assert (answer["action"], answer["department"]["id"]) == ("operator", "front_desk")
    assert "Priya Nair" in answer["script"]["say"]
    assert answer["intent"]["id"] == "card_lost_or_stolen"
    assert "a lost or stolen card" in answer["script"]["handoff_note"]
