import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from routing.text.examples import OUT_OF_SCOPE
from training.gate import as_fields, judged
from training.gate.paired import Paired
from training.report import HTML, JSON, Learnt, learnt_of
from training.report.page import page

from .conftest import FACTS


@pytest.fixture(scope="session")
def figures(files):
    return json.loads(files[JSON])


@pytest.fixture(scope="session")
def html(files):
    return files[HTML].decode()


class Page(HTMLParser):
    """Reads a page and keeps its tags with their attributes, and its visible words."""

    VOID = frozenset(("meta", "br", "link", "img"))

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="session")
def shown(html):
    return Page(html)


def test_the_page_is_made_of_the_json_alone(html, figures):
    assert page(figures) == html


def test_the_same_input_gives_the_same_bytes_and_only_the_time_differs_with_the_time(given, files):
    assert given.files() == files
    later = given.files(FACTS | {"created": "2026-11-28T13:00:00+00:00"})
    assert {name: content.replace(b"13:00", b"12:00") for name, content in later.items()} == files


def test_the_page_asks_nothing_of_the_network(html, shown):
    assert "http" not in html.lower()
    assert not re.search(r"@import|url\((?!#)", html)
    for tag, attributes in shown.tags:
        assert tag not in ("link", "iframe", "object", "embed", "base")
        for name in ("src", "href", "xlink:href", "data", "action"):
            if value := attributes.get(name):
                assert value.startswith(("#", "data:image/")), f"<{tag} {name}={value[:60]}>"


def test_every_element_is_closed_and_no_id_is_used_twice(shown):
    assert shown.open == []
    ids = [attributes["id"] for _, attributes in shown.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in shown.tags:
        for name in ("href", "xlink:href", "aria-labelledby", "clip-path"):
            if found := re.search(r"#?([\w-]+)\)?\Z", attributes.get(name) or ""):
                assert found[1] in ids or attributes[name].startswith("data:"), attributes[name]


def test_pictures_have_words_for_those_who_cannot_see_them_and_tables_have_headers(shown):
    pictures = [attributes for tag, attributes in shown.tags if attributes.get("role") == "img"]
    assert len(pictures) == 3
    assert all(len(attributes["aria-label"]) > 60 for attributes in pictures)
    headers = [attributes for tag, attributes in shown.tags if tag == "th"]
    assert headers
    assert all(attributes.get("scope") in ("col", "row") for attributes in headers)
    assert [tag for tag, _ in shown.tags].count("caption") == [tag for tag, _ in shown.tags].count("table")


def test_pictures_take_the_colours_of_the_page(html):
    assert "currentColor" in html
    assert "var(--accent)" in html
    assert not re.search(r"(fill|stroke): #(?!fff)[0-9a-f]{6}", html)


def test_the_page_stays_small_for_a_hundred_intents(files, figures):
    assert len(figures["intents"]) >= 100
    assert len(files[HTML]) < 500_000


def test_no_personal_number_and_no_markup_of_a_caller_gets_through(files, html):
    for content in files.values():
        assert b"07700" not in content
        assert b"4111" not in content
    assert "[telephone]" in html
    assert "<b>now</b>" not in html
    assert "&lt;b&gt;now&lt;/b&gt;" in html


def test_the_verdict_stands_at_the_top_with_the_reasons_of_a_refusal(given, figures, shown):
    verdict = judged(given.evidence)
    assert not verdict.passed
    assert figures["verdict"] == as_fields(verdict)
    for reason in verdict.reasons:
        assert shown.text.count(reason) == 2


def test_headline_figures_agree_with_the_counts(given, figures):
    found = {row["name"]: row for row in figures["headline"]}
    inside = [one for one in given.evidence.candidate if one.call.in_scope]
    lost = sum(not one.department_right for one in inside)
    gained = sum(one.call.department == "loans" for one in inside)
    both = len(inside) - lost - gained
    pair = Paired(len(inside), both, gained, lost, gained, lost)
    row = found["department"]
    assert row["calls"] == len(inside)
    assert row["candidate"] == pytest.approx(pair.candidate, abs=1e-4)
    assert row["live"] == pytest.approx(pair.live, abs=1e-4)
    assert (row["low"], row["high"]) == pytest.approx(pair.interval, abs=1e-4)
    assert row["word"] == "better"
    assert found["out_of_scope"]["word"] == "the same"
    assert found["operator"]["word"] == "the same"
    assert found["transferred_right"]["low"] <= found["transferred_right"]["difference"]


def test_the_confusion_counts_every_call_that_has_a_department(given, figures):
    found = figures["departments"]
    assert sum(map(sum, found["matrix"])) == sum(one.call.in_scope for one in given.evidence.candidate) + 1
    row, column = found["names"].index("fraud"), found["names"].index("cards")
    assert {
        "labelled": "fraud",
        "found": "cards",
        "calls": found["matrix"][row][column],
        "of": sum(found["matrix"][row]),
    } in found["worst"]


def test_an_intents_row_agrees_with_the_sum_on_paper(figures):
    rows = {row["id"]: row for row in figures["intents"]}
    wrong = next(row for row in rows.values() if row["department"] == "fraud")
    assert (wrong["calls"], wrong["recall"], wrong["precision"], wrong["f1"]) == (4, 0.75, 1.0, 0.8571)
    assert wrong["change"] == pytest.approx(-0.1429, abs=1e-4)
    gained = next(row for row in rows.values() if row["department"] == "loans")
    assert (gained["f1"], gained["change"]) == (1.0, 1.0)
    assert rows["mortgage_move"] == rows["mortgage_move"] | {"new": True, "learnt": 5, "calls": 1, "recall": 0.0}
    assert "change" not in rows["mortgage_move"]


def test_the_curve_ends_with_every_call_and_grows_in_coverage(given, figures):
    for model in ("candidate", "live"):
        curve = figures["coverage"][model]["curve"]
        assert curve[-1]["coverage"] == 1.0
        assert [each["coverage"] for each in curve] == sorted(each["coverage"] for each in curve)
        assert [each["threshold"] for each in curve] == sorted((each["threshold"] for each in curve), reverse=True)
    inside = [one for one in given.evidence.candidate if one.call.in_scope]
    assert figures["coverage"]["candidate"]["curve"][-1]["right"] == pytest.approx(
        sum(one.department_right for one in inside) / len(inside), abs=1e-4
    )
    assert figures["coverage"]["candidate"]["point"]["coverage"] == 1.0


def test_the_bins_of_the_reliability_diagram_hold_every_call(given, figures):
    inside = sum(one.call.in_scope for one in given.evidence.candidate)
    assert sum(each["calls"] for each in figures["reliability"]["candidate"]["bins"]) == inside


def test_the_surest_mistake_comes_first_and_strays_that_were_transferred_are_mistakes(figures):
    first, *others = figures["mistakes"]
    assert first["reason"] == "my number is [telephone], I am moving house"
    assert (first["labelled"], first["found"], first["confidence"]) == ("mortgages", "cards", 0.99)
    assert "live_right" not in first
    assert any(row["labelled"] == OUT_OF_SCOPE for row in others)
    assert all(row["live_right"] for row in others if row["labelled"] == "fraud")


def test_what_changed_in_the_data_is_told_and_can_be_read_back(given, figures, shown):
    data = figures["data"]
    assert (data["calls"], data["calls_before"], data["erased"]) == (34, 39, 3)
    assert (data["intents_added"], data["intents_removed"]) == (["mortgage_move"], ["old_intent"])
    assert {"source": "crm", "before": 0, "now": 10} in data["added_by_source"]
    assert data["shifts"][0] == {"intent": "mortgage_move", "before": 0.0, "now": 0.1471}
    assert learnt_of(figures) == given.learnt
    assert "3 calls were erased since" in shown.text


@pytest.mark.parametrize("words", ["3.12.1", "12.3 s", "c" * 64, "20261101-live", "call-7", "2 were left out"])
def test_facts_are_on_the_page(shown, words):
    assert words in shown.text


def test_the_report_of_a_first_version_compares_nothing(given):
    first = replace(
        given.evidence,
        against="",
        live=(),
        new_live=(),
        candidate=given.evidence.candidate,
        latency_ms=None,
        sizes=(5, None),
    )
    made = replace(given, evidence=first, before=None, suspects=(), learnt=Learnt({"card_order": 5})).files()
    text = Page(made[HTML].decode()).text
    figures = json.loads(made[JSON])
    assert all("difference" not in row and "live" not in row for row in figures["headline"])
    assert "as none is live" in text
    assert "No label looks wrong." in text
    assert "so nothing is compared" in text


def test_without_a_held_out_call_there_is_still_a_report(given):
    nothing = replace(
        given.evidence, against="", live=(), candidate=(), new=(), new_live=(), latency_ms=None, sizes=None
    )
    made = replace(given, evidence=nothing, before=None).files()
    assert json.loads(made[JSON])["headline"] == []
    assert "Measured on 0 labelled calls" in Page(made[HTML].decode()).text
