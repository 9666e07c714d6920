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
emergency_number: "112"
owner: {name: Ada Pike, role: our head librarian}
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
greet:
  words: Hello{% if caller_name %}, {{ caller_name }}{% endif %}, this is {{ organisation }}.
  serves: [S2]
calm:
  words: Take your time, I'm listening.
  serves: [S12]
say_back:
  words: So this is about {{ intent.label }}.
  serves: [S3]
say_back_unsure:
  words: It sounds like something for {{ department.spoken }}.
  serves: [S3]
details:
  words: You mentioned {{ details }}.
  serves: [S3]
reassure:
  words: ''
  serves: [S10]
apology:
  words: I'm sorry you have to explain this again.
  serves: [S9]
notice:
  words: There is news about this. {{ incident }}
  serves: [S8]
expectation:
  words: They will tell you at once what they can do.
  serves: [S4]
second:
  words: I have also noted {{ second.label }}.
  serves: [S3]
question:
  words: Is this about {{ options }}?
  serves: [S1]
transfer:
  words: May I put you through to {{ department.spoken }}? They answer in {{ wait }}.
  serves: [S5]
warm:
  words: May I take you to {{ department.spoken }}? I'll stay with you.
  serves: [S9]
cover:
  words: They are closed and open again {{ opens }}.
  serves: [S4]
operator:
  words: I'll put you through to {{ department.spoken }}.
  serves: [S1]
operator_unsure:
  words: I want to be sure you reach the right person.
  serves: [S1]
owner:
  words: From here it is with {{ owner.name }}.
  serves: [S1]
callback:
  words: May they ring you back {{ callback }}?
  serves: [S5]
hold:
  words: May I put you on hold for {{ wait }}?
  serves: [S5]
back_from_hold:
  words: Thank you for holding.
  serves: [S5]
safety:
  words: A person is coming to the line. If a life is in danger, ring {{ emergency_number }}.
  serves: [S12]
abuse:
  words: I want to help you, and I can when we speak calmly.
  serves: [S12]
end:
  words: I am going to end this call now.
  serves: [S12]
close:
  words: Is there anything else? Thank you for ringing {{ organisation }}.
  serves: [S7]
handoff:
  words: "{{ caller_name or 'The caller' }} rings about {{ intent.label }}: {{ reason }}"
  serves: [S9]
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
