"""Colours and strokes of drawings: by day, by night, and on paper by day again.

Colour never tells anything alone: kinds have shapes, signs and words besides. Written out rather than as variables,
which programs that are no browsers do not know.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

FONTS = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans KR", "Noto Sans CJK KR", '
    '"Apple SD Gothic Neo", "Malgun Gothic", sans-serif'
)
MONOSPACED = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", monospace'


@dataclass(frozen=True, slots=True)
class Tint:
    """A kind of box: what fills it, its border, and the words that name it."""

    fill: str
    border: str
    word: str


@dataclass(frozen=True, slots=True)
class Palette:
    paper: str
    ink: str
    faint: str
    line: str
    against: str
    tints: dict[str, Tint]


# Blue, vermilion, green and ochre as they stay apart to those who see fewer colours.
DAY = Palette(
    paper="#ffffff",
    ink="#1d2b30",
    faint="#4d5f65",
    line="#5d7077",
    against="#b3400f",
    tints={
        "known": Tint("#e9f2fb", "#1f6fb2", "#0d4f86"),
        "derived": Tint("#f3edf9", "#7b4b9e", "#5b2f7d"),
        "argument": Tint("#f6f8f8", "#4a5b61", "#35454b"),
        "claim": Tint("#faf6ea", "#9b8648", "#5f4f1e"),
        "for": Tint("#e4f4eb", "#1b7a4b", "#0f5a35"),
        "maybe": Tint("#e8f1f2", "#3f6f78", "#2c545b"),
        "against": Tint("#fdece4", "#c2471b", "#8f2f0d"),
        "slot": Tint("#dcedf1", "#0f5c6e", "#0b4857"),
        "warning": Tint("#fdf1da", "#b56f00", "#744700"),
        "aside": Tint("#f4f4f2", "#77776f", "#505048"),
    },
)
NIGHT = Palette(
    paper="#10191d",
    ink="#e6ecec",
    faint="#aebdc1",
    line="#8fa3a9",
    against="#f0966f",
    tints={
        "known": Tint("#142c40", "#6fb1e6", "#9ccbf1"),
        "derived": Tint("#2c2038", "#b993d6", "#d2b7e8"),
        "argument": Tint("#1b282e", "#93a5ab", "#c3d0d4"),
        "claim": Tint("#2c2716", "#b8a363", "#d9c993"),
        "for": Tint("#143325", "#6cc398", "#97d9b6"),
        "maybe": Tint("#183036", "#7fb3bd", "#a9ced5"),
        "against": Tint("#3b2015", "#ee8e62", "#f6b496"),
        "slot": Tint("#12343d", "#6cc0d1", "#9bd7e3"),
        "warning": Tint("#38290d", "#e0a545", "#f0c883"),
        "aside": Tint("#24292a", "#9a9c97", "#c2c4bf"),
    },
)

_SHARED = f"""
.pd{{font-family:{FONTS};font-size:12.5px}}
.pd text{{stroke:none}}
.pd .pd-word{{font-size:11px;font-weight:700;letter-spacing:.03em}}
.pd .pd-title{{font-weight:600}}
.pd .pd-big{{font-size:15px;font-weight:700}}
.pd .pd-small{{font-size:12px}}
.pd .pd-id{{font-family:{MONOSPACED};font-size:11px}}
.pd .pd-box{{stroke-width:1.5}}
.pd .pd-heavy{{stroke-width:3}}
.pd .pd-defeated .pd-box{{stroke-dasharray:6 4}}
.pd .pd-sign{{fill:none;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}}
.pd .pd-line{{fill:none;stroke-width:1.5}}
.pd .pd-head{{stroke-width:1.5;stroke-linejoin:round}}
.pd .pd-opposes,.pd .pd-sets-aside{{stroke-width:2}}
.pd .pd-line.pd-sets-aside{{stroke-dasharray:8 4}}
.pd .pd-line.pd-cites,.pd .pd-line.pd-notes{{stroke-width:1.2;stroke-dasharray:1.5 3.5;stroke-linecap:round}}
.pd .pd-line.pd-void{{stroke-dasharray:6 4}}
"""


@lru_cache
def stylesheet() -> str:
    """The style of every drawing, for a <style> in it or in the page around it."""
    night = "".join(_rules(NIGHT))
    return f"{_SHARED}{''.join(_rules(DAY))}@media screen and (prefers-color-scheme:dark){{\n{night}}}\n"


def hash_of(inline: str) -> str:
    """A style or a script as a Content-Security-Policy lets it in."""
    return f"sha256-{base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()}"


def _rules(palette: Palette) -> Iterator[str]:
    yield f".pd-paper{{fill:{palette.paper}}}\n"
    yield f".pd text{{fill:{palette.ink}}}\n"
    yield f".pd .pd-faint,.pd .pd-id{{fill:{palette.faint}}}\n"
    yield f".pd .pd-rule{{stroke:{palette.faint};stroke-width:.75}}\n"
    yield f".pd .pd-line{{stroke:{palette.line}}}\n"
    yield f".pd .pd-head{{stroke:{palette.line};fill:{palette.line}}}\n"
    yield f".pd .pd-hollow{{fill:{palette.paper}}}\n"
    yield f".pd .pd-opposes,.pd .pd-sets-aside{{stroke:{palette.against}}}\n"
    yield f".pd .pd-head.pd-opposes{{fill:{palette.against}}}\n"
    for name, tint in palette.tints.items():
        yield f".pd .pd-{name} .pd-box,.pd .pd-{name} .pd-sign{{stroke:{tint.border}}}\n"
        yield f".pd .pd-{name} .pd-box{{fill:{tint.fill}}}\n"
        yield f".pd .pd-{name} .pd-word{{fill:{tint.word}}}\n"
    yield f".pd .pd-defeated .pd-word{{fill:{palette.against}}}.pd .pd-defeated .pd-sign{{stroke:{palette.against}}}\n"
