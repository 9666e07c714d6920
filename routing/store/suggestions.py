"""Suggested intents as they were found, and what people decided about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update

from routing.domain.suggestion import ACCEPTED, DISMISSED, OPEN, SUPERSEDED, Suggestion
from routing.errors import UnknownSuggestion
from routing.store.engine import READING
from routing.store.erasures import erased_among
from routing.store.tables import in_utc, suggestions

SHOWN_OF_ID = 8


class Suggestions:
    """The suggestions in the database behind `engine`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def supersede(self, found: Sequence[Suggestion]) -> list[Suggestion]:
        """Put newly found suggestions in place of those that are open, in one transaction; return them as kept.

        Calls that were erased since they were read are taken out, with their words.
        """
        with self.engine.begin() as connection:
            erased = erased_among(connection, {call_id for each in found for call_id in each.call_ids})
            kept = [left for each in found if (left := _without(each, erased)).call_ids]
            connection.execute(
                update(suggestions)
                .where(suggestions.c.state == OPEN)
                .values(state=SUPERSEDED, call_ids=[], examples=[])
            )
            if kept:
                connection.execute(insert(suggestions), [_row(each) for each in kept])
        return kept

    def open(self) -> list[Suggestion]:
        """Return the suggestions that wait for a person, those of most calls first."""
        query = select(suggestions).where(suggestions.c.state == OPEN)
        with self.engine.connect().execution_options(**READING) as connection:
            found = [_suggestion(row) for row in connection.execute(query)]
        return sorted(found, key=lambda each: (-each.calls, each.name, each.id))

    def find(self, name: str) -> Suggestion:
        """Return the one open suggestion whose name, or whose id's beginning, is `name`.

        Raises
        ------
        UnknownSuggestion
            There is none, or there are several.
        """
        waiting = self.open()
        named = [each for each in waiting if name and (each.name == name or each.id.startswith(name))]
        if len(named) != 1:
            listed = ", ".join(f"{each.name} ({each.id[:SHOWN_OF_ID]})" for each in waiting) or "none"
            raise UnknownSuggestion(
                "expected one open suggestion by its name or the beginning of its id, "
                f"found {len(named)} for {name!r}; open are: {listed}"
            )
        return named[0]

    def decided(self) -> set[str]:
        """Return the ids of the calls that people have judged as part of a suggestion."""
        query = select(suggestions.c.call_ids).where(suggestions.c.state.in_((ACCEPTED, DISMISSED)))
        with self.engine.connect().execution_options(**READING) as connection:
            return {call_id for (call_ids,) in connection.execute(query) for call_id in call_ids}

    def dismiss(self, suggestion: Suggestion) -> None:
        """Note that a person wants no intent for these calls.

        Raises
        ------
        UnknownSuggestion
            Somebody else has decided about it meanwhile.
        """
        with self._deciding(suggestion, DISMISSED):
            pass

    @contextmanager
    def accepting(self, suggestion: Suggestion) -> Iterator[None]:
        """Note that a person accepts it, once the block has done its work; nothing is noted if the block fails.

        Raises
        ------
        UnknownSuggestion
            Somebody else has decided about it meanwhile; the block is not entered.
        """
        with self._deciding(suggestion, ACCEPTED):
            yield

    @contextmanager
    def _deciding(self, suggestion: Suggestion, state: str) -> Iterator[None]:
        change = update(suggestions).where(suggestions.c.id == suggestion.id, suggestions.c.state == OPEN)
        with self.engine.begin() as connection:
            if not connection.execute(change.values(state=state)).rowcount:
                raise UnknownSuggestion(
                    f"expected the open suggestion {suggestion.name}, found it decided or superseded meanwhile; "
                    "look again with advisor insights"
                )
            yield


def _without(suggestion: Suggestion, erased: Collection[str]) -> Suggestion:
    """Return the suggestion without some calls; the first of its calls are those whose words are its examples."""
    said = zip(suggestion.examples, suggestion.call_ids, strict=False)
    call_ids = tuple(call_id for call_id in suggestion.call_ids if call_id not in erased)
    return replace(
        suggestion,
        calls=suggestion.calls - len(suggestion.call_ids) + len(call_ids),
        examples=tuple(words for words, call_id in said if call_id not in erased),
        call_ids=call_ids,
    )


def _row(suggestion: Suggestion) -> dict[str, Any]:
    lists = {name: list(getattr(suggestion, name)) for name in ("words", "examples", "call_ids")}
    return {**vars(suggestion), **lists, "found_at": suggestion.found_at.astimezone(UTC)}


def _suggestion(row: Row[Any]) -> Suggestion:
    lists = {name: tuple(getattr(row, name)) for name in ("words", "examples", "call_ids")}
    return Suggestion(**{**row._mapping, **lists, "found_at": in_utc(row.found_at)})
