import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from training.calls import OUT_OF_SCOPE
from training.fold import fold

CALLS = st.lists(st.tuples(st.sampled_from(["lost card", "Lost  CARD", "my pin", "hello"]), st.sampled_from("ab")))


@given(calls=CALLS)
def test_every_call_is_counted_in_one_row_and_no_row_stands_twice(calls):
    folded = fold([reason for reason, _ in calls], [label for _, label in calls])
    rows = list(zip(folded.reasons, folded.labels, strict=True))
    assert len(set(rows)) == len(rows) == len(folded.weights)
    assert dict(zip(rows, folded.weights, strict=True)) == {
        row: sum((reason.lower().replace("  ", " "), label) == row for reason, label in calls) for row in rows
    }
    assert folded.weights.sum() == len(calls)


def test_calls_without_repeats_keep_their_order_and_count_once():
    folded = fold(["what is my pin", "a lost card", "Bank holidays?"], ["pin", "lost", OUT_OF_SCOPE])
    assert folded.reasons == ("what is my pin", "a lost card", "bank holidays?")
    assert folded.labels == ("pin", "lost", OUT_OF_SCOPE)
    np.testing.assert_array_equal(folded.weights, [1, 1, 1])


def test_numbers_that_say_who_is_calling_do_not_keep_calls_apart():
    folded = fold(["block card 4929123456781234", "block card 5500005555555559"], ["lost", "lost"])
    assert folded.reasons == ("block card",)
    assert folded.weights.tolist() == [2]


def test_a_text_with_two_labels_stays_as_two_rows_each_with_its_own_count():
    folded = fold(["my card", "my card", "MY CARD"], ["lost", "declined", "lost"])
    assert list(zip(folded.reasons, folded.labels, folded.weights, strict=True)) == [
        ("my card", "lost", 2),
        ("my card", "declined", 1),
    ]
