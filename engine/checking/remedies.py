"""What to do about a finding, as far as the decision knows more than its kind says."""

from __future__ import annotations

from engine.checking.findings import Finding
from engine.checking.kinds import KINDS
from engine.checking.words import either, names
from engine.dated import supported_releases, version_key
from engine.explanation.particles import fitted
from engine.inference.reasoner import Decision
from engine.model import Language, Text

_RAISE = Text("Raise it to a release that gets support: {releases}.", "지원되는 버전으로 올려야 합니다: {releases}.")
_MOVE = Text("Move to {to}.", "{to}[으로/로] 옮겨야 합니다.")
_PLAN = Text(
    "Plan the move to {to}; list the product in `works_well` if it serves you well and is to stay.",
    "{to}[으로/로] 옮길 계획을 세우거나, 잘 쓰고 있어 계속 쓰려면 `works_well`에 적어야 합니다.",
)
_PICKS = Text("Here the picks for “{slot}” are: {picks}.", "이 프로필에서 “{slot}” 영역의 추천 제품: {picks}.")
_STAYS = Text("It may stay: nothing has to be done now.", "그대로 둘 수 있습니다. 지금 할 일은 없습니다.")
_ANSWER = Text("Answer `{question}` in the profile.", "프로필의 `{question}`에 답해야 합니다.")
_NOTHING = Text(
    "Nothing else is picked for “{slot}” here.", "이 프로필에서 “{slot}” 영역에 추천할 다른 제품은 없습니다."
)
# How many releases are named: the newest.
_RELEASES = 4


def remedy(finding: Finding, decision: Decision, language: Language) -> str:
    """One sentence or two. Where nobody says what takes a product's place, the picks of the slot are named."""
    text, parts = _said(finding, decision, language) or (KINDS[finding.kind].remedy, None)
    said = text.in_language(language)
    said = said if parts is None else fitted(said.format(**parts))
    if finding.verdict not in ("migrate", "avoid") or finding.to or finding.slot is None:
        return said
    slot = decision.knowledge.slots[finding.slot].title.in_language(language)
    instead = tuple(pick for pick in decision.slot(finding.slot).picks if pick != finding.product)
    told = _PICKS if instead else _NOTHING
    return f"{said} {told.in_language(language).format(slot=slot, picks=names(instead, decision))}"


def _said(finding: Finding, decision: Decision, language: Language) -> tuple[Text, dict[str, str]] | None:
    """What is to be said in the place of the kind's remedy."""
    to = either(finding.to, decision, language) if finding.to else ""
    if finding.question:
        return _ANSWER, {"question": finding.question}
    if finding.said == "stays":
        return _STAYS, {}
    if finding.kind == "end-of-life" and finding.release:
        known = decision.knowledge.products[finding.product or ""]
        in_use = version_key(finding.release)
        supported = [one.cycle for one in supported_releases(known, decision.as_of)]
        newer = [cycle for cycle in supported if version_key(cycle) > in_use][-_RELEASES:]
        if newer:
            return _RAISE, {"releases": ", ".join(newer)}
    if finding.to and finding.kind in ("dropped", "superseded"):
        return (_PLAN if finding.kind == "dropped" else _MOVE), {"to": to}
    if finding.to and finding.kind in ("end-of-life", "licence", "incompatible"):
        return _MOVE, {"to": to}
    return None
