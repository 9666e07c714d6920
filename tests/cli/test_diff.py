"""`advisor diff` as a person runs it before a changed catalogue goes live."""

import json
import shutil

import pytest

from routing.services import shelf_of
from routing.settings import Settings

BANK = Settings().catalogue
GOLDEN = """\
reason,action,department,intent
my purse was stolen with my card in it,transfer,fraud,card_lost_or_stolen
what interest do you pay on savings,transfer,savings,savings_rate
"""


@pytest.fixture
def changed(tmp_path):
    """Return a function that copies the sample bank, with a small golden set, and changes one text in one file."""
    folder = tmp_path / "bank"
    shutil.copytree(BANK, folder, ignore=shutil.ignore_patterns("calls*.csv"))
    (folder / "golden.csv").write_text(GOLDEN, "utf-8")

    def change(file="scripts.yaml", old="", new=""):
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return change


def test_a_golden_call_that_is_right_no_longer_is_told_and_exits_with_1(advisor, changed):
    folder = changed("intents/savings.yaml", "department: savings", "department: accounts")

    done = advisor("diff", "live", folder)

    assert done.returncode == 1
    assert "2 calls: 1 the same, 0 changed, 1 broken, 0 mended, 0 wrong before and now" in done.stdout
    assert "Right before, wrong now:\n  golden.csv:3: what interest do you pay on savings\n" in done.stdout
    assert "    department: savings -> accounts\n" in done.stdout
    assert "expected transfer, savings, savings_rate; found transfer, accounts, savings_rate" in done.stdout


def test_the_way_back_mends_it_and_exits_with_0(advisor, changed):
    folder = changed("intents/savings.yaml", "department: savings", "department: accounts")

    done = advisor("diff", folder, "live", "--calls", folder / "golden.csv", "--json")

    figures = json.loads(done.stdout)
    assert done.returncode == 0
    assert (figures["calls"], figures["mended"], figures["broken"]) == (2, 1, 0)
    assert figures["differences"][0]["wrong_before"] == ["department"]


def test_changed_words_are_shown_once_for_all_the_calls_they_concern(advisor, changed):
    done = advisor("diff", "live", changed("scripts.yaml", "Hello", "Good day"))

    assert done.returncode == 0
    assert "0 the same, 2 changed" in done.stdout
    assert done.stdout.count("words of greet: Hello, ") == 1


def test_golden_calls_that_the_new_catalogue_no_longer_has_are_named(advisor, changed):
    done = advisor("diff", "live", changed())

    assert "No longer among the golden calls:\n  The card you sent me last week says" in done.stdout


@pytest.mark.parametrize("place", ["", Settings().models_url + "/"])
def test_a_model_version_is_known_by_name_and_by_folder(advisor, changed, place):
    version = shelf_of(Settings()).default().version

    done = advisor("diff", "live", f"{place}{version}", "--calls", changed() / "golden.csv")

    assert done.returncode == 0
    assert "2 calls: 2 the same" in done.stdout
    assert done.stdout.count(f"model {version}") == 2


def test_nothing_is_recorded(advisor, changed, tmp_path):
    assert advisor("diff", "live", changed()).returncode == 0
    assert not (tmp_path / "advisor.sqlite").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("live", "no-such"), "no-such: expected a catalogue's folder, a model version or 'live', found none"),
        (("live", "live", "--calls", "gone.csv"), "gone.csv: expected a file, found No such file or directory"),
    ],
)
def test_a_users_mistake_is_told_in_one_line(advisor, arguments, words):
    done = advisor("diff", *arguments)

    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_golden_set_without_calls_is_no_proof_and_says_so(advisor, changed):
    folder = changed()
    (folder / "golden.csv").write_text("reason,action,department,intent,at\n", "utf-8")

    done = advisor("diff", "live", folder)

    assert done.returncode == 1
    assert "golden.csv: expected calls to play, found only the column names; add some" in done.stderr


def test_a_fault_in_the_golden_set_is_told_with_its_line_also_by_the_catalogues_check(advisor, changed):
    folder = changed()
    (folder / "golden.csv").write_text(GOLDEN.replace("savings_rate", "savings_plan"), "utf-8")
    words = "golden.csv:3: intent: expected intent of the catalogue, found 'savings_plan'"

    assert words in advisor("diff", "live", folder).stderr
    assert words in advisor("catalogue", "check", folder).stderr
