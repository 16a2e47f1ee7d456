"""What a change of the knowledge does to some requests, as plain data."""

from __future__ import annotations

from typing import Any

from engine.explanation.packs import knowledge_document
from engine.explanation.replay.document import difference_document
from engine.explanation.replay.impact import Blame, Broken, Effect, Given, Impact, Verdict
from engine.model import Language


def impact_document(impact: Impact, language: Language) -> dict[str, Any]:
    befallen = impact.befallen()
    return {
        "before": knowledge_document(impact.before),
        "after": knowledge_document(impact.after),
        "profiles": {
            "compared": impact.compared,
            "changed": len(impact.changed),
            "broken": len(impact.broken),
            "unread": len(impact.unread),
        },
        "effects": [_effect(effect, names, impact, language) for effect, names in impact.effects.items()],
        "blamed": [
            {**_blame(blame, impact), "profiles": count}
            for blame, count in sorted(befallen.items(), key=lambda item: (-item[1], item[0]))
        ],
        "changes": [difference_document(one) for one in impact.knowledge.things],
        "idle_rules": list(impact.idle_rules()),
        "broken": [_broken(one) for one in impact.broken],
    }


def _effect(effect: Effect, names: tuple[str, ...], impact: Impact, language: Language) -> dict[str, Any]:
    before, after = effect.status
    return {
        "slot": effect.slot,
        "title": _title(effect.slot, impact, language),
        "picks": {
            side: _products(picks, impact) for side, picks in zip(("before", "after"), effect.picks, strict=True)
        },
        "status": {"before": before, "after": after} if before != after else None,
        "verdicts": [
            {**_product(product, impact), "before": _verdict(old, impact), "after": _verdict(new, impact)}
            for product, old, new in effect.verdicts
        ],
        "warnings": [
            {**_product(product, impact), "kind": kind, "before": _warned(old), "after": _warned(new)}
            for product, kind, old, new in effect.warnings
        ],
        "because": [_blame(blame, impact) for blame in effect.blamed],
        "profiles": list(names),
    }


def _warned(given: Given | None) -> dict[str, Any] | None:
    return None if given is None else {"date": given.date.isoformat() if given.date else None}


def _verdict(verdict: Verdict | None, impact: Impact) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        "verdict": verdict.verdict,
        "contested": verdict.contested,
        "to": _products(verdict.to, impact),
        "by_date": verdict.by_date.isoformat() if verdict.by_date else None,
        "with": _products(verdict.through, impact),
    }


def _blame(blame: Blame, impact: Impact) -> dict[str, Any]:
    """`change` and `fields`: what became of the rule or product in the knowledge, where it differs."""
    sort = {"rule": "rule", "catalog": "product"}.get(blame.kind)
    found = next((one for one in impact.knowledge.things if (one.sort, one.id) == (sort, blame.subject)), None)
    return {
        "kind": blame.kind,
        "subject": blame.subject,
        "attribute": blame.attribute or None,
        "change": found.kind if found else None,
        "fields": list(found.fields) if found else [],
    }


def _broken(broken: Broken) -> dict[str, Any]:
    return {
        "profile": broken.name,
        "readable": "after" if broken.readable else "before",
        "mistakes": [{"pointer": one.pointer, "detail": one.detail, "hint": one.hint} for one in broken.mistakes],
    }


def _products(ids: tuple[str, ...], impact: Impact) -> list[dict[str, str]]:
    return [_product(id_, impact) for id_ in ids]


def _product(id_: str, impact: Impact) -> dict[str, str]:
    known = next((one.products[id_] for one in (impact.after, impact.before) if id_ in one.products), None)
    return {"product": id_, "name": known.name if known else id_}


def _title(slot: str, impact: Impact, language: Language) -> str:
    known = next((one.slots[slot] for one in (impact.after, impact.before) if slot in one.slots), None)
    return known.title.in_language(language) if known else slot
