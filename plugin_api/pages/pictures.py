"""The architecture picture at the top of a decision's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.explanation.picture.boxes import tint_of
from engine.explanation.proofs.drawing.boxes import side_of
from engine.explanation.proofs.drawing.shapes import SIGNS


@dataclass(frozen=True, slots=True)
class SignView:
    """What stands before a product: the side that it colours for, and the stroke of the sign in a square of 14."""

    tint: str
    path: str


def sign_of(verdict: str) -> SignView:
    tint, sign = side_of(verdict)
    return SignView(tint, SIGNS[sign])


WARNING_SIGN = SignView("warning", SIGNS["warning"])


def box_class(slot: Mapping[str, Any]) -> str:
    """The classes of a slot of a picture: its colour, and what has changed."""
    change = slot["change"]
    return f"box box-{tint_of(slot)}" + (f" box-marked box-{change['kind']}" if change else "")
