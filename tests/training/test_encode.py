import numpy as np
import pytest

from training.encode import CHUNK, encode_all

REASONS = ["lost my card", "what is my pin", "LOST  my card", "£50 is missing", "what is my pin", "🙂"]


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def vectors(encoder, told):
    return encode_all(encoder, REASONS, told.append)


def test_each_text_has_the_vector_it_has_by_itself_in_the_order_given(encoder, vectors):
    alone = [encoder.encode(text) for text in ("lost my card", "what is my pin", "lost my card", "£50 is missing")]
    assert vectors.shape == (len(REASONS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_array_equal(vectors[:4], alone)


def test_the_same_words_share_one_vector(vectors):
    np.testing.assert_array_equal(vectors[0], vectors[2])
    np.testing.assert_array_equal(vectors[1], vectors[4])


def test_progress_counts_every_reason_though_repeats_are_encoded_once(vectors, told):
    assert told == [len(REASONS)]


def test_progress_grows_with_each_chunk_up_to_all_reasons(encoder):
    told = []
    reasons = [f"card {number}" for number in range(CHUNK + 6)]
    encode_all(encoder, reasons, told.append)
    assert told == [CHUNK, len(reasons)]


def test_a_vector_does_not_depend_on_the_texts_beside_it(encoder, vectors):
    np.testing.assert_array_equal(encode_all(encoder, REASONS[3:]), vectors[3:])
