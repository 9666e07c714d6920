import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from routing.errors import BadReason
from routing.text.normalise import MAX_CHARACTERS, check, normalise

AWKWARD = "aHeTJ \t\n'`´’\u0301\u0331\u030c\u0307\u200b\u200d\u00ad\ufeff\ue000İßẞΣςﬁＡ½™"
TEXTS = st.one_of(st.text(), st.text(alphabet=AWKWARD))


@pytest.mark.parametrize(
    ("said", "normalised"),
    [
        ("I LOST my Card", "i lost my card"),
        ("  lost \t my\r\n\n card ", "lost my card"),
        ("lost\u00a0my\u2003card", "lost my card"),
        ("ｌｏｓｔ ｃａｒｄ", "lost card"),
        ("ﬁnd my card", "find my card"),
        ("lo\u200bst ca\u00adrd\ufeff", "lost card"),
        ("cafe\u0301", "café"),
        ("card 🙂 lost", "card 🙂 lost"),
        ("£50", "£50"),
        ("потерял КАРТУ", "потерял карту"),
    ],
)
def test_the_same_words_have_one_form(said, normalised):
    assert normalise(said) == normalised


@pytest.mark.parametrize("apostrophe", ["'", "\u2018", "\u2019", "\u02bc", "\u0060", "\u00b4", "\uff07"])
def test_every_way_of_typing_an_apostrophe_is_the_same(apostrophe):
    assert normalise(f"I can{apostrophe}t pay") == "i can't pay"


@given(text=TEXTS)
@example(text="H\u0331")
@example(text="e\u200d\u0301")
@example(text="e\ue000\u0301")
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once


@given(text=st.one_of(TEXTS, st.text(alphabet=st.characters(max_codepoint=127))))
@example(text="I can`t pay\x1f\x07 123 456")
def test_plain_letters_are_read_alike_beside_others(text):
    assert normalise(f"{text} é") == f"{normalise(text)} é".strip()


@given(text=TEXTS)
def test_blanks_never_begin_end_or_double(text):
    assert normalise(text) == " ".join(normalise(text).split())


@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=MAX_CHARACTERS))
def test_a_reason_that_can_be_read_is_returned_unchanged(text):
    assume(normalise(text))
    assert check(text) == text


@pytest.mark.parametrize("layout", ["\t", "\n", "\r", "\r\n"])
def test_line_breaks_and_tabs_are_text(layout):
    reason = f"lost{layout}card"
    assert check(reason) == reason


def test_the_longest_reason_is_accepted_and_one_character_more_is_not():
    assert check("a" * MAX_CHARACTERS)
    with pytest.raises(BadReason, match=f"at most {MAX_CHARACTERS} characters, found {MAX_CHARACTERS + 1}"):
        check("a" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize("blank", ["", " ", "\t\r\n", "\u00a0\u2003", "\u200b\u200d", "\ufeff", "\u00ad", "\u2028"])
def test_a_reason_of_blanks_alone_is_refused(blank):
    with pytest.raises(BadReason, match="found only blanks"):
        check(blank)


@pytest.mark.parametrize(
    ("character", "named"),
    [("\0", "U+0000"), ("\x07", "U+0007"), ("\x1b", "U+001B"), ("\x7f", "U+007F"), ("\x85", "U+0085"),
     ("\ud83d", "U+D83D"), ("\udcff", "U+DCFF")],
)  # fmt: skip
def test_a_character_that_is_no_text_is_named_with_its_place(character, named):
    with pytest.raises(BadReason) as refused:
        check(f"lost{character}card")
    assert named in str(refused.value)
    assert "position 4" in str(refused.value)
