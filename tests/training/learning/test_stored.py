"""The store's rows become labelled calls: the first reason with where the call ended."""

from datetime import UTC, datetime, timedelta

from routing.domain.labelled import CallRow
from training.learning.stored import stored_calls

START = datetime(2026, 11, 1, tzinfo=UTC)


def a_row(call_id, hop, reason="", intent="", department="cards", resolved=False, minutes=0):
    return CallRow(call_id, hop, reason, intent, department, resolved, None, START + timedelta(minutes=minutes), "crm")


def nobody_knows(calls):
    return {}


def test_a_chain_of_transfers_labels_its_first_reason_with_where_it_was_resolved():
    rows = [
        a_row("a", 0, "money is gone from my account", department="billing"),
        a_row("a", 1, "they sent me here", department="cards"),
        a_row("a", 2, "so it is fraud", "fraud_report", "fraud", resolved=True),
    ]
    (call,), silent = stored_calls(rows, nobody_knows)
    assert (call.reason, call.intent, call.department) == ("money is gone from my account", "fraud_report", "fraud")
    assert (call.call_id, call.place, call.source, silent) == ("a", "call a, hop 2", "crm", 0)


def test_calls_come_oldest_first_and_those_that_nobody_finished_are_not_among_them():
    rows = [
        a_row("late", 0, "my pin", "pin", resolved=True, minutes=9),
        a_row("open", 0, "my card", "lost"),
        a_row("soon", 0, "my loan", "loan", resolved=True, minutes=1),
    ]
    assert [call.call_id for call in stored_calls(rows, nobody_knows)[0]] == ["soon", "late"]


def test_a_call_without_words_takes_those_of_its_advice_and_is_counted_if_there_are_none():
    asked = []

    def advised(calls):
        asked.extend(calls)
        return {"a": "i lost my card"}

    rows = [a_row(name, 0, reason, "lost", resolved=True) for name, reason in (("a", ""), ("b", ""), ("c", "my card"))]
    calls, silent = stored_calls(rows, advised)
    assert {call.call_id: call.reason for call in calls} == {"a": "i lost my card", "c": "my card"}
    assert (asked, silent) == (["a", "b"], 1)
