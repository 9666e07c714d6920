"""A sound catalogue becomes domain objects; a malformed one is refused by file, line and field."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from routing.catalogue.read import digest, read_catalogue
from routing.domain.catalogue import Costs, Owner, WrittenQuestion
from routing.domain.hours import Span
from routing.domain.intent import FollowUp, Urgency
from routing.domain.margins import Floors, Margins
from routing.errors import BadCatalogue

ORGANISATION, DEPARTMENTS, SCRIPTS, LENDING = (
    "organisation.yaml",
    "departments.yaml",
    "scripts.yaml",
    "intents/lending.yaml",
)
OFFICE = 'hours: {mon-fri: "09:00-17:30", sat: "10:00-24:00"}'

MALFORMED = [
    # an organisation
    (ORGANISATION, "max_hops: 3", "max_hops: 3\ncolour: red", "organisation.yaml:8: colour: expected no such field"),
    (ORGANISATION, "name: Harbour Library\n", "", "organisation.yaml:1: name: expected this field, found none"),
    (ORGANISATION, "name: Harbour Library", 'name: "  "', "organisation.yaml:2: name: expected text"),
    (ORGANISATION, "name: Harbour Library", "name: [Harbour]", "organisation.yaml:2: name: "),
    (ORGANISATION, "id: harbour", "id: Harbour Library", "organisation.yaml:1: id: expected lower-case letters"),
    (ORGANISATION, "country: GB", "country: NO", "organisation.yaml:3: country: "),
    (ORGANISATION, "country: GB", "country: Britain", "organisation.yaml:3: country: expected a country code"),
    (ORGANISATION, "Europe/London", "Europe/Atlantis", "organisation.yaml:5: time_zone: expected a time zone"),
    (ORGANISATION, "Europe/London", "../../etc/passwd", "organisation.yaml:5: time_zone: expected a time zone"),
    (ORGANISATION, "Europe/London", "Europe", "organisation.yaml:5: time_zone: expected a time zone"),
    (ORGANISATION, "Europe/London", "''", "organisation.yaml:5: time_zone: expected a time zone"),
    (ORGANISATION, "Europe/London", "2", "organisation.yaml:5: time_zone: expected a time zone"),
    (ORGANISATION, "Europe/London", "[Europe/London]", "organisation.yaml:5: time_zone: expected a time zone"),
    (ORGANISATION, "front_desk: welcome", "front_desk: hall", "organisation.yaml:6: front_desk: expected a department"),
    (ORGANISATION, "max_hops: 3", "max_hops: three", "organisation.yaml:7: max_hops: "),
    (ORGANISATION, "max_hops: 3", "max_hops: 2.5", "organisation.yaml:7: max_hops: "),
    (ORGANISATION, "max_hops: 3", "max_hops: 3\ngate: {department: 1.5}", "organisation.yaml:8: gate.department: "),
    (ORGANISATION, "max_hops: 3", "max_hops: 3\ngate: {intents: 0.1}", "organisation.yaml:8: gate.intents: "),
    (ORGANISATION, "max_hops: 3", "max_hops: 3\ngate: {size_ratio: 0.5}", "organisation.yaml:8: gate.size_ratio: "),
    (ORGANISATION, "max_hops: 3", "max_hops: 3\ngate: {floors: {golden: -1}}", "organisation.yaml:8: gate.floors."),
    (ORGANISATION, "max_hops: 3", "max_hops: 0", "organisation.yaml:7: max_hops: "),
    (ORGANISATION, "question_s: 10", "question_s: soon", "organisation.yaml:10: costs.question_s: "),
    (ORGANISATION, "question_s: 10", "question_s: -1", "organisation.yaml:10: costs.question_s: "),
    (ORGANISATION, "question_s: 10", "question_s: .nan", "organisation.yaml:10: costs.question_s: "),
    (ORGANISATION, "question_s: 10", "question: 10", "organisation.yaml:10: costs.question: expected no such field"),
    (ORGANISATION, '"112"', '"911"', "organisation.yaml:12: emergency_number: expected the emergency number of GB"),
    (ORGANISATION, "name: Ada Pike, ", "", "organisation.yaml:13: owner.name: expected this field, found none"),
    (ORGANISATION, "country: GB", "id: GB", "organisation.yaml:3: id: expected each key once"),
    # departments
    (DEPARTMENTS, "  name: Lending", "  nom: Lending", "departments.yaml:9: 1.nom: expected no such field"),
    (DEPARTMENTS, 'extension: "2000"', "extension: 2000", "departments.yaml:11: 1.extension: "),
    (DEPARTMENTS, 'extension: "2000"', 'extension: "20 00"', "departments.yaml:11: 1.extension: expected a telephone"),
    (DEPARTMENTS, "typical_wait_s: 120", "typical_wait_s: soon", "departments.yaml:14: 1.typical_wait_s: "),
    (DEPARTMENTS, "typical_wait_s: 120", "typical_wait_s: -1", "departments.yaml:14: 1.typical_wait_s: "),
    (DEPARTMENTS, "id: lending", "id: welcome", "departments.yaml:8: 1.id: expected each department once"),
    (DEPARTMENTS, "id: lending", "id: [lending]", "departments.yaml:8: 1.id: "),
    (DEPARTMENTS, "  spoken: our lending team", "  id: lending", "departments.yaml:10: id: expected each key once"),
    # opening hours
    (DEPARTMENTS, "09:00-17:30", "9:00-17:30", "departments.yaml:13: 1.hours.mon-fri: expected times"),
    (DEPARTMENTS, "09:00-17:30", "09:00-09:00", "departments.yaml:13: 1.hours.mon-fri: expected times"),
    (DEPARTMENTS, "09:00-17:30", "09:00-25:00", "departments.yaml:13: 1.hours.mon-fri: expected times"),
    (DEPARTMENTS, "09:00-17:30", "09:60-17:30", "departments.yaml:13: 1.hours.mon-fri: expected times"),
    (DEPARTMENTS, "09:00-17:30", "24:00-24:00", "departments.yaml:13: 1.hours.mon-fri: expected times"),
    (DEPARTMENTS, "09:00-17:30", "all day", "departments.yaml:13: 1.hours.mon-fri: expected times"),
    (DEPARTMENTS, '"09:00-17:30"', "[9, 17]", "departments.yaml:13: 1.hours.mon-fri: expected times"),
    (DEPARTMENTS, "mon-fri", "mon-fry", "departments.yaml:13: 1.hours.mon-fry: expected a day or days"),
    (DEPARTMENTS, "mon-fri", "fri-mon", "departments.yaml:13: 1.hours.fri-mon: expected a day or days"),
    (DEPARTMENTS, "mon-fri", "mon-sat", "departments.yaml:13: 1.hours: expected each day once, found sat"),
    (DEPARTMENTS, "mon-fri", "1", "departments.yaml:13: 1.hours.1: expected a day or days"),
    (DEPARTMENTS, "hours: always", "hours: never", 'departments.yaml:6: 0.hours: expected "always" or days'),
    (DEPARTMENTS, "hours: always", "hours: {}", 'departments.yaml:6: 0.hours: expected "always" or days'),
    (DEPARTMENTS, OFFICE, "hours:", "departments.yaml:13: 1.hours: "),
    # scripts
    (SCRIPTS, "cover:", "covers:", "scripts.yaml:40: covers: expected no such field"),
    (SCRIPTS, "They are closed and open again {{ opens }}.", "''", "scripts.yaml:41: cover.words: expected"),
    (SCRIPTS, "They are closed and open again {{ opens }}.", "12", "scripts.yaml:41: cover.words: "),
    (SCRIPTS, "cover:", "greet:", "scripts.yaml:40: greet: expected each key once"),
    (SCRIPTS, "{{ opens }}", "{{ opening }}", "scripts.yaml:41: cover.words: "),
    (SCRIPTS, "{{ opens }}", "{{ opens", "scripts.yaml:41: cover.words: "),
    (SCRIPTS, "  words: They are closed and open again {{ opens }}.\n", "", "scripts.yaml:40: cover.words: "),
    (SCRIPTS, "serves: [S8]", "serves: [S18]", "scripts.yaml:24: notice.serves.0: expected a standard"),
    # intents
    (LENDING, "department: lending", "department: borrowing", "intents/lending.yaml:1: department: expected a dep"),
    (LENDING, "department: lending\n", "", "intents/lending.yaml:1: department: expected this field, found none"),
    (LENDING, "id: lost_book", "id: renew_loan", "intents/lending.yaml:13: intents.1.id: expected each intent once"),
    (LENDING, "id: lost_book", "id: lost book", "intents/lending.yaml:13: intents.1.id: expected lower-case"),
    (LENDING, "urgency: soon", "urgency: asap", "intents/lending.yaml:6: intents.0.urgency: "),
    (LENDING, "urgency: soon", "urgent: soon", "intents/lending.yaml:6: intents.0.urgent: expected no such field"),
    (LENDING, "synonyms: [lost a book]", "synonyms: lost a book", "intents/lending.yaml:16: intents.1.synonyms: "),
    (LENDING, "synonyms: [lost a book]", "synonyms: []", "intents/lending.yaml:16: intents.1.synonyms: "),
    (LENDING, "synonyms: [lost a book]", "synonyms: [3]", "intents/lending.yaml:16: intents.1.synonyms.0: "),
    (LENDING, "script: {}", "script: {hail: Hi}", "intents/lending.yaml:17: intents.1.script.hail: expected no such"),
    (LENDING, "a book a little longer", "{{ book }}", "intents/lending.yaml:9: intents.0.script.say_back: "),
    (LENDING, "answer: They'll", "reply: They'll", "intents/lending.yaml:20: intents.1.follow_ups.0.reply: expected"),
    (LENDING, "answer: They'll tell you.", "answer: 5", "intents/lending.yaml:20: intents.1.follow_ups.0.answer: "),
]  # fmt: skip


def refused(folder):
    with pytest.raises(BadCatalogue) as refusal:
        read_catalogue(folder)
    return refusal.value.faults


def test_a_sound_catalogue_becomes_domain_objects(folder):
    catalogue = read_catalogue(folder)
    lending, renew = catalogue.departments["lending"], catalogue.intents["renew_loan"]
    assert list(catalogue.departments) == ["welcome", "lending"]
    assert list(catalogue.intents) == ["lost_book", "renew_loan"]
    assert catalogue.front_desk.id == "welcome"
    assert catalogue.front_desk.hours.always
    assert catalogue.organisation.time_zone == "Europe/London"
    assert catalogue.organisation.costs == Costs(150.0, 10.0, 40.0)
    assert lending.hours.zone == ZoneInfo("Europe/London")
    assert lending.hours.spans[0] == lending.hours.spans[4] == (Span(time(9), time(17, 30)),)
    assert lending.hours.spans[5] == (Span(time(10), None),)
    assert 6 not in lending.hours.spans
    assert renew.department == "lending"
    assert renew.urgency is Urgency.SOON
    assert catalogue.intents["lost_book"].urgency is Urgency.ROUTINE
    assert renew.synonyms == ("renew my book", "more time please")
    assert renew.follow_ups == (FollowUp("How often may I do that?", "Three times, unless someone is waiting for it."),)
    assert renew.script == {"say_back": "You'd like to keep a book a little longer."}
    assert catalogue.script["question"] == "Is this about {{ options }}?"
    assert catalogue.serves["notice"] == {"S8"}
    assert catalogue.organisation.emergency_number == "112"
    assert catalogue.organisation.owner == Owner("Ada Pike", "our head librarian")


def test_hours_up_to_24_00_last_to_the_end_of_the_day(folder):
    hours = read_catalogue(folder).departments["lending"].hours
    saturday_night = datetime(2026, 11, 21, 23, 59, 59, tzinfo=ZoneInfo("Europe/London"))
    assert hours.open_at(saturday_night)
    assert not hours.open_at(saturday_night.replace(day=22, hour=0, minute=0))


@pytest.mark.parametrize(("file", "old", "new", "fault"), MALFORMED)
def test_a_malformed_catalogue_is_refused_by_file_line_and_field(broken, file, old, new, fault):
    faults = refused(broken(file, old, new))
    assert any(found.startswith(fault) for found in faults), faults
    assert not any("\n" in found for found in faults)


@pytest.mark.parametrize("file", [ORGANISATION, DEPARTMENTS, SCRIPTS])
def test_a_missing_file_is_named(folder, file):
    (folder / file).unlink()
    assert [fault for fault in refused(folder) if fault.startswith(f"{file}: expected this file, found none")]


def test_a_catalogue_without_intents_says_where_to_write_them(folder):
    (folder / LENDING).unlink()
    assert refused(folder)[0].startswith("intents: expected at least one file such as intents/cards.yaml, found none")


def test_a_missing_folder_is_named(tmp_path):
    (fault,) = refused(tmp_path / "nowhere")
    assert fault.startswith(f"{tmp_path / 'nowhere'}: expected a folder with organisation.yaml, found none")


@pytest.mark.parametrize("file", [ORGANISATION, DEPARTMENTS, SCRIPTS, LENDING])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# nothing but a remark\n",
        b"just words",
        b"- 1\n- 2\n",
        b"a: [1",
        b"a:\n\t- b",
        b"a: 1\n---\nb: 2\n",
        b"a: *b",
    ],
    ids=["empty", "remark", "words", "numbers", "open bracket", "tab", "two documents", "unknown alias"],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_with_its_line(folder, file, content):
    (folder / file).write_bytes(content)
    assert any(fault.startswith((f"{file}:1: ", f"{file}:2: ")) for fault in refused(folder))


def test_every_fault_of_every_file_is_told_at_once(broken, folder):
    broken(ORGANISATION, "country: GB", "country: Britain")
    broken(DEPARTMENTS, "09:00-17:30", "late")
    broken(DEPARTMENTS, 'extension: "1000"', 'extension: "none"')
    broken(LENDING, "urgency: soon", "urgency: asap")
    (folder / SCRIPTS).unlink()
    files = [fault.partition(":")[0] for fault in refused(folder)]
    assert sorted(files) == [DEPARTMENTS, DEPARTMENTS, LENDING, ORGANISATION, SCRIPTS]


def test_an_intent_in_two_files_is_refused_and_both_places_are_told(folder):
    text = (folder / LENDING).read_text(encoding="utf-8")
    (folder / "intents/returns.yaml").write_text(text.replace("renew_loan", "bring_back"), encoding="utf-8")
    (fault,) = refused(folder)
    assert fault.startswith("intents/returns.yaml:13: intents.1.id: expected each intent once, found lost_book again")
    assert "intents/lending.yaml:13: intents.1.id" in fault


def test_the_digest_names_the_content_and_not_the_line_ends(folder):
    before = digest(folder)
    for path in folder.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert digest(folder) == before == read_catalogue(folder).digest


@pytest.mark.parametrize("file", [ORGANISATION, DEPARTMENTS, SCRIPTS, LENDING])
def test_any_change_of_any_file_changes_the_digest(folder, file):
    before = digest(folder)
    with (folder / file).open("a", encoding="utf-8") as content:
        content.write("# changed\n")
    assert digest(folder) != before


def test_moving_words_from_one_file_to_another_changes_the_digest(folder):
    before = digest(folder)
    (folder / LENDING).rename(folder / "intents/loans.yaml")
    assert digest(folder) != before


def test_the_order_of_departments_and_intents_on_disk_changes_nothing_but_the_listing(folder):
    before = read_catalogue(folder)
    text = (folder / DEPARTMENTS).read_text(encoding="utf-8")
    welcome, lending = text.split("- id: lending")
    (folder / DEPARTMENTS).write_text(f"- id: lending{lending}{welcome}", encoding="utf-8")
    after = read_catalogue(folder)
    assert list(after.departments) == ["lending", "welcome"]
    assert after.departments == before.departments
    assert after.intents == before.intents


WRITTEN = """\
- between: {renew_loan: a book you have, lost_book: one you cannot find}
  ask: Is it a book you still have, or one you cannot find?
"""


def test_a_written_question_keeps_its_options_in_the_order_it_says_them(folder):
    (folder / "questions.yaml").write_text(WRITTEN, encoding="utf-8")
    catalogue = read_catalogue(folder)
    question = catalogue.written_question(frozenset(("lost_book", "renew_loan")))
    assert question == WrittenQuestion(
        between=("renew_loan", "lost_book"),
        ask="Is it a book you still have, or one you cannot find?",
        options=("a book you have", "one you cannot find"),
    )
    assert catalogue.written_question(frozenset(("lost_book",))) is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("lost_book", "found_book", "questions.yaml:1: 0.between: expected ids of intents, or of departments, found"),
        ("lost_book", "lending", "questions.yaml:1: 0.between: expected ids of intents, or of departments, found"),
        (", lost_book: one you cannot find", "", "questions.yaml:1: 0.between: "),
        ("  ask: Is", "  words: Is", "questions.yaml:2: 0.words: expected no such field"),
    ],
)
def test_a_question_between_things_that_are_not_there_is_refused(folder, old, new, fault):
    (folder / "questions.yaml").write_text(WRITTEN.replace(old, new), encoding="utf-8")
    assert any(found.startswith(fault) for found in refused(folder)), refused(folder)


def test_two_questions_about_the_same_choice_are_refused(folder):
    turned = "- between: {lost_book: a lost book, renew_loan: another}\n  ask: Lost, or another?\n"
    (folder / "questions.yaml").write_text(WRITTEN + turned, encoding="utf-8")
    (fault,) = refused(folder)
    assert fault.startswith("questions.yaml:3: 1.between: expected each choice once")


def test_an_organisation_sets_its_own_margins_and_leaves_the_others_as_they_are(folder):
    assert read_catalogue(folder).organisation.gate == Margins()
    path = folder / ORGANISATION
    path.write_text(path.read_text() + "gate: {department: 0.02, least_calls: 40, floors: {golden: 1}}\n")
    gate = read_catalogue(folder).organisation.gate
    assert gate == Margins(department=0.02, least_calls=40, floors=Floors(golden=1.0))
