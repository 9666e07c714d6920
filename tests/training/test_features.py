import numpy as np
import pytest

from training.features import DIRECTIONS, SENTENCE_SCALE, fit_features, transform

REASONS = ["lost my card", "lost my pin", "Lost  MY card", "what is my pin", "my card, my pin", "don't ask"]


@pytest.fixture(scope="module")
def vectors():
    found = np.random.default_rng(0).normal(size=(len(REASONS), 384)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def design(vectors):
    return fit_features(REASONS, vectors)


def test_the_matrix_of_the_texts_it_was_fitted_on_is_the_one_serving_would_make(design, vectors):
    again = transform(design, REASONS, vectors)
    np.testing.assert_allclose(again.toarray(), design.matrix.toarray(), atol=1e-5)


def test_a_text_of_unknown_words_has_only_its_sentence_directions(design, vectors):
    row = transform(design, ["quux"], vectors[:1]).toarray()[0]
    ngrams = len(design.words.idf) + len(design.characters.idf)
    assert not row[:ngrams].any()
    np.testing.assert_allclose(row[ngrams:], vectors[0] @ design.projection, atol=1e-6)


def test_ngrams_of_one_text_alone_are_not_learnt(design):
    assert {"lost", "my", "card", "lost my", "my card"} <= set(design.words.vocabulary)
    assert {"what", "don't", "ask", "what is"}.isdisjoint(design.words.vocabulary)


def test_directions_are_at_right_angles_and_as_long_as_the_scale(design):
    directions = design.projection
    assert directions.shape == (384, min(DIRECTIONS, len(REASONS)))
    np.testing.assert_allclose(directions.T @ directions, SENTENCE_SCALE**2 * np.eye(directions.shape[1]), atol=1e-4)


def test_vectors_keep_their_angles_when_there_are_no_more_of_them_than_directions(design, vectors):
    projected = vectors @ design.projection / SENTENCE_SCALE
    np.testing.assert_allclose(projected @ projected.T, vectors @ vectors.T, atol=1e-4)
