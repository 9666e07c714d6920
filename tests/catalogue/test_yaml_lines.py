"""Every field knows its line; a file that is no plain YAML is refused, never a crash."""

import pytest

from routing.catalogue.yaml_lines import read
from routing.errors import BadCatalogue

PLAIN = """\
# a remark
name: Harbour
hours: {mon: early, tue: late}
teams:
- id: one
  tags: [a, b]
- id: two
  words: >
    folded
    words
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "anything.yaml"


@pytest.mark.parametrize(
    ("field", "where"),
    [
        ((), "f.yaml:2: document"),
        (("name",), "f.yaml:2: name"),
        (("hours",), "f.yaml:3: hours"),
        (("hours", "tue"), "f.yaml:3: hours.tue"),
        (("teams",), "f.yaml:4: teams"),
        (("teams", 0), "f.yaml:5: teams.0"),
        (("teams", 0, "tags", 1), "f.yaml:6: teams.0.tags.1"),
        (("teams", 1, "id"), "f.yaml:7: teams.1.id"),
        (("teams", 1, "words"), "f.yaml:8: teams.1.words"),
        (("teams", 1, "missing"), "f.yaml:7: teams.1.missing"),
        (("teams", 5, "id"), "f.yaml:4: teams.5.id"),
        (("nowhere", "at", "all"), "f.yaml:2: nowhere.at.all"),
    ],
)
def test_a_field_is_pointed_at_by_its_line_or_that_of_the_nearest_field_around_it(file, field, where):
    file.write_text(PLAIN, encoding="utf-8")
    assert read(file, "f.yaml").where(field) == where


def test_the_content_is_what_plain_yaml_says(file):
    file.write_text(PLAIN, encoding="utf-8")
    assert read(file, "f.yaml").content == {
        "name": "Harbour",
        "hours": {"mon": "early", "tue": "late"},
        "teams": [{"id": "one", "tags": ["a", "b"]}, {"id": "two", "words": "folded words\n"}],
    }


@pytest.mark.parametrize("content", ["\ufeffname: Zoë\n", "name: Zoë\r\n", "name: 'Zoë'"])
def test_a_byte_order_mark_and_other_line_ends_do_no_harm(file, content):
    file.write_bytes(content.encode())
    assert read(file, "f.yaml").content == {"name": "Zoë"}


@pytest.mark.parametrize(
    ("content", "line", "field"),
    [
        ("name: a\nother: b\nname: c\n", 3, "name"),
        ("outer:\n  name: a\n  name: a\n", 3, "name"),
        ("- {name: a, name: b}\n", 1, "name"),
        ('name: a\n"name": b\n', 2, "name"),
    ],
)
def test_a_key_that_stands_twice_is_refused_with_the_line_of_the_second(file, content, line, field):
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadCatalogue, match=rf"^f\.yaml:{line}: {field}: expected each key once"):
        read(file, "f.yaml")


@pytest.mark.parametrize(
    "content",
    [
        "? [a, b]\n: c\n",
        "? {a: b}\n: c\n",
        "number: !!int many\n",
        "number: !!float much\n",
        "call: !!python/object/apply:os.getcwd []\n",
        "&self [*self]\n",
        "name: [" * 3 + "\n",
        "[" * 5000,
        "name: a\tb: c: d",
        "%YAML 9.9\n---\nname: a\n",
        "name: &x [a]\nother: *y\n",
    ],
    ids=[
        "list as key",
        "mapping as key",
        "no integer",
        "no number",
        "python",
        "endless",
        "unclosed",
        "too deep",
        "two colons",
        "future version",
        "unknown anchor",
    ],
)
def test_what_yaml_cannot_hold_is_refused_with_file_and_line(file, content):
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadCatalogue, match=r"^f\.yaml:[12]: .*expected"):
        read(file, "f.yaml")


def test_a_date_is_a_text_whether_there_is_such_a_day_or_not(file):
    file.write_text("day: 2026-02-28\nother: 2026-02-31\n", encoding="utf-8")
    assert read(file, "f.yaml").content == {"day": "2026-02-28", "other": "2026-02-31"}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"name: a\nother: \xff\n", 2),
        (b"name: Caf\xe9\n", 1),
        ("name: a\n".encode("utf-16"), 1),
        (b"a: 1\nb: \x00\n", 2),
    ],
    ids=["stray byte", "latin-1", "utf-16", "nul"],
)
def test_bytes_that_are_no_text_are_refused_with_file_and_line(file, content, line):
    file.write_bytes(content)
    with pytest.raises(BadCatalogue, match=rf"^f\.yaml:{line}: .*expected") as refusal:
        read(file, "f.yaml")
    assert len(refusal.value.faults[0].splitlines()) == 1


def test_a_missing_file_is_named(file):
    with pytest.raises(BadCatalogue, match=r"^f\.yaml: expected this file, found none"):
        read(file, "f.yaml")


def test_a_folder_in_place_of_a_file_is_refused(file):
    file.mkdir()
    with pytest.raises(BadCatalogue, match=r"^f\.yaml: expected"):
        read(file, "f.yaml")
