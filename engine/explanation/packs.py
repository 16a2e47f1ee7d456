"""What a decision rests on, pack by pack, and what packs made of the rules below them, as plain data."""

from __future__ import annotations

from typing import Any

from engine.model import Knowledge, Language, Rule


def knowledge_document(knowledge: Knowledge) -> dict[str, Any]:
    """The base's version, the digest over everything, and every pack by itself."""
    return {
        "version": knowledge.pack.version,
        "digest": knowledge.digest,
        "packs": [{"pack": pack.id, "version": pack.version, "digest": pack.digest} for pack in knowledge.packs],
    }


def change_document(rule: Rule, knowledge: Knowledge, language: Language) -> dict[str, Any] | None:
    """Which pack gave a rule another form, and why. None for a rule that is as it was written."""
    change = knowledge.changes.get(rule.template)
    if change is None:
        return None
    return {"pack": change.pack, "fields": list(change.fields), "reason": change.reason.in_language(language)}


def withdrawn_document(knowledge: Knowledge, language: Language) -> list[dict[str, str]]:
    """The rules that are no more, with the pack that withdrew each, and why."""
    return [
        {"rule": change.rule, "pack": change.pack, "reason": change.reason.in_language(language)}
        for change in knowledge.changes.values()
        if change.withdrawn
    ]


def packs_document(knowledge: Knowledge, language: Language) -> list[dict[str, Any]]:
    """The packs in force, the base first: what each brings along, and what it makes of rules below it."""
    return [
        {
            "id": pack.id,
            "version": pack.version,
            "title": pack.title.in_language(language),
            "digest": pack.digest,
            "extends": list(pack.extends),
            "adds": dict(pack.adds),
            "changes": [
                {
                    "rule": change.rule,
                    "withdrawn": change.withdrawn,
                    "fields": list(change.fields),
                    "reason": change.reason.in_language(language),
                }
                for change in knowledge.changes.values()
                if change.pack == pack.id
            ],
        }
        for pack in knowledge.packs
    ]
