"""What is written late does not bring back a call that was erased, not even at the same moment."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import event, select

from routing.domain.suggestion import Suggestion
from routing.store.erasing import erase
from routing.store.suggestions import Suggestions
from routing.store.tables import advice, suggestions, trial_advice
from routing.store.trials import TrialAdvice, Trials
from routing.store.writing import written

NOW = datetime.now(UTC)


def write_advice(engine, entry):
    written(engine, [entry(1, call_id="gone", recorded_at=NOW), entry(2, call_id="other", recorded_at=NOW)])


def write_trial(engine, entry):
    said = {"given_at": NOW, "live": "one", "trial": "two", "live_action": "ask", "live_department": "cards"}
    said |= {"live_took_ms": 1.0, "action": "ask", "department": "cards", "intent": "", "confidence": 0.5}
    Trials(engine).record([TrialAdvice(entry(1).id, "gone", took_ms=1.0, **said)])
    Trials(engine).record([TrialAdvice(entry(2).id, "other", took_ms=1.0, **said)])


def write_suggestion(engine, entry):
    usual = {"found_at": NOW, "state": "open", "name": "crypto", "department": "cards", "ended": True, "of_calls": 9}
    usual |= {"words": ("crypto",), "nearest": "isa", "likeness": 0.5}
    both = Suggestion(
        entry(1).id, calls=2, examples=("words of gone", "words of other"), call_ids=("gone", "other"), **usual
    )
    alone = Suggestion(entry(2).id, calls=1, examples=("words of gone",), call_ids=("gone",), **usual)
    Suggestions(engine).supersede([both, alone])


LATE = pytest.mark.parametrize(
    ("write", "table"), [(write_advice, advice), (write_trial, trial_advice), (write_suggestion, suggestions)]
)


def kept(engine, table):
    with engine.connect() as connection:
        return str([tuple(row) for row in connection.execute(select(table))])


@LATE
def test_what_is_written_after_the_erasure_leaves_the_call_out(database, entry, write, table):
    erase(database, "gone")

    write(database, entry)

    assert "gone" not in kept(database, table)
    assert "other" in kept(database, table)


@LATE
def test_an_erasure_that_comes_between_reading_the_erased_calls_and_writing_finds_what_is_written(
    database, entry, write, table
):
    written(database, [entry(3, call_id="gone", reason="words of gone")])
    eraser = Thread(target=erase, args=(database, "gone"))

    @event.listens_for(database, "after_cursor_execute")
    def erase_now(connection, cursor, statement, *rest):
        if statement.startswith("SELECT erasures") and not eraser.ident:
            eraser.start()
            eraser.join(0.3)

    write(database, entry)
    eraser.join()

    assert "gone" not in kept(database, table)
    assert "other" in kept(database, table)


def test_what_is_advised_after_an_erasure_is_kept(database, entry):
    erase(database, "call-1")

    written(database, [entry(1, recorded_at=NOW + timedelta(days=1))])

    assert "call-1" in kept(database, advice)


def test_a_suggestion_says_what_was_kept_of_it(database, entry):
    erase(database, "gone")
    write_suggestion(database, entry)

    (found,) = Suggestions(database).open()

    assert (found.calls, found.examples, found.call_ids) == (1, ("words of other",), ("other",))
