"""The words every new organisation starts with."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

from routing.catalogue.schemas import STAGES, ScriptsSchema
from routing.scripts.template import fault_in

_BEFORE = {
    "greet": "Hello{% if caller_name %}, {{ caller_name }}{% endif %}, thank you for calling {{ organisation }}.",
    "closed": (
        "I'm sorry, {{ closed.spoken }} is closed just now and opens again {{ opens }}. You can ring again then, or I "
        "can put you through to {{ front_desk.spoken }} now, who will help as far as they can."
    ),
    "safety": (
        "I'm putting you through to a person this moment, so please stay with me. If anyone's life is in danger, "
        "ring the emergency services now."
    ),
}


def starter_scripts() -> str:
    """Return the text of a new scripts.yaml, in the form the catalogue reads."""
    text = files("routing.catalogue").joinpath("starter", "scripts.yaml").read_text(encoding="utf-8")
    return text if not ScriptsSchema().validate(yaml.safe_load(text)) else _of_plain_words(yaml.safe_load(text))


def _of_plain_words(stages: dict[str, Any]) -> str:
    """Return the starter for a catalogue whose stages are words only: those it knows, its standards as remarks."""
    head = (
        "# What is said at each stage, for the whole organisation. An intent may replace a stage with its own words.\n"
        "# The remark after each stage names the service standards it serves (S1 to S17).\n"
    )
    lines = []
    for stage in STAGES:
        words = stages.get(stage, {}).get("words", "")
        sound = words and not fault_in(words)
        serves = ", ".join(stages.get(stage, {"serves": ("S4", "S5")})["serves"])
        lines.append(f"{stage}: {as_yaml(words if sound else _BEFORE[stage])}  # {serves}\n")
    return head + "".join(lines)


def as_yaml(text: str) -> str:
    """Return a text of one line as a YAML value, in quotes if it needs them."""
    return yaml.safe_dump([text], allow_unicode=True, default_flow_style=True, width=10**9)[1:-2]
