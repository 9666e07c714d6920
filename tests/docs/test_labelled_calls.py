"""What the page on labelled calls shows is what the program does."""

import json
import re
from pathlib import Path

from routing.posting import RowSchema

PAGE = (Path(__file__).parents[2] / "docs" / "labelled-calls.md").read_text("utf-8")


def test_the_first_example_is_answered_as_shown(client):
    posted = json.loads(re.search(r"-d '(\[.*?\])'", PAGE).group(1))
    shown = json.loads(re.search(r"```json\n(\{.*?)```", PAGE, re.DOTALL).group(1))

    assert client.post("/v1/calls", json=posted).json == shown


def test_the_chain_labels_its_first_reason_as_the_page_says(client):
    chain = json.loads(re.search(r"```json\n(\[.*?)```", PAGE, re.DOTALL).group(1))

    assert client.post("/v1/calls", json=chain).json["counts"]["stored"] == 3
    ended = client.get("/v1/calls/call-7").json["ended"]
    assert ended == {"reason": "there is a payment I never made", "department": "fraud", "transfers": 2}


def test_every_field_of_a_row_is_on_the_page():
    assert all(f"`{name}`" in PAGE for name in RowSchema().fields)
