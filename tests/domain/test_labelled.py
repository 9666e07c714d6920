"""What the rows about a call say of its first reason."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from routing.domain.labelled import CallRow, call_hash, ended

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def row(hop, department, resolved=False, reason="", **facts):
    usual = {"intent": "", "transfers": None, "occurred_at": NOON}
    return CallRow("call-1", hop, reason, department=department, resolved=resolved, **usual | facts)


def test_a_chain_labels_its_first_reason_with_where_it_ended():
    chain = [
        row(0, "billing", reason="there is a payment I never made"),
        row(1, "cards", reason="they sent me to you"),
        row(2, "fraud", resolved=True, reason="as I said, a payment I never made"),
    ]

    found = ended(chain)

    assert (found.reason, found.department, found.transfers) == ("there is a payment I never made", "fraud", 2)


def test_a_call_that_nobody_finished_has_no_label():
    assert ended([row(0, "billing", reason="hello"), row(1, "cards")]) is None
    assert ended([]) is None


def test_what_was_told_of_the_transfers_counts_for_more_than_the_hops_that_were_posted():
    assert ended([row(0, "fraud", resolved=True, transfers=3)]).transfers == 3


@given(st.lists(st.tuples(st.booleans(), st.text("ab", max_size=2)), min_size=1, max_size=6), st.randoms())
def test_the_order_in_which_rows_arrive_does_not_matter(hops, shuffled):
    rows = [row(hop, f"d{hop}", resolved, reason) for hop, (resolved, reason) in enumerate(hops)]
    mixed = rows.copy()
    shuffled.shuffle(mixed)

    assert ended(mixed) == ended(rows)


@given(call_id=st.text(max_size=128).filter(lambda text: text.isascii()))
def test_the_hash_of_a_call_is_the_same_every_time_and_fits_64_bits(call_id):
    assert call_hash(call_id) == call_hash(call_id)
    assert -(2**63) <= call_hash(call_id) < 2**63


def test_the_hash_of_a_call_never_changes():
    assert call_hash("call-1") == 632936521157720769
