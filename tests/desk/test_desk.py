"""The receptionist's page, without JavaScript: type, read, say."""

import html
import re

import pytest

from routing.services import services


@pytest.fixture
def type_in(client):
    return lambda **fields: client.post("/", data=fields)


def text_of(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))))


def test_the_page_opens_ready_to_type(client):
    page = client.get("/")

    assert page.status_code == 200
    assert "autofocus" in page.get_data(as_text=True)
    assert "<script" not in page.get_data(as_text=True)
    assert "Larkfield Bank" in text_of(page)


def test_a_reason_shows_department_extension_words_to_say_and_likely_questions(type_in, catalogue):
    page = text_of(type_in(reason="gentleman had his wallet and bank card stolen on the train", name="Mr Baptiste"))

    assert "Fraud desk 2200" in page
    assert "Mr Baptiste" in page
    assert catalogue.intents["card_lost_or_stolen"].script["say_back"] in page
    assert "Tell your colleague" in page
    assert catalogue.intents["card_lost_or_stolen"].follow_ups[0].question in page


def test_a_second_reason_is_shown_with_its_department(type_in):
    page = text_of(type_in(reason="lost her card and she also wants to ask about a mortgage"))

    assert "Fraud desk 2200" in page
    assert "Then applying for a mortgage (Mortgages)" in page


def test_a_question_offers_its_answers_as_buttons_that_lead_on(client, type_in):
    page = type_in(reason="my payment has not gone through").get_data(as_text=True)
    question = re.search(r'name="question_id" value="([^"]+)"', page).group(1)
    buttons = re.findall(r'<button name="reason" value="([^"]+)"', page)

    assert buttons[:2] == ["1", "2"]
    assert buttons[-1] == "neither"
    assert "a bank transfer" in page
    assert "About a transfer that did not reach the other person" in text_of(
        client.post("/", data={"reason": "2", "question_id": question})
    )


def test_departments_that_had_the_caller_stay_ticked_and_are_not_offered(type_in):
    page = type_in(reason="the machine ate my card", tried="branches")

    assert 'value="branches" checked' in page.get_data(as_text=True)
    assert "Branches and cash machines 3200" not in text_of(page)


@pytest.mark.parametrize("reason", ["", "   ", "a" * 2001])
def test_what_cannot_be_read_is_told_beside_the_field_and_nothing_typed_is_lost(type_in, reason):
    page = type_in(reason=reason, name="Mrs Iqbal")

    assert page.status_code == 422
    assert 'role="alert"' in page.get_data(as_text=True)
    assert "Mrs Iqbal" in page.get_data(as_text=True)
    assert reason.strip() in page.get_data(as_text=True)


def test_what_a_caller_says_cannot_become_part_of_the_page(type_in):
    page = type_in(reason="<script>alert(1)</script> my card is lost", name='"><b>x').get_data(as_text=True)

    assert "<script>" not in page
    assert "<b>x" not in page


def test_what_a_receptionist_needs_stands_in_the_order_it_is_needed(type_in):
    page = text_of(type_in(reason="my card was stolen on the train", name="Mr Baptiste", agent="Tom"))
    places = [page.index(words) for words in ("Fraud desk 2200", "Say ", "Tell your colleague", "The caller may ask")]

    assert places == sorted(places)
    assert "Tom speaking" in page
    assert page.index("To put the caller on hold") > places[-1]


def test_a_caller_who_is_back_is_one_press_away_from_the_next_department(client, type_in):
    page = type_in(reason="my card was stolen on the train", name="Mr Baptiste").get_data(as_text=True)
    form = re.search(r'<form[^>]*class="back">(.*?)</form>', page, re.DOTALL).group(1)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    back = text_of(client.post("/", data={name: html.unescape(value) for name, value in fields.items()}))

    assert fields["tried"] == "fraud"
    assert "I'm sorry you've been passed on, Mr Baptiste." in back
    assert "Fraud desk 2200" not in back


def test_a_caller_who_does_not_answer_is_one_press_away_from_a_person(client, type_in):
    page = type_in(reason="my payment has not gone through").get_data(as_text=True)
    question = re.search(r'name="question_id" value="([^"]+)"', page).group(1)
    silent = text_of(client.post("/", data={"reason": "", "question_id": question}))

    assert '<button name="reason" value="">no answer</button>' in page
    assert "Front desk 1000" in silent


def noted_form(page):
    """Return the hidden fields of the form that asks where the call ended."""
    form = re.search(r'<form[^>]*class="outcome">(.*?)</form>', page.get_data(as_text=True), re.DOTALL).group(1)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def kept(app, call_id):
    with app.app_context():
        return [each.row for each in services().calls.of_call(call_id)]


def test_a_receptionist_says_where_a_call_ended_and_it_labels_what_the_caller_said(app, client, type_in):
    fields = noted_form(type_in(reason="my card was stolen on the train", agent="Tom"))
    page = client.post("/outcome", data=fields | {"ended": "cards"})

    (row,) = kept(app, fields["call_id"])
    assert "Noted: the last call ended at Cards." in text_of(page)
    assert (row.reason, row.department, row.source, row.agent) == (
        "my card was stolen on the train",
        "cards",
        "desk",
        "Tom",
    )


def test_a_call_that_was_not_for_us_is_noted_as_out_of_scope(app, client, type_in):
    fields = noted_form(type_in(reason="is that the dentist?"))

    assert client.post("/outcome", data=fields | {"ended": "out_of_scope"}).status_code == 200
    assert [row.intent for row in kept(app, fields["call_id"])] == ["out_of_scope"]


def test_an_outcome_that_names_no_department_is_refused_and_nothing_is_kept(app, client, type_in):
    fields = noted_form(type_in(reason="my card was stolen on the train"))
    page = client.post("/outcome", data=fields | {"ended": "astrology"})

    assert page.status_code == 422
    assert "astrology" in text_of(page)
    assert kept(app, fields["call_id"]) == []


def test_while_a_question_is_open_nobody_is_asked_where_the_call_ended(type_in):
    assert "Where did this call end?" not in text_of(type_in(reason="my payment has not gone through"))
