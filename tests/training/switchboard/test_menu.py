"""What callers hear of a keypad menu."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.switchboard.menu import menu_of


@pytest.mark.parametrize(
    ("departments", "wanted", "heard"),
    [
        ("", "?", 1),
        ("a", "a", 1),
        ("abcde", "e", 5),
        ("abcde", "?", 6),
        ("abcdef", "a", 1 + 1),
        ("abcdef", "f", 2 + 3),
        ("abcdef", "?", 2 + 1),
        ("abcdefghijklmno", "f", 2 + 2),
        ("abcdefghijklmno", "o", 4 + 3),
    ],
)
def test_a_caller_hears_both_menus_up_to_the_wanted_option(departments, wanted, heard):
    assert menu_of(tuple(departments)).heard(wanted) == heard


@given(st.integers(0, 60))
def test_every_department_is_in_the_menu_once_and_in_order(count):
    departments = tuple(map(str, range(count)))

    assert sum(menu_of(departments).groups, ()) == departments
