"""What is to be served follows from what stands in the store, and from the default while nothing stands there."""

from datetime import UTC, datetime

from routing.serving.wanted import Order, Wanted, first_choices, order
from routing.store.promotions import CANARY, END, LIVE, SHADOW, Promotion, Standing
from routing.text.shelf import Live

DEFAULT = Live("default", "00")


def row(number, version, role=LIVE, share=0, digest="ab"):
    return Promotion(number, version, digest, role, share, datetime(2026, 11, 24, tzinfo=UTC), "Ann", "")


def test_while_nothing_was_promoted_the_default_is_served():
    assert order(Standing(None, None), DEFAULT) == Order(Wanted(0, DEFAULT))


def test_what_is_live_and_what_is_tried_out_is_served():
    standing = Standing(row(1, "one"), row(2, "two", CANARY, 10))
    assert order(standing, DEFAULT) == Order(Wanted(1, Live("one", "ab")), Wanted(2, Live("two", "ab")), CANARY, 10)


def test_the_default_is_not_tried_out_beside_itself():
    standing = Standing(None, row(1, "default", SHADOW, digest="00"))
    assert order(standing, DEFAULT) == Order(Wanted(0, DEFAULT))


def test_a_process_begins_with_the_live_version_then_with_those_before_it_and_at_last_with_the_default():
    history = [row(1, "one"), row(2, "two"), row(3, "three", SHADOW), row(4, "one"), row(5, "", END)]
    assert [each.version for each in first_choices(history, DEFAULT)] == ["one", "two", "default"]
    assert first_choices([], DEFAULT) == [DEFAULT]
