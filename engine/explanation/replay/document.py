"""What came of deciding again, as plain data: what the API answers and the command line prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.explanation.comparison.differences import Causes
from engine.explanation.comparison.differences import Difference as Root
from engine.explanation.packs import knowledge_document
from engine.explanation.replay.document_changes import HOWS_NOW, PartChange, RuleChange, SlotChange
from engine.explanation.replay.recorded import ABSENT, Edit
from engine.explanation.replay.replay import Outcome, Replay
from engine.knowledge.differences import Difference, PackDifference
from engine.model import Knowledge, Language, Text

# Edits that are told one by one.
SHOWN = 20

_SENTENCES: dict[Outcome, Text] = {
    "identical": Text("Identical: deciding again gives the very same.", "일치: 다시 판정해도 결과가 완전히 같습니다."),
    "confirmed": Text(
        "The knowledge has changed, and what the decision says has not.",
        "지식은 바뀌었지만 결정의 내용은 그대로입니다.",
    ),
    "changed": Text(
        "The knowledge has changed, and with it what the decision says.",
        "지식이 바뀌어 결정의 내용도 달라졌습니다.",
    ),
    "edited": Text(
        "Edited: this is not what was decided, or it contradicts itself.",
        "수정됨: 실제로 내려진 결정과 다르거나 내용이 서로 맞지 않습니다.",
    ),
    "unreadable": Text(
        "The knowledge in force cannot read the request any more.",
        "현재 지식으로는 이 요청을 더 이상 읽을 수 없습니다.",
    ),
}
# What was edited, as far as it can be told.
_EDITED = {
    "request": Text(
        "The request is not the one that was decided: neither the id nor its digest is over it.",
        "판정에 쓰인 요청이 아닙니다. ID도 요청 다이제스트도 이 요청과 맞지 않습니다.",
    ),
    "id": Text("The id is not over this request and this knowledge.", "ID가 이 요청과 이 지식에서 나온 값이 아닙니다."),
    "receipt": Text("The digest is not over the request.", "다이제스트가 요청과 맞지 않습니다."),
    "knowledge": Text(
        "The digest of the knowledge is not over its packs.", "지식의 다이제스트가 팩들의 다이제스트와 맞지 않습니다."
    ),
    "body": Text(
        "The request is the one that was decided, and what stands beside it does not follow from it.",
        "요청은 판정에 쓰인 그대로이지만, 나머지 내용이 요청에서 나온 결과와 다릅니다.",
    ),
}


def replay_document(replay: Replay, language: Language) -> dict[str, Any]:
    recorded = replay.recorded
    causes = Causes(replay.original.decision, replay.now.decision) if replay.original and replay.now else None
    return {
        "outcome": replay.outcome,
        "text": _SENTENCES[replay.outcome].in_language(language),
        "decision": {
            "id": recorded.id,
            "request": dict(recorded.request),
            "slots": list(recorded.slots) if recorded.slots is not None else None,
        },
        "knowledge": _knowledge(replay),
        "edits": {
            "count": len(replay.edits),
            "text": _EDITED[_whose(replay)].in_language(language) if replay.edits else None,
            "first": [edit_document(edit) for edit in replay.edits[:SHOWN]],
        },
        "mistakes": [
            {"pointer": f"/receipt/request{one.pointer}", "detail": one.detail, "hint": one.hint}
            for one in replay.mistakes
        ],
        "slots": [_slot(change, replay, language, causes) for change in replay.slots],
        "parts": [_part(change, causes) for change in replay.parts],
    }


def _whose(replay: Replay) -> str:
    unsound = {edit.pointer for edit in replay.recorded.unsound()}
    if not replay.recorded.is_of_this_request:
        return "request"
    return next(
        (name for name in ("id", "receipt", "knowledge") if any(one[1:].startswith(name) for one in unsound)), "body"
    )


def _knowledge(replay: Replay) -> dict[str, Any]:
    things = replay.knowledge.things if replay.knowledge else None
    return {
        "recorded": {
            "digest": replay.recorded.digest,
            "packs": [
                {"pack": pack, "version": version, "digest": digest}
                for pack, (version, digest) in replay.recorded.packs.items()
            ],
        },
        "in_force": knowledge_document(replay.in_force),
        "packs": [pack_document(pack) for pack in replay.packs],
        "recomputed": replay.original is not None,
        "changes": None if things is None else [difference_document(one) for one in things],
    }


def pack_document(pack: PackDifference) -> dict[str, Any]:
    sides = {
        side: None if value is None else {"version": value[0], "digest": value[1]}
        for side, value in (("before", pack.before), ("after", pack.after))
    }
    return {"pack": pack.pack, **sides}


def difference_document(difference: Difference) -> dict[str, Any]:
    """A thing of the knowledge that was added, removed or changed."""
    place = difference.place
    return {
        "sort": difference.sort,
        "id": difference.id,
        "change": difference.kind,
        "fields": list(difference.fields),
        "place": None if place is None else {"file": place.file, "line": place.line, "column": place.column},
    }


def edit_document(edit: Edit) -> dict[str, Any]:
    """`missing`: there is nothing at the place, where a value is computed; `surplus`: the other way round."""
    kind = "missing" if edit.recorded is ABSENT else "surplus" if edit.computed is ABSENT else "changed"
    return {
        "pointer": edit.pointer,
        "kind": kind,
        "recorded": None if edit.recorded is ABSENT else edit.recorded,
        "computed": None if edit.computed is ABSENT else edit.computed,
    }


def _slot(change: SlotChange, replay: Replay, language: Language, causes: Causes | None) -> dict[str, Any]:
    return {
        "slot": change.slot,
        "title": _title(change.slot, replay, language),
        "status": _sides(change.status),
        "picks": _sides(tuple(map(list, change.picks))),
        "verdicts": [
            {"product": product, "name": _name(product, replay), **_sides(pair)}
            for product, pair in change.verdicts.items()
        ],
        "rules": [_rule(rule, causes, change.slot) for rule in change.rules],
        "details": list(change.details),
    }


def _part(change: PartChange, causes: Causes | None) -> dict[str, Any]:
    return {"part": change.part, "rules": [_rule(rule, causes, "") for rule in change.rules]}


def _rule(change: RuleChange, causes: Causes | None, slot: str) -> dict[str, Any]:
    cause = causes.of_rule(change.rule, "after" if change.how in HOWS_NOW else "before", slot) if causes else None
    return {
        "rule": change.rule,
        "how": change.how,
        "fields": list(change.fields),
        "by": list(change.by),
        "because": [root_document(root) for root in cause.differences] if cause else None,
    }


def root_document(root: Root) -> dict[str, Any]:
    """What a change comes from in the end: a fact of the catalog, or a rule that was added, removed or rewritten."""
    return {"kind": root.kind, "subject": root.subject, "attribute": root.attribute}


def _sides(pair: Iterable[Any]) -> dict[str, Any]:
    before, after = pair
    return {"before": before, "after": after}


def _title(slot: str, replay: Replay, language: Language) -> str:
    for knowledge in _bodies(replay):
        if slot in knowledge.slots:
            return knowledge.slots[slot].title.in_language(language)
    return slot


def _name(product: str, replay: Replay) -> str:
    return next((one.products[product].name for one in _bodies(replay) if product in one.products), product)


def _bodies(replay: Replay) -> list[Knowledge]:
    return [replay.in_force, *([replay.original.decision.knowledge] if replay.original else [])]
