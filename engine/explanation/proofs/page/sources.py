"""The source behind a claim, with its day: a claim of last year is to be seen as one of last year."""

from __future__ import annotations

from engine.explanation.proofs.page.markup import said
from engine.model import Knowledge, Language


def cited(id_: str, knowledge: Knowledge, language: Language) -> str:
    """`id_`: of a claim, or of a source where a rule cites one as a whole."""
    source = knowledge.sources.get(id_.partition("/")[0])
    code = f"<code>{said(id_)}</code>"
    if source is None:
        return f"<cite>{code}</cite>"
    title = said(source.title.in_language(language)) if source.id != id_ else ""
    day = source.date.isoformat() if source.date else ""
    named = ", ".join(filter(None, (title, day)))
    return f"<cite>{named} {code}</cite>"
