"""HTML from text: everything that comes from outside goes through `said`."""

from __future__ import annotations

import re
from html import escape

from engine.explanation.proofs.drawing.measure import printable
from engine.explanation.proofs.drawing.shapes import SIGNS

# What an id in a page may be made of without surprises in an address.
_NOT_IN_AN_ID = re.compile(r"[^\w./@:-]+")


def said(text: str) -> str:
    """Text for the inside of an element or of a quoted attribute."""
    return escape(printable(text))


def anchor(kind: str, *names: str) -> str:
    """The id of a place on the page, as `slot-tracing` or `rule-tracing/keep-existing-jaeger`."""
    return said("-".join((kind, *(_NOT_IN_AN_ID.sub("_", name) for name in names))))


def sign(name: str) -> str:
    """A sign of the drawings in the colour of the words around it."""
    return f'<svg class="sign" viewBox="0 0 14 14" aria-hidden="true"><path d="{SIGNS[name]}"/></svg>'


def badge(tint: str, name: str, word: str) -> str:
    """A word with its sign and its tint."""
    return f'<span class="badge {tint}">{sign(name)}{said(word)}</span>'


def fold(name: str, summary: str, inner: str, *, opened: bool = False, id_: str = "") -> str:
    """What can be unfolded. `summary` and `inner` are HTML."""
    attributes = f' id="{id_}"' if id_ else ""
    return (
        f'<details class="{name}"{attributes}{" open" if opened else ""}><summary>{summary}</summary>{inner}</details>'
    )
