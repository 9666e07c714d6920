"""Two matters are noticed only where both halves are plain; the more urgent one is seen to first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.belief import Belief
from routing.domain.reasons import SURE_IF_SAID, SURE_IF_UNSAID, Part, Suspicion, two_reasons, undenied

URGENT, SOON, ROUTINE, OTHER = "card_lost_or_stolen", "card_swallowed", "mortgage_apply", "account_statement"
SAME_DEPARTMENT, FRONT_DESK = "mortgage_rate", "person_please"


@pytest.fixture(scope="module")
def judge(catalogue):
    """Return a function that says which two intents are found in two parts, the first to be seen to in front."""

    def judge(first, second, *, added=False, asks=(True, True), whole=None, p=0.95):
        def about(intent, p):
            return Belief.over([(intent, p)] if isinstance(intent, str) else intent, catalogue.intents)

        parts = (Part(f"part {n}", about(each, p), asks[n]) for n, each in enumerate((first, second)))
        two = two_reasons([Suspicion(*parts, added)], about(whole or first, 0.9), catalogue)
        return (two.lead.intent.id, two.other.intent.id) if two else None

    return judge


@pytest.mark.parametrize("added", [True, False])
@pytest.mark.parametrize(
    ("said", "order"),
    [
        ((ROUTINE, URGENT), (URGENT, ROUTINE)),
        ((URGENT, ROUTINE), (URGENT, ROUTINE)),
        ((SOON, URGENT), (URGENT, SOON)),
        ((ROUTINE, SOON), (SOON, ROUTINE)),
        ((ROUTINE, OTHER), (ROUTINE, OTHER)),
        ((OTHER, ROUTINE), (OTHER, ROUTINE)),
    ],
)
def test_the_more_urgent_matter_comes_first_and_of_equals_the_one_said_first(judge, said, order, added):
    assert judge(*said, added=added) == order


@pytest.mark.parametrize("asks", [(False, False), (True, False)])
def test_news_after_anything_else_is_the_same_story_unless_it_is_more_urgent(judge, asks):
    assert judge(ROUTINE, OTHER, asks=asks) is None
    assert judge(URGENT, OTHER, asks=asks) is None
    assert judge(OTHER, URGENT, asks=asks) == (URGENT, OTHER)


def test_of_news_and_a_request_the_one_the_whole_reason_speaks_of_comes_first(judge):
    assert judge(ROUTINE, OTHER, asks=(False, True), whole=OTHER) == (OTHER, ROUTINE)
    assert judge(ROUTINE, OTHER, asks=(False, True), whole=ROUTINE) == (ROUTINE, OTHER)
    assert judge(ROUTINE, OTHER, asks=(False, True), whole="loan_apply") is None


@pytest.mark.parametrize(("added", "least"), [(True, SURE_IF_SAID), (False, SURE_IF_UNSAID)])
def test_both_halves_must_be_plain_the_more_so_when_the_caller_does_not_say_that_there_are_two(judge, added, least):
    assert judge(ROUTINE, OTHER, added=added, p=least) is not None
    assert judge(ROUTINE, OTHER, added=added, p=least - 0.01) is None


@pytest.mark.parametrize("added", [True, False])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ROUTINE, SAME_DEPARTMENT),
        (ROUTINE, ROUTINE),
        (ROUTINE, FRONT_DESK),
        (FRONT_DESK, URGENT),
        (ROUTINE, [(OTHER, 0.9), (ROUTINE, 0.1)]),
        (ROUTINE, []),
    ],
    ids=["one department", "one intent", "a person please", "a person first", "could be either", "nothing known"],
)
def test_one_department_or_the_front_desk_makes_no_second_matter(judge, first, second, added):
    assert judge(first, second, added=added) is None


def test_of_several_pairs_the_surest_is_meant(catalogue):
    def part(intent, p):
        return Part("words", Belief.over([(intent, p)], catalogue.intents), True)

    faint = Suspicion(part(ROUTINE, 0.9), part(OTHER, 0.9), True)
    plain = Suspicion(part(OTHER, 0.99), part("loan_apply", 0.99), True)
    two = two_reasons([faint, plain, faint], Belief({}, {}), catalogue)
    assert (two.lead.intent.id, two.other.intent.id) == (OTHER, "loan_apply")


@given(
    ps=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    intents=st.tuples(*[st.sampled_from((URGENT, SOON, ROUTINE, OTHER, FRONT_DESK))] * 2),
    added=st.booleans(),
    asks=st.tuples(st.booleans(), st.booleans()),
)
def test_a_matter_is_never_noticed_for_the_department_of_the_other_one(catalogue, ps, intents, added, asks):
    parts = [
        Part("words", Belief.over([(intent, p)], catalogue.intents), ask)
        for intent, p, ask in zip(intents, ps, asks, strict=True)
    ]
    two = two_reasons([Suspicion(*parts, added)], parts[0].belief, catalogue)
    if two:
        assert two.lead.department != two.other.department
        assert {two.lead.intent.id, two.other.intent.id} == set(intents)
        assert two.besides(two.lead.department) == two.other
        assert two.besides(two.other.department) == two.lead
        assert two.besides("nobody") is None
        assert two.left(frozenset((two.lead.department,))) == (two.other,)


def test_what_is_wanted_instead_counts_if_it_is_plain_whatever_the_whole_says(catalogue):
    plain, doubtful, sure = (
        Belief.over([(intent, p)], catalogue.intents) for intent, p in ((ROUTINE, 0.95), (OTHER, 0.6), (OTHER, 0.99))
    )
    assert undenied(doubtful, plain) is plain
    assert undenied(sure, plain) is plain
    assert undenied(sure, doubtful) is sure
