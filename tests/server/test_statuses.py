"""A live status reaches every server process over one database, and outlives all of them."""

import json
import time
import urllib.request

DEADLINE_S = 20


def put(address, department, fields):
    request = urllib.request.Request(
        f"{address}/v1/departments/{department}/status",
        json.dumps(fields).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def listed(address, department):
    with urllib.request.urlopen(f"{address}/v1/departments", timeout=30) as response:
        return next(each for each in json.load(response)["departments"] if each["id"] == department)


def seen(address, department, wait_s):
    """Ask until the wait is this one; return whether it came to be."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        if listed(address, department)["wait_s"] == wait_s:
            return True
        time.sleep(0.1)
    return False


def test_a_status_set_at_one_server_is_seen_at_all_and_kept_when_all_are_started_anew(serving, start, tmp_path):
    with serving(tmp_path, ADVISOR_WORKERS="1") as one:
        another = start()
        usual = listed(another, "digital")["wait_s"]
        said = put(
            one,
            "digital",
            {"open": False, "for_s": 3600, "wait_s": 901, "on_duty": "Sam", "incident": {"text": "It is down."}},
        )
        assert seen(another, "digital", 901)
        assert listed(another, "digital") == listed(one, "digital") == said

        put(another, "cards", {"wait_s": 902})
        assert seen(one, "cards", 902)
        put(another, "cards", {})
        assert seen(one, "cards", listed(another, "cards")["wait_s"])

    restarted = start()
    assert listed(restarted, "digital") == said
    put(restarted, "digital", {"wait_s": 903, "for_s": 1})
    assert seen(another, "digital", usual)
    assert seen(restarted, "digital", usual)
