"""An array is read element by element, as `json` reads it whole."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException

from routing.api.array import elements

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
LONGEST = 10_000


@given(st.lists(VALUES), st.sampled_from([None, 2]), st.sampled_from(["", " \n", "\t"]))
def test_the_elements_are_those_that_json_reads(content, indent, blanks):
    text = blanks + json.dumps(content, indent=indent) + blanks

    assert list(elements(text, LONGEST)) == content


@given(st.text('[]{},:"1x \n', max_size=12))
def test_what_json_refuses_is_refused(text):
    try:
        expected = json.loads(text)
    except json.JSONDecodeError:
        expected = None
    if isinstance(expected, list):
        assert list(elements(text, LONGEST)) == expected
    else:
        with pytest.raises(HTTPException) as refused:
            list(elements(text, LONGEST))
        assert refused.value.code == 400


def test_an_element_that_is_too_long_is_never_made():
    with pytest.raises(HTTPException) as refused:
        list(elements(json.dumps([{"a": list(range(LONGEST))}]), LONGEST))

    assert "rows of at most 10000 characters" in refused.value.data["detail"]


def test_no_more_elements_are_made_than_are_asked_for():
    few = elements("[" + "{}," * 1_000_000 + "}", LONGEST)

    assert [next(few) for _ in range(3)] == [{}, {}, {}]
