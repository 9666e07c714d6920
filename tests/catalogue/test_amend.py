"""An intent is added to files that people have written, and all that they wrote stays."""

import csv
import re

import pytest
import yaml

from routing.catalogue import amend
from routing.catalogue.draft import DraftIntent
from routing.catalogue.read import read_catalogue
from routing.errors import BadCatalogue

NEW = DraftIntent("ebooks", "e-books", "lending", examples=("how do I read e-books: on a tablet?", "e-books"))
FORMS = {
    "as it is": lambda text: text,
    "without a line end": lambda text: text.rstrip("\n"),
    "with comments after it": lambda text: text + "\n# the end\n",
    "with the list further to the right": lambda text: re.sub(r"(?m)^(?=[- ])", "  ", text),
    "with the department last": lambda text: text.replace("department: lending\n", "") + "department: lending\n",
    "with line ends of Windows": lambda text: text.replace("\n", "\r\n"),
}


@pytest.fixture(autouse=True)
def calls(folder):
    """The file of labelled calls, of one call."""
    path = folder / "calls.csv"
    path.write_text("reason,intent,style\nlend me a book,renew_loan,short\n", "utf-8")
    return path


@pytest.mark.parametrize("form", FORMS)
def test_an_intent_is_the_last_of_its_list_and_every_line_before_stays(folder, form):
    path = folder / "intents" / "lending.yaml"
    given = FORMS[form](path.read_text("utf-8"))
    path.write_bytes(given.encode())
    before = read_catalogue(folder)

    changed, text = amend.with_intent(folder, NEW, before.departments["lending"])
    amend.write({changed: text})
    after = read_catalogue(folder)

    assert changed == path
    assert set(after.intents) == {*before.intents, "ebooks"}
    assert {name: after.intents[name] for name in before.intents} == dict(before.intents)
    assert after.intents["ebooks"].synonyms == NEW.examples
    former, now = given.splitlines(), text.splitlines()
    assert [line for line in now if line in former] == former
    assert [each["id"] for each in yaml.safe_load(text)["intents"]][-1] == "ebooks"
    assert ("\r\n" in text) == ("\r\n" in given)


def test_a_department_without_intents_gets_a_file(folder):
    before = read_catalogue(folder)

    path, text = amend.with_intent(folder, DraftIntent("map", "a map", "welcome"), before.departments["welcome"])
    amend.write({path: text})

    assert path.name == "welcome.yaml"
    assert read_catalogue(folder).intents["map"].department == "welcome"


def test_a_list_in_one_line_is_not_guessed_at(folder):
    path = folder / "intents" / "lending.yaml"
    path.write_text(f"department: lending\nintents: {yaml.safe_load(path.read_text('utf-8'))['intents']}\n", "utf-8")

    with pytest.raises(BadCatalogue, match=r"intents/lending.yaml:2: intents: expected a list with one - for each"):
        amend.with_intent(folder, NEW, read_catalogue(folder).departments["lending"])


@pytest.mark.parametrize("head", ["reason,intent,style\n", "intent,reason", "\ufeffreason,intent,department\r\n"])
def test_calls_are_added_in_the_columns_that_the_file_has(folder, calls, head):
    calls.write_bytes(head.encode())

    changed, text = amend.with_calls(folder, ['a "quoted", long one', "short"], "ebooks")
    amend.write({changed: text})

    with calls.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["reason"], row["intent"]) for row in csv.DictReader(file)]
    assert rows == [('a "quoted", long one', "ebooks"), ("short", "ebooks")]
    assert text.startswith(head)


def test_calls_without_the_column_they_need_are_refused(folder, calls):
    calls.write_text("reason,department\n", "utf-8")

    with pytest.raises(BadCatalogue, match="expected the columns reason and intent, found reason, department"):
        amend.with_calls(folder, ["x"], "ebooks")


def test_all_files_are_written_or_none(folder, calls):
    former, files = calls.read_bytes(), sorted(folder.iterdir())
    blocked = folder / "intents" / "lending.yaml"
    blocked.unlink()
    (blocked / "in the way").mkdir(parents=True)

    with pytest.raises(BadCatalogue, match="expected a file that can be written"):
        amend.write({folder / "fresh.csv": "new", calls: "other", blocked: "text"})

    assert calls.read_bytes() == former
    assert sorted(folder.iterdir()) == files
    assert list((folder / "intents").iterdir()) == [blocked]
