"""How a picture looks, by day and by night, as the style sheet of the file that it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from engine.explanation.proofs.drawing.style import DAY, FONTS, NIGHT, Palette, hash_of

_SHARED = f"""
.ap{{font-family:{FONTS};max-width:100%;height:auto}}
.ap .ap-head{{font-size:22px;font-weight:700}}
.ap .ap-lead{{font-size:13px}}
.ap .ap-area{{font-size:13px;font-weight:700}}
.ap .ap-title{{font-size:11.5px;font-weight:600}}
.ap .ap-name{{font-size:14px;font-weight:700}}
.ap .ap-small{{font-size:11px}}
.ap .ap-note{{font-size:11px;font-weight:600}}
.ap .ap-mark{{font-size:10.5px;font-weight:700}}
.ap .ap-box{{stroke-width:1.2}}
.ap .ap-gone .ap-box{{stroke-dasharray:6 4}}
.ap .ap-marked .ap-box{{stroke-width:2.6}}
.ap .ap-sign{{fill:none;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}}
"""


@lru_cache
def stylesheet() -> str:
    night = "".join(_rules(NIGHT))
    return f"{_SHARED}{''.join(_rules(DAY))}@media screen and (prefers-color-scheme:dark){{\n{night}}}\n"


def picture_policy() -> str:
    """The Content-Security-Policy to serve a picture with: nothing but its own style."""
    return f"default-src 'none'; style-src '{hash_of(stylesheet())}'; frame-ancestors 'none'"


def _rules(palette: Palette) -> Iterator[str]:
    slot = palette.tints["slot"]
    yield f".ap-paper{{fill:{palette.paper}}}\n"
    yield f".ap text{{fill:{palette.ink}}}\n"
    yield f".ap .ap-faint,.ap .ap-small{{fill:{palette.faint}}}\n"
    yield f".ap .ap-band{{fill:{palette.tints['aside'].fill};stroke:{palette.tints['aside'].border};stroke-width:.6}}\n"
    yield f".ap .ap-flag{{fill:{slot.border}}}.ap .ap-mark{{fill:{palette.paper}}}\n"
    for name, tint in palette.tints.items():
        yield f".ap .ap-{name} .ap-box{{fill:{tint.fill};stroke:{tint.border}}}\n"
        yield f".ap .ap-sign-{name}{{stroke:{tint.border}}}.ap .ap-word-{name}{{fill:{tint.word}}}\n"
    yield f".ap .ap-marked .ap-box{{stroke:{slot.border}}}\n"
