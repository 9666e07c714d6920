"""What the documents say is what the program does."""

import json
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from benchmarks.tables import DOCUMENTS, with_table
from routing.cli import COMMANDS
from routing.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_setting_is_documented_and_nothing_else_is():
    documented = re.findall(rf"^\| `({PREFIX}\w+)`", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE)

    assert documented == [PREFIX + field.name.upper() for field in fields(Settings)]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command):
    assert f"advisor {command}" in README or command == "serve"


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    reasons = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]

    for line in project["dependencies"] + extras:
        name = re.match(r"[\w-]+", line).group().lower()
        assert name in reasons.lower() or name.startswith("types-")


def test_the_readmes_answer_is_the_answer(ask):
    body = json.loads(re.search(r"-d '(\{.*\})'", README).group(1))
    shown = json.loads(re.search(r"<!-- answer -->\n```json\n(.*?)```", README, re.DOTALL).group(1))
    changing = ("advice_id", "call_id", "model", "catalogue", "took_ms", "confidence", "because", "alternatives")

    answer = ask(**body).json

    assert set(answer) == set(shown)
    assert {name: answer[name] for name in answer if name not in changing} == {
        name: shown[name] for name in shown if name not in changing
    }


def test_every_link_between_documents_leads_somewhere():
    for document in (ROOT / "README.md", *ROOT.glob("docs/**/*.md"), ROOT / "models" / "MODEL_CARD.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document}: {target}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_measured_table_comes_from_the_newest_result_file(name):
    text = DOCUMENTS[name].read_text("utf-8")

    assert with_table(text, name) == text
