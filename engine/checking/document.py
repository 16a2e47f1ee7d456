"""What a check came to as plain data in one language: the body that the API answers."""

from __future__ import annotations

from typing import Any

from engine.checking.check import Checked, Told
from engine.checking.kinds import KINDS, LEVELS, help_text
from engine.checking.remedies import remedy
from engine.checking.request import NEVER
from engine.checking.waivers import Judged
from engine.checking.words import headline, message
from engine.explanation.document import head
from engine.explanation.texts import reason
from engine.model import Language


def check_document(checked: Checked, id_: str, language: Language) -> dict[str, Any]:
    """`id_`: of the decision behind it, which `decision` names."""
    described = head(checked.decision, id_)
    decision = described.pop("id")
    return {
        "decision": decision,
        **described,
        "failed": checked.failed,
        "fail_on": list(checked.options.fail_on) or [NEVER],
        "end_of_life_days": checked.options.end_of_life_days,
        "counts": {
            "levels": {level: checked.by_level[level] for level in reversed(LEVELS)},
            "kinds": {kind: checked.by_kind[kind] for kind in KINDS},
            "waived": sum(told.waived_by is not None for told in checked.findings),
        },
        "findings": [_finding(told, checked, id_, language) for told in checked.findings],
        "waivers": [_waiver(one) for one in checked.waivers],
        "links": {"decision": f"/v1/decisions/{id_}", "page": f"/decisions/{id_}"},
    }


def _finding(told: Told, checked: Checked, id_: str, language: Language) -> dict[str, Any]:
    one, decision, knowledge = told.finding, checked.decision, checked.decision.knowledge
    days_left = (one.by - decision.as_of).days if one.by else None
    why = f"/v1/decisions/{id_}/why/{one.product}" if one.product else None
    return {
        "kind": one.kind,
        "level": told.level,
        "fails": told.fails,
        "fingerprint": one.fingerprint,
        "product": one.product,
        "name": knowledge.products[one.product].name if one.product else None,
        "release": one.release,
        "slot": one.slot,
        "slots": list(one.slots),
        "question": one.question,
        "pointer": one.pointer,
        "title": headline(one, decision, language),
        "message": message(one, decision, language),
        "verdict": one.verdict,
        "to": list(one.to) or None,
        "by": one.by.isoformat() if one.by else None,
        "days_left": days_left,
        "others": list(one.others),
        "because": [_reason(rule, checked, language) for rule in one.rules],
        "sources": list(one.sources),
        "found": one.found,
        "evidence": [{"file": there.path, "line": there.line, "what": there.what} for there in one.evidence],
        "grounds": checked.grounds(one) if one.kind != "waiver-expired" else None,
        "waived_by": told.waived_by,
        "waiver": one.waiver,
        "remedy": remedy(one, decision, language),
        "help": help_text(one.kind, language),
        "links": {"why": why, "page": f"/decisions/{id_}"},
    }


def _reason(id_: str, checked: Checked, language: Language) -> dict[str, Any]:
    rule = checked.decision.knowledge.rules[id_]
    return {"rule": id_, "text": reason(rule, checked.decision, language), "cites": list(rule.cites)}


def waiver_said(judged: Judged) -> dict[str, Any]:
    """A waiver as who wrote it said it, with what became of it."""
    waiver = judged.waiver
    return {
        "state": judged.state,
        "product": waiver.product,
        "slot": waiver.slot,
        "kinds": list(waiver.kinds),
        "reason": waiver.reason,
        "until": waiver.until.isoformat(),
        "by": waiver.by,
    }


def _waiver(judged: Judged) -> dict[str, Any]:
    waiver = judged.waiver
    return {
        **waiver_said(judged),
        "grounds": waiver.grounds,
        "pointer": waiver.pointer,
        "id": waiver.id,
        "review": waiver.review,
        "findings": list(judged.findings),
    }
