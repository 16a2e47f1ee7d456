"""Deadlines on a time line: a column a month, as high as there are subjects; the table beside it says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from engine.explanation.proofs.page.markup import said
from portolan.fleet.summary import Deadline
from portolan.fleet.words import FleetWords

_MONTHS = 24
_WIDTH, _HEIGHT, _ABOVE, _BELOW = 34, 150, 22, 40
_MARGIN, _MONTHS_A_YEAR = 12, 12

STYLE = (
    ".timeline{display:block;max-width:100%;height:auto;min-width:44rem}"
    ".timeline rect{fill:var(--link)}.timeline .passed{fill:var(--warning)}"
    ".timeline text{fill:var(--ink);font-size:11px;text-anchor:middle}.timeline .year{font-weight:700}"
    ".timeline line{stroke:var(--line);stroke-width:1}"
)


def timeline(deadlines: Sequence[Deadline], today: date, words: FleetWords) -> str:
    """From what has passed over the next two years to what is later. Nothing without a deadline."""
    if not deadlines:
        return ""
    columns = _columns(deadlines, today)
    # What has passed may be many times more than what is to come, which is what one looks for.
    highest = max((columns[place] for place in range(_MONTHS + 1)), default=0) or columns[-1]
    width = _WIDTH * (_MONTHS + 2)
    bars = [_bar(place, columns[place], highest, *_label(place, today, words)) for place in range(-1, _MONTHS + 1)]
    title = said(words.say("time line"))
    height = _ABOVE + _HEIGHT + _BELOW
    base = _ABOVE + _HEIGHT
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}">'
        f'<svg class="timeline" viewBox="{-_MARGIN} 0 {width + 2 * _MARGIN} {height}" role="img" aria-label="{title}">'
        f"<title>{title}</title>{''.join(bars)}"
        f'<line x1="0" y1="{base}" x2="{width}" y2="{base}"/></svg></div>'
    )


def _columns(deadlines: Sequence[Deadline], today: date) -> Counter[int]:
    found: Counter[int] = Counter()
    for one in deadlines:
        day = date.fromisoformat(one.by)
        ahead = (day.year - today.year) * _MONTHS_A_YEAR + day.month - today.month
        found[-1 if day < today else min(ahead, _MONTHS)] += one.subjects
    return found


def _label(place: int, today: date, words: FleetWords) -> tuple[str, str, str]:
    """What stands below a column, what below that, and what the column is called."""
    if place < 0:
        return words.say("passed by"), "", words.say("passed by")
    if place == _MONTHS:
        return words.say("later"), "", words.say("later")
    months = today.year * _MONTHS_A_YEAR + today.month - 1 + place
    year, month = divmod(months, _MONTHS_A_YEAR)
    return f"{month + 1:02}", str(year) if month == 0 or place == 0 else "", f"{year}-{month + 1:02}"


def _bar(place: int, count: int, highest: int, month: str, year: str, name: str) -> str:
    left = (place + 1) * _WIDTH
    middle, base = left + _WIDTH // 2, _ABOVE + _HEIGHT
    height = max(2, round(min(count / highest, 1) * _HEIGHT)) if count else 0
    passed = ' class="passed"' if place < 0 else ""
    bar = (
        f'<g><title>{said(name)}: {count:,}</title><rect{passed} x="{left + 4}" y="{base - height}" '
        f'width="{_WIDTH - 8}" height="{height}" rx="2"/>'
        f'<text x="{middle}" y="{base - height - 6}">{count:,}</text></g>'
        if count
        else ""
    )
    below = f'<text x="{middle}" y="{base + 16}">{said(month)}</text>'
    return bar + below + (f'<text class="year" x="{middle}" y="{base + 32}">{year}</text>' if year else "")
