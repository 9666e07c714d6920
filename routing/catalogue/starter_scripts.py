"""The words every new organisation starts with."""

from __future__ import annotations

from importlib.resources import files

import yaml


def starter_scripts() -> str:
    """Return the text of a new scripts.yaml."""
    return files("routing.catalogue").joinpath("starter", "scripts.yaml").read_text(encoding="utf-8")


def as_yaml(text: str) -> str:
    """Return a text of one line as a YAML value, in quotes if it needs them."""
    return yaml.safe_dump([text], allow_unicode=True, default_flow_style=True, width=10**9)[1:-2]
