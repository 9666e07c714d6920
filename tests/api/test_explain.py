"""`POST /v1/route?explain=full`: the labelled calls a reason is nearest to."""

import pytest

from routing.api.schemas import AdviceSchema
from routing.text.examples import MOST_SHOWN

REASON = "uh hi the machine ate my card"


@pytest.fixture
def explained(client):
    """Post a reason with a query and return the response."""
    return lambda query, reason=REASON: client.post(f"/v1/route{query}", json={"reason": reason})


def test_a_full_explanation_names_the_nearest_labelled_calls_with_their_departments(explained, catalogue):
    answer = explained("?explain=full").json

    assert AdviceSchema().validate(answer) == {}
    assert len(answer["nearest"]) == MOST_SHOWN
    assert answer["nearest"][0]["intent"] == "card_swallowed"
    assert all(one["department"] == catalogue.intents[one["intent"]].department for one in answer["nearest"])
    similarities = [one["similarity"] for one in answer["nearest"]]
    assert similarities == sorted(similarities, reverse=True)


def test_a_labelled_call_out_of_scope_has_no_department(explained):
    nearest = explained("?explain=full", "do you sell pizza").json["nearest"]

    assert nearest[0]["intent"] == "out_of_scope"
    assert all(("department" in one) == (one["intent"] != "out_of_scope") for one in nearest)


def test_a_full_explanation_changes_nothing_else_of_the_answer(explained):
    plain, full = explained("").json, explained("?explain=full").json

    changing = ("advice_id", "call_id", "took_ms", "nearest")
    assert "nearest" not in plain
    assert {name: full[name] for name in full if name not in changing} == {
        name: plain[name] for name in plain if name not in changing
    }


@pytest.mark.parametrize("value", ["yes", "FULL", "", "full,short"])
def test_another_explanation_is_refused_with_what_there_is(explained, value):
    refused = explained(f"?explain={value}")

    assert refused.status_code == 422
    assert refused.mimetype == "application/problem+json"
    assert refused.json["errors"] == [
        {"field": "explain", "message": f"expected full, found {value!r}; leave it out for the short answer"}
    ]


def test_a_misspelt_parameter_is_refused_by_name(explained):
    refused = explained("?explian=full")

    assert refused.status_code == 422
    assert refused.json["errors"] == [
        {"field": "explian", "message": "expected no such field; remove it or mend its name"}
    ]
