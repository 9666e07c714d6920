import csv
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadCalls, BadReason
from routing.text.normalise import check
from training.calls import OUT_OF_SCOPE, SHOWN, LabelledCall, digest, read_calls

INTENTS = ("card_lost", "pin_forgotten")
DEPARTMENTS = ("cards", "fraud")


def readable(text):
    try:
        return bool(check(text))
    except BadReason:
        return False


REASONS = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from('",\n\r;\t ')), max_size=40)
LABELS = st.one_of(
    st.tuples(st.sampled_from((*INTENTS, OUT_OF_SCOPE)), st.sampled_from(("", *DEPARTMENTS))),
    st.tuples(st.just(""), st.sampled_from(DEPARTMENTS)),
)
CALLS = st.builds(
    lambda reason, labels, style: LabelledCall(reason, *labels, style),
    REASONS.map(str.strip).filter(readable),
    LABELS,
    st.sampled_from(("", "short", "ramble")),
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    """A file that many examples of one property may write to."""
    return tmp_path_factory.mktemp("calls") / "calls.csv"


@pytest.fixture
def written(tmp_path):
    """Write bytes or text as a file of labelled calls and return its path."""

    def write(content):
        path = tmp_path / "calls.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@given(calls=st.lists(CALLS, min_size=1, max_size=6))
def test_calls_written_as_csv_are_read_back(scratch, calls):
    with scratch.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("reason", "intent", "department", "style"))
        rows.writerows((call.reason, call.intent, call.department, call.style) for call in calls)
    assert read_calls(scratch, INTENTS, DEPARTMENTS) == calls


@pytest.mark.parametrize(
    ("content", "calls"),
    [
        ("reason,intent\nlost it,card_lost\n", [LabelledCall("lost it", "card_lost")]),
        ("intent,reason\ncard_lost,lost it", [LabelledCall("lost it", "card_lost")]),
        ("reason,department\nlost it,fraud\n", [LabelledCall("lost it", "", "fraud")]),
        ("reason,intent,department\nlost it,,fraud\n", [LabelledCall("lost it", "", "fraud")]),
        ("reason,intent,agent\nlost it,card_lost,Ann\n", [LabelledCall("lost it", "card_lost")]),
        ("reason,intent\n lost it , card_lost \n", [LabelledCall("lost it", "card_lost")]),
        ("\ufeffreason,intent\r\nlost it,card_lost\r\n", [LabelledCall("lost it", "card_lost")]),
        ("reason,intent\n\nlost it,card_lost\n\n", [LabelledCall("lost it", "card_lost")]),
        ('reason,intent\n"lost, ""gone""",card_lost\n', [LabelledCall('lost, "gone"', "card_lost")]),
        ("reason,intent\nlost\u2028it,card_lost\n", [LabelledCall("lost\u2028it", "card_lost")]),
        ("reason,intent,style\nhello,out_of_scope,greeting\n", [LabelledCall("hello", OUT_OF_SCOPE, "", "greeting")]),
    ],
)
def test_the_forms_a_spreadsheet_writes_are_read(written, content, calls):
    assert read_calls(written(content), INTENTS, DEPARTMENTS) == calls


@pytest.mark.parametrize(
    ("rows", "line", "fault"),
    [
        (["lost it,card_found"], 2, "intent: expected one of the catalogue's, found 'card_found'; mend the label"),
        (["lost it,CARD_LOST"], 2, "intent: expected one of the catalogue's, found 'CARD_LOST'"),
        (["lost it,,kitchen"], 2, "department: expected one of the catalogue's, found 'kitchen'"),
        (["lost it,card_lost,kitchen"], 2, "department: expected one of the catalogue's, found 'kitchen'"),
        (["lost it,,out_of_scope"], 2, "department: expected one of the catalogue's, found 'out_of_scope'"),
        (["lost it"], 2, "expected an intent or a department, found neither"),
        (["lost it,,"], 2, "expected an intent or a department, found neither"),
        ([",card_lost"], 2, "reason: expected what the caller said, found only blanks"),
        (["\u200b,card_lost"], 2, "reason: expected what the caller said, found only blanks"),
        (["lost\0it,card_lost"], 2, "reason: expected text, found the control character U+0000 at position 4"),
        (["a" * 2001 + ",card_lost"], 2, "reason: expected at most 2000 characters, found 2001"),
        (["I lost my card, and my pin,card_lost"], 2, "intent: expected one of the catalogue's, found 'and my pin'"),
        (["lost it,card_lost", "lost it,card_found"], 3, "intent: expected one of the catalogue's"),
        (["", "lost it,card_found"], 3, "intent: expected one of the catalogue's"),
        (['"lost\nit",card_lost', "lost it,card_found"], 4, "intent: expected one of the catalogue's"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_file_and_line(written, rows, line, fault):
    path = written("\n".join(["reason,intent,department", *rows]))
    with pytest.raises(BadCalls) as refused:
        read_calls(path, INTENTS, DEPARTMENTS)
    assert str(refused.value).startswith(f"calls.csv:{line}: {fault}")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'reason,intent\nlost it,card_lost\n"lost it,card_lost\n', 3),
        (b'reason,intent\n"lost" it,card_lost\n', 2),
        (b"reason,intent\nlost it,card_lost\ncaf\xe9 card,card_lost\n", 3),
        (b"reason,intent\n" + b"a" * 200_000 + b",card_lost\n", 2),
    ],
)
def test_a_row_that_is_no_text_or_no_csv_is_refused_with_file_and_line(written, content, line):
    with pytest.raises(BadCalls, match=rf"calls\.csv:{line}: expected"):
        read_calls(written(content), INTENTS)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "found none"),
        ("\n\n", "found none"),
        ("reason\nlost it\n", "found reason"),
        ("intent,department\ncard_lost,cards\n", "found intent, department"),
        ("Reason,Intent\nlost it,card_lost\n", "found Reason, Intent"),
        ("reason;intent\nlost it;card_lost\n", "found reason;intent"),
        ("lost it,card_lost\n", "found lost it, card_lost"),
    ],
)
def test_a_file_without_the_columns_is_refused_with_those_it_has(written, content, found):
    path = written(content)
    with pytest.raises(BadCalls) as refused:
        read_calls(path, INTENTS)
    assert f"{path}: expected the columns reason and intent and/or department, {found}" in str(refused.value)


@pytest.mark.parametrize("content", ["reason,intent", "reason,intent\n", "reason,intent\n\n\n"])
def test_a_file_without_calls_is_refused(written, content):
    with pytest.raises(BadCalls, match=r"calls\.csv: expected labelled calls, found only the column names"):
        read_calls(written(content), INTENTS)


def test_a_file_in_another_encoding_is_refused_with_what_to_do(written):
    with pytest.raises(BadCalls, match="expected UTF-8, found byte 0xff; save it as UTF-8"):
        read_calls(written("reason,intent\nlost it,card_lost\n".encode("utf-16")), INTENTS)


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path):
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(BadCalls) as refused:
            read_calls(path, INTENTS)
        assert f"{path}: expected a file of labelled calls, found " in str(refused.value)


@pytest.mark.parametrize("more", [0, 1, 7])
def test_the_first_faults_are_named_and_the_others_counted(written, more):
    path = written("reason,intent\n" + "lost it,card_found\n" * (SHOWN + more))
    with pytest.raises(BadCalls) as refused:
        read_calls(path, INTENTS)
    lines = str(refused.value).splitlines()
    assert [line.split(":")[1] for line in lines[:SHOWN]] == [str(number) for number in range(2, SHOWN + 2)]
    assert lines[SHOWN:] == ([f"… and {more} more"] if more else [])


@pytest.mark.parametrize(("intent", "inside"), [("card_lost", True), ("", True), (OUT_OF_SCOPE, False)])
def test_only_calls_labelled_so_are_out_of_scope(intent, inside):
    assert LabelledCall("lost it", intent).in_scope == inside


@given(calls=st.lists(CALLS, max_size=5), seed=st.integers(0, 99))
def test_the_digest_does_not_depend_on_the_order_of_calls(calls, seed):
    assert digest(random.Random(seed).sample(calls, len(calls))) == digest(calls)  # noqa: S311  # no secret


@given(calls=st.lists(CALLS, min_size=1, max_size=3), other=CALLS)
def test_the_digest_tells_other_calls_apart(calls, other):
    learnt = [(call.reason, call.intent, call.department) for call in (calls[0], other)]
    assert (digest([other, *calls[1:]]) == digest(calls)) == (learnt[0] == learnt[1])
    assert digest([*calls, other]) != digest(calls)
