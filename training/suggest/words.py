"""The words that tell one group of calls from the others, and a name made of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from routing.catalogue.draft import identifier

MOST_WORDS = 6
NAME_WORDS = 3


def typical_words(groups: Sequence[Sequence[str]], others: Sequence[str], most: int = MOST_WORDS) -> list[list[str]]:
    """Return the words and pairs of words that are typical of each group of texts, strongest first.

    Parameters
    ----------
    others
        Texts that are in no group; they show which words anybody says.

    Notes
    -----
    Class-based TF-IDF (Grootendorst, 2022): each group, and each of the others, counts as one document. A term that
    only one text of a group has is not typical of it, and no term is shown that is part of one shown before.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    texts = [text for group in groups for text in group]
    if not texts:
        return []
    vectoriser = CountVectorizer(ngram_range=(1, 2), stop_words="english", binary=True)
    try:
        matrix = vectoriser.fit_transform([*texts, *others])
    except ValueError:  # scikit-learn's word for texts of stop words only
        return [[] for _ in groups]
    terms = vectoriser.get_feature_names_out()
    everywhere = np.asarray(matrix.sum(axis=0)).ravel()
    per_group = len(texts) / len(groups)
    found, start = [], 0
    for group in groups:
        hits = np.asarray(matrix[start : start + len(group)].sum(axis=0)).ravel()
        start += len(group)
        weights = np.where(hits > 1, hits / len(group) * np.log1p(per_group / everywhere), 0.0)
        order = np.argsort(-weights, kind="stable")
        found.append(_distinct([str(terms[place]) for place in order[: 4 * most] if weights[place] > 0])[:most])
    return found


def name_of(words: Sequence[str], taken: Collection[str]) -> str:
    """Return an id made of a group's first words, unlike those that are taken."""
    parts = list(dict.fromkeys(part for word in words for part in word.split()))[:NAME_WORDS]
    name = identifier("_".join(parts) or "new reason", "intent")
    numbered = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbered if each not in taken)


def _distinct(terms: Sequence[str]) -> list[str]:
    """Return the terms without those whose words another one shows already."""
    kept: list[str] = []
    for term in terms:
        if not any(set(term.split()) <= set(other.split()) for other in kept):
            kept = [other for other in kept if not set(other.split()) < set(term.split())] + [term]
    return kept
