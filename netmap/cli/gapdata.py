"""A gap as the contract's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netmap.analysis.gaps import Gap


def gap_dict(gap: Gap) -> dict[str, Any]:
    """Give one gap with the public keys."""
    return {
        "kind": gap.kind,
        "certainty": gap.certainty.word,
        "area": gap.row.area,
        "need": gap.row.need,
        "target_group": gap.row.target_group,
        "language": gap.row.language,
        "requires": sorted(gap.row.requires),
        "people": list(gap.people),
        "services": list(gap.services),
        "parts": list(gap.parts),
        "estimated": gap.estimated,
        "reason": " ".join(str(r) for r in gap.reasons),
    }
