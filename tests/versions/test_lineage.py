from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.store.promotions import Promotion
from routing.text.shelf import Live
from routing.versions.lineage import lineage, removable

DEFAULT = Live("d", "0")
LETTERS = st.sampled_from("abcd")


def rows(text):
    """A history in short: a letter makes that version live, a capital tries it out, a dot ends a trial."""
    kinds = {"live": str.islower, "shadow": str.isupper, "end": lambda letter: letter == "."}
    return [
        Promotion(
            number,
            letter.strip("."),
            letter,
            next(role for role, is_that in kinds.items() if is_that(letter)),
            0,
            datetime(2026, 1, 1, tzinfo=UTC),
            "sam",
            "",
        )
        for number, letter in enumerate(text, start=1)
    ]


def line(text, default=DEFAULT):
    return "".join(live.version for live in lineage(rows(text), default))


@pytest.mark.parametrize(
    ("history", "led_here"),
    [
        ("", "d"),
        ("a", "da"),
        ("ab", "dab"),
        ("aBa", "da"),
        ("aB.b", "dab"),
        ("aa", "da"),
        ("d", "d"),
        ("aba", "da"),
        ("abcb", "dab"),
        ("abcba", "da"),
        ("abd", "d"),
        ("abca", "da"),
        ("abcac", "dac"),
    ],
)
def test_the_line_leads_from_the_default_to_what_is_live_and_a_way_back_takes_out_what_came_after(history, led_here):
    assert line(history) == led_here


def test_without_a_default_the_line_begins_with_what_was_promoted_first():
    assert line("", None) == ""
    assert line("ab", None) == "ab"


@given(history=st.text(alphabet="abcABC.", max_size=12))
def test_the_line_ends_with_what_is_live_and_names_no_version_twice(history):
    found = line(history)
    assert found[-1] == ([letter for letter in history if letter.islower()] or ["d"])[-1]
    assert len(set(found)) == len(found)


@given(history=st.text(alphabet="abc", max_size=12))
def test_rolling_back_again_and_again_ends_at_the_default_and_never_goes_round(history):
    for _ in range(len(history) + 1):
        before = line(history)
        if len(before) == 1:
            break
        history += before[-2]
        assert line(history) == before[:-1]
    assert line(history) == "d"


@given(versions=st.lists(LETTERS, unique=True), keep=st.integers(0, 5), needed=st.sets(LETTERS))
def test_what_is_needed_or_among_the_newest_is_not_removable(versions, keep, needed):
    found = removable(versions, keep, needed)
    kept = [version for version in versions if version not in found]
    assert not needed & set(found)
    assert kept[len(kept) - min(keep, len(versions)) :] == versions[len(versions) - min(keep, len(versions)) :]
    assert set(kept) <= needed | set(versions[-keep:] if keep else [])
