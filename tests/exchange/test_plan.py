"""A mapping file says how a list is meant; other names of intents and departments become their ids."""

from zoneinfo import ZoneInfo

import pytest

from routing.errors import BadCatalogue, BadFile
from routing.exchange.plan import labels, read_mapping

FULL = """\
columns:
  reason: What the caller wanted
  occurred_at: Opened
labels:
  Lost card: card_lost_or_stolen
  "42": fraud
day_first: yes
time_zone: Europe/Dublin
source: crm
"""


def test_a_mapping_file_keeps_every_option(tmp_path):
    path = tmp_path / "crm.yaml"
    path.write_text(FULL)

    assert read_mapping(path) == {
        "columns": {"reason": "What the caller wanted", "occurred_at": "Opened"},
        "labels": {"Lost card": "card_lost_or_stolen", "42": "fraud"},
        "day_first": True,
        "time_zone": ZoneInfo("Europe/Dublin"),
        "source": "crm",
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("columns: [reason]\n", "crm.yaml:1: columns: "),
        ("columns:\n  reason: Words\ncolums: {}\n", "crm.yaml:3: colums: expected no such field"),
        ("time_zone: Mars\n", "crm.yaml:1: time_zone: expected a time zone"),
        ("day_first: perhaps\n", "crm.yaml:1: day_first: "),
        ("labels:\n  a: b\n  a: c\n", "crm.yaml:3: a: expected each key once"),
        ("- reason\n", "crm.yaml:1: document: "),
    ],
)
def test_a_fault_of_a_mapping_file_is_told_with_its_line_and_field(tmp_path, text, fault):
    path = tmp_path / "crm.yaml"
    path.write_text(text)

    with pytest.raises(BadCatalogue) as refused:
        read_mapping(path)
    assert refused.value.faults[0].startswith(fault)


def test_ids_and_the_catalogues_own_names_need_no_mapping(catalogue):
    found = labels(catalogue, {})

    for intent in catalogue.intents.values():
        assert found.intent(intent.id) == intent.id
    for department in catalogue.departments.values():
        assert found.department(department.id) == department.id
        assert found.department(department.name.upper()) == department.id
    assert found.intent("Card lost or stolen") == "card_lost_or_stolen"
    assert found.intent("Out of scope") == "out_of_scope"


def test_other_names_become_ids_and_unknown_ones_stay(catalogue):
    found = labels(catalogue, {"Lost card": "card_lost_or_stolen", "Team 7": "fraud", "Junk": "out_of_scope"})

    assert found.intent("LOST  CARD") == "card_lost_or_stolen"
    assert found.department("team-7") == "fraud"
    assert found.intent("junk") == "out_of_scope"
    assert found.intent("Team 7") == "Team 7"
    assert found.department("Lost card") == "Lost card"


def test_a_name_for_what_the_catalogue_does_not_have_is_refused_with_what_is_near(catalogue):
    with pytest.raises(BadFile, match=r"label 'Lost': .* found 'card_lost'; nearest .*card_lost_or_stolen"):
        labels(catalogue, {"Lost": "card_lost"})
