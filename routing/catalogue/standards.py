"""Which service standards each template serves, to be shown to the people who write them."""

from __future__ import annotations

from dataclasses import dataclass

from routing.catalogue.wording import Wording


@dataclass(frozen=True)
class Served:
    """One template and the standards it serves.

    Attributes
    ----------
    where
        The file, and the department or intent, whose words they are.
    standards
        In their order: `("S1", "S3")`.
    """

    where: str
    stage: str
    standards: tuple[str, ...]


def standards_table(wording: Wording) -> list[Served]:
    """Return a row for each template, the organisation's first. A stage that was emptied serves nothing."""
    return [
        Served(template.where, template.stage, _in_order(wording, template.stage) if template.words.strip() else ())
        for template in wording.written()
    ]


def _in_order(wording: Wording, stage: str) -> tuple[str, ...]:
    return tuple(sorted(wording.serves.get(stage, ()), key=lambda standard: (len(standard), standard)))
