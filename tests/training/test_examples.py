"""Which labelled calls are kept to be shown."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from training.examples import kept_examples


def kept(reasons, labels, most=100):
    vectors = np.eye(len(reasons), dtype=np.float32)
    return kept_examples(reasons, vectors, np.array(labels), most)


def test_the_same_words_with_the_same_label_are_kept_once():
    found = kept(["Lost card", "lost  card", "lost card"], [0, 0, 1])
    assert found.reasons == ("Lost card", "lost card")
    assert found.labels.tolist() == [0, 1]


def test_personal_numbers_are_not_kept():
    found = kept(["my card is 4111 1111 1111 1111", "ring me on 07700 900123"], [0, 1])
    assert found.reasons == ("my card is [card number]", "ring me on [telephone]")


def test_each_call_keeps_its_own_vector():
    found = kept(["one", "two", "three"], [0, 1, 0])
    assert found.vectors.tolist() == (127 * np.eye(3)).tolist()


@given(counts=st.lists(st.integers(1, 9), min_size=1, max_size=6), most=st.integers(6, 40))
def test_what_is_kept_stays_within_its_bound_and_is_shared_out_evenly(counts, most):
    labels = [label for label, count in enumerate(counts) for _ in range(count)]
    found = np.bincount(kept([f"call {row}" for row in range(len(labels))], labels, most).labels)
    assert found.sum() <= most
    assert found.sum() > min(most, len(labels)) - len(counts)
    assert all(have == count or have == max(found) for have, count in zip(found, counts, strict=True))
