"""The stages of a conversation, in the words of the service standards."""

from __future__ import annotations

STAGES = (
    "greet",
    "calm",
    "say_back",
    "say_back_unsure",
    "details",
    "reassure",
    "apology",
    "notice",
    "expectation",
    "second",
    "question",
    "transfer",
    "warm",
    "cover",
    "operator",
    "operator_unsure",
    "owner",
    "callback",
    "hold",
    "back_from_hold",
    "safety",
    "abuse",
    "end",
    "close",
    "handoff",
)

# This may have nothing to say, when there is nothing to comfort for.
MAY_BE_SILENT = frozenset(("reassure",))

# What a person needs after the words that a machine speaks: each for its moment, not one after the other.
FOR_A_PERSON = frozenset(("hold", "back_from_hold", "close"))

# What a machine leaves out, first to last, when its text would be too long to listen to: a whole stage, all but the
# first sentence of it, or the last sentence that asks nothing.
WHOLE, AFTER_FIRST_SENTENCE, LAST_STATEMENT = "whole", "after the first sentence", "the last statement"
LEFT_OUT_FIRST = (
    ("details", WHOLE),
    ("greet", WHOLE),
    ("expectation", AFTER_FIRST_SENTENCE),
    ("expectation", WHOLE),
    ("reassure", WHOLE),
    ("calm", AFTER_FIRST_SENTENCE),
    ("operator_unsure", WHOLE),
    ("say_back", AFTER_FIRST_SENTENCE),
    ("second", WHOLE),
    ("apology", AFTER_FIRST_SENTENCE),
    ("say_back_unsure", WHOLE),
    ("say_back", WHOLE),
    ("calm", WHOLE),
    ("apology", WHOLE),
    ("notice", WHOLE),
    *((stage, LAST_STATEMENT) for stage in ("transfer", "warm", "cover", "operator", "callback", "question")),
)
