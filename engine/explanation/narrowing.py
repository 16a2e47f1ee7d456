"""A decision's document with some of its slots alone, and what is about them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any


def narrowed(document: dict[str, Any], slots: Collection[str]) -> dict[str, Any]:
    """The document as `decision_document` gives it, of these slots alone; of what is about products, what their picks
    have to do with. The receipt says that it is not the whole.
    """
    wanted = set(slots)
    shown = [slot for slot in document["slots"] if slot["slot"] in wanted]
    picks = {product for slot in shown for product in slot["picks"]}
    return {
        **document,
        "slots": shown,
        "connections": [one for one in document["connections"] if one["product"] in picks],
        "install_order": [step for step in document["install_order"] if step["product"] in picks],
        "roadmap": document["roadmap"] and _narrowed_roadmap(document["roadmap"], wanted),
        "open_questions": [one for one in document["open_questions"] if wanted.intersection(one["slots"])],
        "warnings": [one for one in document["warnings"] if wanted.intersection(one["slots"])],
        "receipt": {**document["receipt"], "slots": [slot["slot"] for slot in shown]},
    }


def _narrowed_roadmap(roadmap: dict[str, Any], slots: Collection[str]) -> dict[str, Any]:
    stages = [
        {**stage, "picks": [pick for pick in stage["picks"] if pick["slot"] in slots]} for stage in roadmap["stages"]
    ]
    return {**roadmap, "stages": stages}
