"""Lines of cells → a table that can be read on a phone, at a desk and on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from engine.explanation.proofs.page.markup import fold, said

# Of one table, so many lines stand there at once; the rest unfolds.
SHOWN = 40

# A cell has room for words, so that a table that is too wide is moved from side to side, with what each line is about
# in its place, rather than squeezed to a letter a line. What is folded stays folded on paper: a page of names to each
# product says nothing that the tables beside the page do not say better.
TABLES = (
    "table{border-collapse:collapse;width:100%;font-size:.94rem;background:var(--card)}"
    ".wide{overflow-x:auto;border:1px solid var(--line);border-radius:8px;margin:.6rem 0}"
    "th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line);min-width:6rem}"
    "thead th{border-bottom:2px solid var(--line);color:var(--faint);font-weight:600}"
    "th,td{overflow-wrap:break-word}tbody th,td code{overflow-wrap:anywhere}.one{display:inline-block}"
    "tbody th{font-weight:600;min-width:8rem;background:var(--card)}"
    ".number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;min-width:0}"
    "thead .number{white-space:normal}td:last-child:not(.number){min-width:11rem}"
    ".day{white-space:nowrap;font-variant-numeric:tabular-nums}td .also{font-size:.9em}"
    ".names{list-style:none;padding:0}.names li{display:inline}.names li:not(:last-child)::after{content:', '}"
    ".long>summary{color:var(--link);font-size:.93rem}"
    ".toc{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0}"
    ".figures{display:flex;flex-wrap:wrap;gap:.8rem;margin:1.2rem 0;padding:0}"
    ".figures div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.6rem 1rem}"
    ".figures dd{font-size:1.5rem;font-weight:700}"
    "@media screen and (max-width:48rem){tbody th{position:sticky;left:0;min-width:9rem;max-width:9rem}"
    "td:not(.number){min-width:11rem}.figures{gap:.5rem}.figures div{padding:.4rem .7rem}.figures dd{font-size:1.2rem}}"
    "@media print{tr{break-inside:avoid}thead{display:table-header-group}table,tbody th{background:none}"
    "table{font-size:8pt}td{overflow-wrap:anywhere}th,td{padding:.25rem .4rem;min-width:4.5rem}.number{min-width:0}"
    ".toc,.which:not([open]){display:none}"
    ".long:not([open])::details-content{content-visibility:hidden!important;height:0!important}"
    "td:last-child:not(.number){min-width:7rem}.lead{break-after:avoid;break-inside:avoid}"
    ".wide{overflow:visible;border:0}.scroll svg{min-width:0}}"
)


def table(
    title: str, heads: Sequence[str], lines: Sequence[Sequence[str]], numbers: Sequence[int] = (), rest: str = ""
) -> str:
    """The first cell of a line is what it is about. All is HTML. `rest`: says how many lines there are more."""
    shown = _table(title, heads, lines[:SHOWN], numbers)
    if len(lines) <= SHOWN:
        return shown
    return shown + fold("long", rest, _table(f"{title} ({rest})", heads, lines[SHOWN:], numbers))


def counted(told: Iterable[tuple[str, int]]) -> str:
    """What is counted, with its count, neither torn from the other at the end of a line."""
    names = [f"{said(name)} ({count:,})" for name, count in told]
    return " ".join(f'<span class="one">{one}{"," if one is not names[-1] else ""}</span>' for one in names)


def most_of(counts: Counter[str], name: Callable[[str], str], most: int = 4) -> str:
    """Those that are counted most, and how many others there are."""
    more = len(counts) - most
    first = counted((name(one), count) for one, count in counts.most_common(most))
    return first + (f" +{more:,}" if more > 0 else "")


def names_of(told: Iterable[str]) -> str:
    """Names beside one another. They are HTML."""
    return f'<ul class="names">{"".join(f"<li>{one}</li>" for one in told)}</ul>'


def _table(title: str, heads: Sequence[str], lines: Iterable[Sequence[str]], numbers: Sequence[int]) -> str:
    def cell(place: int, inner: str) -> str:
        class_ = ' class="number"' if place in numbers else ""
        return f"<td{class_}>{inner}</td>" if place else f'<th scope="row">{inner}</th>'

    head = "".join(
        f'<th scope="col"{" class=number" if place in numbers else ""}>{one}</th>' for place, one in enumerate(heads)
    )
    body = "".join(f"<tr>{''.join(cell(place, inner) for place, inner in enumerate(line))}</tr>\n" for line in lines)
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{title}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>\n{body}</tbody></table></div>\n"
    )
