"""The architecture picture at the top of a decision's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.explanation.picture.boxes import tint_of
from engine.explanation.proofs.drawing.boxes import side_of
from engine.explanation.proofs.drawing.shapes import SIGNS
from engine.model import VERDICTS


@dataclass(frozen=True, slots=True)
class SignView:
    """What stands before a product: the side that it colours for, and the name of the sign."""

    tint: str
    name: str


def sign_of(verdict: str) -> SignView:
    return SignView(*side_of(verdict))


WARNING_SIGN = SignView("warning", "warning")
# The strokes of the signs by their names, each in a square of 14: a page has them once, however often it shows them.
STROKES = {name: SIGNS[name] for name in dict.fromkeys((*(side_of(one)[1] for one in VERDICTS), WARNING_SIGN.name))}


def box_class(slot: Mapping[str, Any]) -> str:
    """The classes of a slot of a picture: its colour, and what has changed."""
    change = slot["change"]
    return f"box box-{tint_of(slot)}" + (f" box-marked box-{change['kind']}" if change else "")
