"""`report.html` and `report.json`: what a version is, how good it is, and what is different from the live one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from routing.domain.catalogue import Catalogue
from training.gate import Evidence, Verdict
from training.report.content import content
from training.report.data import Learnt, Suspect, learnt_of
from training.report.page import page

__all__ = ["HTML", "JSON", "Learnt", "Suspect", "learnt_of", "report_files"]

HTML, JSON = "report.html", "report.json"


def report_files(
    version: str,
    facts: Mapping[str, Any],
    evidence: Evidence,
    verdict: Verdict,
    catalogue: Catalogue,
    learnt: Learnt,
    before: Learnt | None = None,
    suspects: Sequence[Suspect] = (),
) -> dict[str, bytes]:
    """Return the files of a version's report, by name.

    The page is made of the figures alone, holds everything it needs and asks nothing of the network. The same input
    gives the same bytes.

    Parameters
    ----------
    facts
        What the manifest says besides the model (`training/publish.py`): created, catalogue, data, libraries, and as
        far as they are known took_s (seconds by stage).
    evidence, verdict
        What the gate saw and said.
    learnt, before
        The calls the version learnt from, and those the live version did; None if that is not known.
    suspects
        Calls whose label is likely wrong, the surest first.
    """
    figures = content(version, facts, evidence, verdict, catalogue, learnt, before, suspects)
    written = json.dumps(figures, ensure_ascii=False, indent=1) + "\n"
    return {HTML: page(json.loads(written)).encode(), JSON: written.encode()}
