"""A small organisation on disk, sound until a test breaks it."""

import pytest

FILES = {
    "organisation.yaml": """\
id: harbour
name: Harbour Library
country: GB
language: en-GB
time_zone: Europe/London
front_desk: welcome
max_hops: 3
costs:
  wrong_transfer_s: 150
  question_s: 10
  operator_s: 40
""",
    "departments.yaml": """\
- id: welcome
  name: Welcome desk
  spoken: a colleague at our welcome desk
  extension: "1000"
  description: People who listen.
  hours: always
  typical_wait_s: 30
- id: lending
  name: Lending
  spoken: our lending team
  extension: "2000"
  description: Borrowing and bringing back.
  hours: {mon-fri: "09:00-17:30", sat: "10:00-24:00"}
  typical_wait_s: 120
""",
    "scripts.yaml": """\
greet: Hello{% if caller_name %}, {{ caller_name }}{% endif %}, this is {{ organisation }}.
say_back: So this is about {{ intent.label }}.
say_back_unsure: It sounds like something for {{ department.spoken }}.
expectation: They will tell you at once what they can do.
question: Is this about {{ options }}?
transfer: May I put you through to {{ department.spoken }}? They answer in {{ wait }}.
closed: They are closed and open again {{ opens }}.
safety: A person is coming to the line this moment.
operator: I'll put you through to {{ department.spoken }}.
operator_unsure: I want to be sure you reach the right person.
handoff: "{{ caller_name or 'The caller' }} rings about {{ intent.label }}: {{ reason }}"
second: I have also noted {{ second.label }}.
""",
    "intents/lending.yaml": """\
department: lending
intents:
- id: renew_loan
  label: keeping a book longer
  description: The caller wants more time with a book.
  urgency: soon
  synonyms: [renew my book, more time please]
  script:
    say_back: You'd like to keep a book a little longer.
  follow_ups:
  - question: How often may I do that?
    answer: Three times, unless someone is waiting for it.
- id: lost_book
  label: a lost book
  description: A book cannot be found.
  synonyms: [lost a book]
  script: {}
  follow_ups:
  - question: What does it cost?
    answer: They'll tell you.
""",
}


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a sound catalogue."""
    place = tmp_path / "harbour"
    for name, text in FILES.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def broken(folder):
    """Return a function that changes one text in one file, and gives back the folder."""

    def break_it(file, old, new):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} does not stand in {file} exactly once"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return break_it
