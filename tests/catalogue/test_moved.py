"""What was renamed or removed is written down once, checked, and followed wherever an old id turns up."""

from dataclasses import replace

import pytest

from routing.catalogue.read import digest, read_catalogue
from routing.errors import BadCatalogue
from routing.hearing import hear
from routing.text.model import Hypothesis


@pytest.fixture
def moved(folder):
    """Return a function that writes `moved.yaml` and gives back the folder."""

    def write(text):
        (folder / "moved.yaml").write_text(text, encoding="utf-8")
        return folder

    return write


def test_an_old_id_leads_to_todays_through_all_its_renamings(moved):
    catalogue = read_catalogue(
        moved(
            "intents: {gone_book: missing_book, missing_book: lost_book, fines: none}\n"
            "departments: {loans: lending, kiosk: none}\n"
        )
    )
    names = ("gone_book", "missing_book", "lost_book", "fines", "never_there")
    assert [catalogue.current_intent(name) for name in names] == ["lost_book", "lost_book", "lost_book", "", ""]
    departments = ("loans", "lending", "kiosk", "never_there")
    assert [catalogue.current_department(name) for name in departments] == ["lending", "lending", "", ""]


def test_without_the_file_every_id_is_its_own(folder):
    catalogue = read_catalogue(folder)
    assert all(catalogue.current_intent(name) == name for name in catalogue.intents)
    assert all(catalogue.current_department(name) == name for name in catalogue.departments)


def test_moves_are_part_of_what_names_the_catalogue(moved):
    assert digest(moved("intents: {fines: none}\n")) != digest(moved("intents: {fines: lost_book}\n"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("intents: {lost_book: renew_loan}\n", "moved.yaml:1: intents.lost_book: expected an id that the catalogue"),
        ("intents:\n  old: newer\n", "moved.yaml:2: intents.old: expected one of the catalogue's intents or none"),
        ("departments: {old: lost_book}\n", "departments.old: expected one of the catalogue's departments or none"),
        ("intents: {a: b, b: a}\n", "moved.yaml:1: intents.a: expected to end at one of the catalogue's intents"),
        ("intents: {a: a}\n", "found a circle through a"),
        ("intent: {a: b}\n", "moved.yaml:1: intent"),
        ("intents: {Old Id: none}\n", "expected lower-case letters"),
    ],
)
def test_a_fault_is_told_with_file_line_and_field(moved, text, words):
    with pytest.raises(BadCatalogue) as bad:
        read_catalogue(moved(text))
    assert any(words in fault for fault in bad.value.faults), bad.value.faults


def test_a_model_that_knows_an_intents_old_id_is_heard_as_todays(catalogue, small_model):
    lost = catalogue.intents["card_lost_or_stolen"]
    intents = {name: intent for name, intent in catalogue.intents.items() if name != lost.id}
    renamed = replace(
        catalogue,
        intents=intents | {"card_gone": replace(lost, id="card_gone")},
        moved_intents={lost.id: "card_gone"},
    )
    said = (Hypothesis("somebody stole my debit card on the bus"),)

    before, after = hear(small_model, catalogue, said).belief, hear(small_model, renamed, said).belief

    assert after.intents["card_gone"] == pytest.approx(before.intents[lost.id])
    assert after.ranked() == before.ranked()
