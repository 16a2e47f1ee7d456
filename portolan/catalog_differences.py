"""How the catalog differs from the sources of its dated facts: as lines for people, and as data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from engine.knowledge.refresh.differences import Comparison, Difference
from engine.model import Knowledge


def as_lines(comparison: Comparison, knowledge: Knowledge, written: tuple[str, ...] | None) -> Iterator[str]:
    product = None
    for difference in comparison.differences:
        if difference.product != product:
            product = difference.product
            yield f"{knowledge.products[product].name} ({product})"
        yield f"  {_difference(difference)}"
    for remark in comparison.remarks:
        yield f"note: {remark.product}: {remark.source} {remark.what}"
    yield _summary(comparison)
    if written is None and comparison.differences:
        yield "Nothing was written; --write writes them into the catalog."
    elif written is not None:
        yield f"Written: {', '.join(written)}." if written else "Nothing to write."


def _difference(difference: Difference) -> str:
    after = {change.field: change.after for change in difference.changes}
    if difference.facts == "cncf":
        (change,) = difference.changes
        was = "" if difference.new else f", the catalog says {change.before}"
        return f"{'+' if difference.new else '~'} {difference.name} since {change.after}{was}"
    if difference.new:
        released = f"released {after['released']}, " if after["released"] else ""
        return f"+ release {difference.name}: {released}{_end(after['end_of_life'])}"
    changes = [f"{_field(c.field, c.after)}, the catalog says {_field(c.field, c.before)}" for c in difference.changes]
    return f"~ release {difference.name}: {'; '.join(changes)}"


def _field(field: str, value: Any) -> str:
    return _end(value) if field == "end_of_life" else f"released {value}" if value else "no day of release"


def _end(end: Any) -> str:
    if isinstance(end, bool):
        return "support has ended" if end else "no end of support set"
    return f"support until {end}"


def _summary(comparison: Comparison) -> str:
    products = len({difference.product for difference in comparison.differences})
    asked = [f"{count} products found in {source}" for source, count in comparison.matched.items() if count]
    found = f"{len(comparison.differences)} differences in {products} products" if products else "No difference"
    return f"{found}; {', '.join(asked) or 'no product of the catalog was found in the files'}."


def as_data(comparison: Comparison, written: tuple[str, ...]) -> dict[str, Any]:
    return {
        "differences": [
            {
                "product": one.product,
                "fact": "cncf_level" if one.facts == "cncf" else "release",
                "name": one.name,
                "new": one.new,
                "changes": [
                    {"field": change.field, "from": _plain(change.before), "to": _plain(change.after)}
                    for change in one.changes
                ],
            }
            for one in comparison.differences
        ],
        "remarks": [{"product": one.product, "source": one.source, "text": one.what} for one in comparison.remarks],
        "matched": comparison.matched,
        "written": list(written),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
