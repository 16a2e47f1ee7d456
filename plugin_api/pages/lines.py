"""Outlines as a page shows them: their ids of rules, claims, sources and decisions become links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from engine.explanation.outline import Line
from engine.model import Knowledge, Language


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of an outline. `text` may hold links; `refs`: ids with their addresses, empty where there is none."""

    kind: str
    text: Markup
    beside: str
    number: int | None
    urgent: bool
    refs: tuple[tuple[str, str], ...]


def line_views(
    lines: Iterable[Line], knowledge: Knowledge, language: Language, places: Mapping[str, str] | None = None
) -> list[LineView]:
    """`places`: addresses of ids that may stand in the texts."""
    return [
        LineView(
            line.kind,
            linked(line.text, places or {}),
            line.beside,
            line.number,
            line.urgent,
            tuple((ref, address_of(ref, knowledge, language)) for ref in line.refs),
        )
        for line in lines
    ]


def linked(text: str, places: Mapping[str, str]) -> Markup:
    if not places:
        return Markup.escape(text)
    parts = re.split("(" + "|".join(map(re.escape, places)) + ")", text)
    told = (
        Markup('<a href="{}"><code>{}</code></a>').format(places[one], one) if one in places else one for one in parts
    )
    return Markup("").join(told)


def address_of(ref: str, knowledge: Knowledge, language: Language) -> str:
    """The page of a rule, a claim or a source."""
    if ref in knowledge.rules:
        return f"/rules/{ref}?lang={language}"
    return cite_address(ref, knowledge, language)


def cite_address(id_: str, knowledge: Knowledge, language: Language) -> str:
    """The page of what a rule or a warning cites: a claim, or a source as a whole. Empty for what is neither."""
    if id_ in knowledge.claims:
        return f"/claims/{id_}?lang={language}"
    return f"/sources/{id_}?lang={language}" if id_ in knowledge.sources else ""
