"""Model versions as the API and the command line give them; what does not apply is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from routing.store.promotions import Promotion
from routing.versions.facts import Version


def version_fields(version: Version) -> dict[str, Any]:
    """Return a version as the fields of `VersionSchema`."""
    fields: dict[str, Any] = {"version": version.name, "roles": list(version.roles)}
    if version.share:
        fields["share"] = version.share
    if version.manifest:
        counts = version.manifest.counts
        fields |= {"created": version.manifest.created, **_counts(counts), "figures": version.figures}
    if version.verdict:
        fields["gate_passed"] = version.verdict["passed"]
    if version.fault:
        fields["fault"] = version.fault
    fields |= {
        "size_bytes": version.size_bytes,
        "erased_calls": version.erased,
        "workers": len(version.serving),
        "report": version.has_report,
    }
    if version.refusing:
        fields["refused_by"] = [{"worker": worker.id, "why": worker.why} for worker in version.refusing]
    return fields


def detail_fields(version: Version) -> dict[str, Any]:
    """Return a version as the fields of `VersionDetailSchema`."""
    fields = version_fields(version)
    if version.manifest:
        manifest = version.manifest
        fields |= {
            "catalogue": manifest.catalogue,
            "data": manifest.data,
            "encoder": manifest.encoder,
            "libraries": manifest.libraries,
            "intent_ids": manifest.intents,
            "metrics": manifest.metrics,
        }
    if version.verdict:
        fields["verdict"] = dict(version.verdict)
    return fields | {"promotions": promotions_fields(version.promotions)}


def promotions_fields(rows: Sequence[Promotion]) -> list[dict[str, Any]]:
    """Return changes of what answers calls as the fields of `PromotionSchema`, in their order."""
    return [promotion_fields(row) for row in rows]


def promotion_fields(row: Promotion) -> dict[str, Any]:
    """Return one change as the fields of `PromotionSchema`."""
    fields: dict[str, Any] = {"version": row.version, "role": row.role, "at": row.at, "by": row.by}
    if row.share:
        fields["share"] = row.share
    if row.why:
        fields["why"] = row.why
    return fields


def _counts(counts: dict[str, int]) -> dict[str, int]:
    return {name: counts[name] for name in ("calls", "out_of_scope", "intents") if name in counts}
