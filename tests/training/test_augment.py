from training.augment import Recipe, noisy_copies
from training.calls import LabelledCall
from training.noise.wer import spoken_words

CALLS = [
    LabelledCall(f"I have lost my card number {word} and would like another", intent, "", "plain")
    for word in ("one", "two", "three", "four", "five")
    for intent in ("card_lost", "card_new")
]


def test_every_call_has_one_copy_in_its_place_with_its_labels():
    copies = noisy_copies(CALLS)
    assert [(copy.intent, copy.style) for copy in copies] == [(call.intent, call.style) for call in CALLS]
    assert any(copy.reason != call.reason for copy, call in zip(copies, CALLS, strict=True))


def test_the_same_seed_makes_the_same_copies_and_another_seed_makes_others():
    assert noisy_copies(CALLS, seed=1) == noisy_copies(CALLS, seed=1)
    assert noisy_copies(CALLS, seed=1) != noisy_copies(CALLS, seed=2)


def test_without_noise_a_copy_is_the_call_itself():
    assert noisy_copies(CALLS, Recipe(heard=0, typed=0)) == CALLS


def test_typed_copies_keep_the_words_in_place_and_heard_ones_need_not():
    typed = noisy_copies(CALLS, Recipe(typed=0.5, typed_share=1))
    assert all(len(spoken_words(c.reason)) == len(spoken_words(o.reason)) for c, o in zip(typed, CALLS, strict=True))
    heard = noisy_copies(CALLS * 5, Recipe(heard=0.5, typed_share=0))
    assert {len(spoken_words(copy.reason)) for copy in heard} != {len(spoken_words(CALLS[0].reason))}
