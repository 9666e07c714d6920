"""A new catalogue is whole from the first day, and never written over another."""

import csv
import re
from dataclasses import replace
from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from routing.catalogue.draft import Draft, DraftDepartment, DraftIntent, identifier, new_front_desk, spoken
from routing.catalogue.golden import read_golden
from routing.catalogue.missing import lacking_to_serve, lacking_to_train
from routing.catalogue.read import read_catalogue
from routing.catalogue.schemas import IDENTIFIER, STAGES
from routing.catalogue.starter import write_catalogue
from routing.errors import BadCatalogue

WASTE = DraftDepartment("waste", "Waste", extension="2100", hours={"mon-fri": "09:00-17:00"})
BIN = DraftIntent("missed_bin", "a missed bin", "waste", examples=("nobody came",) * 5)
SOFA = DraftIntent("bulky_waste", "bulky waste", "waste")
DRAFT = Draft(
    name="Harbour: Town & Hall #1",
    country="NO",
    time_zone="Europe/Oslo",
    front_desk="front_desk",
    departments={"waste": WASTE, "front_desk": new_front_desk()},
    intents={"missed_bin": BIN, "bulky_waste": SOFA},
    out_of_scope=("is this the dentist",) * 5,
)


def test_what_is_written_is_a_catalogue_that_can_be_read(tmp_path):
    write_catalogue(DRAFT, tmp_path / "new")
    catalogue = read_catalogue(tmp_path / "new")

    assert catalogue.organisation.name == DRAFT.name
    assert catalogue.organisation.country == "NO"
    assert catalogue.front_desk.hours.always
    assert catalogue.departments["waste"].extension == "2100"
    assert set(catalogue.script) == set(STAGES)
    assert catalogue.intents["missed_bin"].synonyms == ("nobody came",) * 5
    assert read_golden(tmp_path / "new" / "golden.csv", catalogue) == []


def test_the_starter_has_good_words_for_every_stage_and_names_the_standards_they_serve():
    text = files("routing.catalogue").joinpath("starter", "scripts.yaml").read_text("utf-8")
    named = set(re.findall(r"\w+", text[: text.index("`serves`")]))

    for stage, content in yaml.safe_load(text).items():
        environment = ImmutableSandboxedEnvironment()
        assert meta.find_undeclared_variables(environment.parse(content["words"])) <= named, stage
        assert re.match(r"\{%|[A-Z]|\{\{", content["words"]), stage
        assert content["serves"], stage
        assert all(re.fullmatch(r"S([1-9]|1[0-7])", standard) for standard in content["serves"]), stage


def test_the_example_calls_stand_in_calls_csv_with_those_out_of_scope(tmp_path):
    write_catalogue(DRAFT, tmp_path)
    with (tmp_path / "calls.csv").open(encoding="utf-8", newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]

    assert rows == [("nobody came", "missed_bin")] * 5 + [("is this the dentist", "out_of_scope")] * 5


def test_a_folder_with_files_in_it_is_left_as_it_is(tmp_path):
    (tmp_path / "letter.txt").write_text("keep me", "utf-8")

    with pytest.raises(BadCatalogue, match="expected a new or an empty folder, found files in it; name another"):
        write_catalogue(DRAFT, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    (tmp_path / "new").write_text("keep me", "utf-8")
    with pytest.raises(BadCatalogue, match="expected a new or an empty folder, found a file"):
        write_catalogue(DRAFT, tmp_path / "new")


def test_what_is_needed_most_is_told_first():
    few = replace(BIN, id="few", examples=("a", "b", "c"))
    one = replace(BIN, id="one", examples=("a",))
    draft = replace(DRAFT, intents={"few": few, "one": one, "missed_bin": BIN}, out_of_scope=())

    assert [line.partition(";")[0] for line in lacking_to_train(draft, 5, 5)] == [
        "calls.csv: one has 1 call and needs 4 more",
        "calls.csv: few has 3 calls and needs 2 more",
        "calls.csv: out_of_scope has no call",
    ]


def test_a_catalogue_that_can_train_lacks_nothing_to_train():
    assert list(lacking_to_train(replace(DRAFT, intents={"a": BIN, "b": BIN}), 5, 5)) == []


def test_what_a_person_must_still_write_is_named():
    bare = replace(DRAFT, departments=DRAFT.departments | {"parks": DraftDepartment("parks", "Parks")})
    told = "\n".join(lacking_to_serve(bare))

    assert "extension to be written for front_desk, parks" in told
    assert "hours to be checked for parks;" in told
    assert "nothing leads to parks yet" in told
    assert "say_back and expectation to be written for 2 intents" in told
    assert "golden.csv" in told


@given(st.text(min_size=1, max_size=100).filter(str.strip))
def test_every_name_gets_an_id_that_the_catalogue_takes(name):
    IDENTIFIER(identifier(name, "intent"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Cards", "our cards team"),
        ("IT", "our IT team"),
        ("Fraud desk", "our fraud desk"),
        ("eBanking", "our eBanking team"),
    ],
)
def test_a_department_is_spoken_of_as_a_person_would(name, said):
    assert spoken(name) == said
