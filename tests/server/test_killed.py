"""A row that was answered as stored survives `kill -9`, at any moment, on both databases."""

import http.client
import json
import threading
import time
import urllib.error
import urllib.request

import numpy as np
import pytest

from routing.store.engine import open_engine
from routing.store.labelled import LabelledCalls

INTENTS = ("card_lost_or_stolen", "card_order")
ROWS = {
    "application/x-ndjson": 1300,
    "application/json": 250,
}  # more than one block of lines, less than one of an array
POSTED_FIRST_S = 60
MOST_TRIES = 6


def rows(sender, number, amount):
    """Return new rows, and one of a call that every post labels anew."""
    again = {"call_id": f"{sender}-again", "reason": "the same call", "intent": INTENTS[number % 2]}
    return [
        {"call_id": f"{sender}-{number}-{place}", "reason": f"words of {number} {place}", "intent": INTENTS[place % 2]}
        for place in range(amount - 1)
    ] + [again]


def post(address, sender, number, media_type, with_key=True):
    """Post, again while the database is busy, and return the answer."""
    posted = rows(sender, number, ROWS[media_type])
    body = json.dumps(posted) if media_type == "application/json" else "\n".join(map(json.dumps, posted))
    headers = {"Content-Type": media_type} | ({"Idempotency-Key": f"{sender}-{number}"} if with_key else {})
    request = urllib.request.Request(f"{address}/v1/calls", body.encode(), headers)
    for _ in range(MOST_TRIES):
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            if error.code != 503:  # another writer had the database too long: a sender tries again
                raise
            error.close()
            time.sleep(int(error.headers["Retry-After"]))
    raise TimeoutError("the database did not answer")


class Sender(threading.Thread):
    """Posts without end until the server is gone; knows what was answered."""

    def __init__(self, address, name, media_type, first):
        super().__init__(daemon=True)
        self.address, self.sender, self.media_type = address, name, media_type
        self.first = self.number = first
        self.answers, self.stopped = {}, None

    def run(self):
        try:
            while True:
                self.answers[self.number] = post(self.address, self.sender, self.number, self.media_type)
                self.number += 1
        except (OSError, ValueError, http.client.HTTPException) as error:
            self.stopped = error


def check(url, sender):
    """Hold what is on record against what was answered, and against what was sent."""
    engine = open_engine(url)
    calls = LabelledCalls(engine)
    found = {row.call_id: (row.reason, row.intent) for row in calls.all()}
    again = calls.of_call(f"{sender.sender}-again")
    engine.dispose()

    amount = ROWS[sender.media_type]
    sent = {
        row["call_id"]: (row["reason"], row["intent"])
        for number in range(sender.first, sender.number + 1)
        for row in rows(sender.sender, number, amount)[:-1]
    }
    answered = {row["call_id"] for number in sender.answers for row in rows(sender.sender, number, amount)[:-1]}
    kept = {call_id: row for call_id, row in found.items() if call_id in sent}
    assert answered <= set(kept)
    assert all(sent[call_id] == row for call_id, row in kept.items())
    if sender.media_type == "application/json":  # one transaction: all of it or none
        assert len(kept) - len(answered) in (0, amount - 1)
    acknowledged = max((answer["rows"][-1]["revision"] for answer in sender.answers.values()), default=0)
    revisions = [revision.revision for one in again for revision in (one, *one.earlier)]
    assert revisions == list(range(len(revisions), 0, -1))
    assert len(revisions) >= acknowledged


def hold_to_the_answer(address, sender):
    """Post again what was answered last, and then what was not answered."""
    last = sender.number - 1
    assert post(address, sender.sender, last, sender.media_type) == sender.answers[last]

    answer, waiting = None, None
    try:
        answer = post(address, sender.sender, sender.number, sender.media_type)
    except urllib.error.HTTPError as error:
        waiting = error
    if waiting:
        with waiting:
            assert waiting.code == 409
            assert 0 < int(waiting.headers["Retry-After"]) <= 60
        answer = post(address, sender.sender, sender.number, sender.media_type, with_key=False)
    assert answer["counts"]["refused"] == 0
    assert len(answer["rows"]) == ROWS[sender.media_type]


def killed_while_posting(killable, folder, url, rounds, seed):
    moments = np.random.default_rng(seed)
    senders = []
    for turn in range(rounds + 1):
        with killable(folder, ADVISOR_DATABASE_URL=url, ADVISOR_WORKERS="2") as (address, kill):
            for sender in senders:
                hold_to_the_answer(address, sender)
            if turn == rounds:
                return
            first = turn * 10_000
            senders = [Sender(address, f"sender-{place}", kind, first) for place, kind in enumerate(ROWS)]
            for sender in senders:
                sender.start()
            deadline = time.monotonic() + POSTED_FIRST_S
            while not all(sender.answers for sender in senders) and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(moments.uniform(0, 1.5))
            kill()
        for sender in senders:
            sender.join(timeout=60)
            assert sender.answers, sender.stopped
            check(url, sender)


def test_what_was_answered_as_stored_survives_a_kill(killable, tmp_path, database_url):
    killed_while_posting(killable, tmp_path, database_url, rounds=1, seed=1)


@pytest.mark.chaos
@pytest.mark.parametrize("seed", range(3))
def test_what_was_answered_as_stored_survives_one_kill_after_another(killable, tmp_path, database_url, seed):
    killed_while_posting(killable, tmp_path, database_url, rounds=8, seed=seed)
