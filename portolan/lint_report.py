"""How `portolan lint --coverage` shows which claims do something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.linting.coverage import Coverage, Share


def coverage_text(found: Coverage) -> str:
    """Two tables, by source and by kind, with a line for all."""
    whole = Share("all", len(found.used), sum(s.listed for s in found.by_kind), len(found.idle))
    return "\n\n".join(_table(title, [*shares, whole]) for title, shares in _tables(found))


def _tables(found: Coverage) -> tuple[tuple[str, tuple[Share, ...]], ...]:
    return (("source", found.by_source), ("kind", found.by_kind))


def _table(title: str, shares: Iterable[Share]) -> str:
    rows = [(title, "claims", "used", "listed", "neither")]
    rows += [(s.name, str(s.total), str(s.used), str(s.listed), str(s.idle)) for s in shares]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    )


def coverage_data(found: Coverage) -> dict[str, Any]:
    return {
        "claims": len(found.used) + sum(share.listed for share in found.by_kind) + len(found.idle),
        "used": len(found.used),
        "listed": sum(share.listed for share in found.by_kind),
        "unused": [claim.id for claim, _ in found.idle],
        **{f"by_{title}": [_share(share) for share in shares] for title, shares in _tables(found)},
    }


def _share(share: Share) -> dict[str, Any]:
    return {"name": share.name, "used": share.used, "listed": share.listed, "unused": share.idle}
