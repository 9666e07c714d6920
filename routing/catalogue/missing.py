"""What a new catalogue still lacks, what is needed most first."""

from __future__ import annotations

from collections.abc import Iterator

from routing.catalogue.draft import Draft

NAMED = 5


def lacking_to_train(draft: Draft, least: int, least_out_of_scope: int) -> Iterator[str]:
    """Yield a line for each thing without which no model can be trained.

    Parameters
    ----------
    least, least_out_of_scope
        Example calls that each intent must have, and calls that mean none of them.
    """
    if len(draft.intents) < 2:
        yield f"intents: at least two are needed, there are {len(draft.intents)}; write them into intents/*.yaml"
    short = [intent for intent in draft.intents.values() if len(intent.examples) < least]
    for intent in sorted(short, key=lambda each: len(each.examples)):
        found, more = len(intent.examples), least - len(intent.examples)
        yield f"calls.csv: {intent.id} has {_count(found, 'call')} and needs {more} more"
    found = len(draft.out_of_scope)
    if found < least_out_of_scope:
        has = f"has {_count(found, 'call')} and needs {least_out_of_scope - found} more" if found else "has no call"
        yield (
            f"calls.csv: out_of_scope {has}; write down calls that are for none of your departments, "
            f"{least_out_of_scope} or better 50, so that the model learns to say so"
        )


def lacking_to_serve(draft: Draft) -> Iterator[str]:
    """Yield a line for each thing that callers or receptionists would miss."""
    departments = list(draft.departments.values())
    if ids := [each.id for each in departments if not each.extension]:
        yield f"departments.yaml: extension to be written for {_named(ids)}"
    if ids := [each.id for each in departments if not each.hours]:
        yield f"departments.yaml: hours to be checked for {_named(ids)}; they are set to Monday to Friday, 9 to 5"
    busy = {intent.department for intent in draft.intents.values()} | {draft.front_desk}
    if ids := [each.id for each in departments if each.id not in busy]:
        yield f"intents: nothing leads to {_named(ids)} yet"
    if draft.intents:
        yield "intents/*.yaml: say each label after 'this is about', and mend those that sound wrong"
        yield f"intents/*.yaml: say_back and expectation to be written for {_count(len(draft.intents), 'intent')}"
        yield f"intents/*.yaml: follow_ups to be written for {_count(len(draft.intents), 'intent')}"
    yield "golden.csv: calls with the advice you expect, so that 'advisor diff' can tell what a change breaks"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _named(ids: list[str]) -> str:
    more = [f"{len(ids) - NAMED} more"] if len(ids) > NAMED else []
    return ", ".join([*ids[:NAMED], *more])
