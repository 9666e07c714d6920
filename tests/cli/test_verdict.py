from io import StringIO

from rich.console import Console

from routing.cli.verdict import show_verdict
from training.gate import Check, Verdict

GOOD = Check("intent", True, 0.9, 0.9, 0.01, "intent right: 90.0 % against 90.0 % live, the same")
BAD = Check("department", False, 0.9, 0.8, 0.005, "department right: 80.0 % against 90.0 % live, 10.0 points worse")


def shown(verdict):
    console = Console(file=StringIO(), width=160)
    show_verdict(verdict, "20260102-new", console)
    return console.file.getvalue()


def test_every_check_is_shown_with_its_sentence():
    text = shown(Verdict(False, (GOOD, BAD), "20260101-live"))
    assert "Gate: 20260102-new, against 20260101-live" in text
    assert all(check.text in text for check in (GOOD, BAD))
    assert text.count("refused") == 1
    assert "Refused by 1 of 2 checks." in text


def test_a_pass_says_so_and_a_first_model_is_named_as_such():
    text = shown(Verdict(True, (GOOD,), ""))
    assert "no model is live" in text
    assert "Passed: it may go live." in text
