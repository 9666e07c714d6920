"""No text of ours is run as a formula by a spreadsheet, and every text comes back as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routing.files.formulas import guarded, unguarded

TEXTS = st.text(st.sampled_from("'=+-@\t\r\n aß＝")) | st.text()


@given(text=TEXTS)
@example(text="'=1")
@example(text="''-1")
def test_a_text_comes_back_unchanged_and_begins_no_formula(text):
    written = guarded(text)

    assert unguarded(written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("text", ["lost card", "'tis my card", "don't", "", "2100", "a = b"])
def test_a_harmless_text_stands_as_it_is(text):
    assert guarded(text) == unguarded(text) == text
