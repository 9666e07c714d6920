import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadModel
from training.gate import Check, Verdict, as_fields, from_fields, to_json

FIGURES = st.none() | st.floats(allow_nan=False, allow_infinity=False)
CHECKS = st.builds(Check, st.text(), st.booleans(), FIGURES, FIGURES, FIGURES, st.text())
VERDICTS = st.builds(Verdict, st.booleans(), st.lists(CHECKS).map(tuple), st.text())


@given(VERDICTS)
def test_a_verdict_comes_back_from_its_file_as_it_was(verdict):
    assert from_fields(json.loads(to_json(verdict))) == verdict


@given(VERDICTS)
def test_no_field_of_a_verdict_is_ever_null(verdict):
    assert None not in [value for check in as_fields(verdict)["checks"] for value in check.values()]


@pytest.mark.parametrize(
    "fields", [{}, {"passed": True, "against": ""}, {"passed": True, "against": "", "checks": [{}]}]
)
def test_what_is_no_verdict_is_refused(fields):
    with pytest.raises(BadModel, match=r"verdict\.json: expected passed, against and checks"):
        from_fields(fields)
