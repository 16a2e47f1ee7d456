"""What to do about a finding, as far as the decision knows more than its kind says."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.findings import Finding
from engine.checking.kinds import KINDS, Kind
from engine.checking.words import either, names
from engine.dated import licence_on, release_of, supported_releases, version_key
from engine.explanation.particles import fitted
from engine.inference.encoding import versions_in_use
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict
from engine.model import Language, Text

_RAISE = Text("Raise it to a release that gets support: {releases}.", "지원되는 버전으로 올려야 합니다: {releases}.")
_LEAVE = Text(
    "Another finding says to leave it; that settles this one as well.",
    "다른 발견 사항에 따라 이 제품을 옮기면 이 문제도 함께 해결됩니다.",
)
_THROUGH = Text(
    "How long {others} supports it is not known here; what counts is what is said there.",
    "{others}에서 이 버전을 언제까지 지원하는지는 알 수 없습니다. 해당 제공사의 안내를 기준으로 판단해야 합니다.",
)
_SPARE = Text(
    "Take it out, or change the answer by which its slot is not needed.",
    "더 쓰지 않으려면 없애고, 필요하다면 해당 영역이 필요하지 않다고 본 답변을 고쳐야 합니다.",
)
_REPLACE = Text("Replace it, or take it out.", "다른 것으로 바꾸거나 없애야 합니다.")
_TERMS = Text(
    "Read its terms, and settle whether they allow what you do with it.",
    "라이선스 조건을 읽고, 현재 용도를 허용하는지 확인해야 합니다.",
)
_OLDER = Text(
    "{name} {cycle} came out before the licence changed on {day}, from {before} to {after}: check which of them your "
    "version is under.",
    "{name} {cycle} 버전은 라이선스가 바뀌기({day}, {before} → {after}) 전에 나왔습니다. "
    "사용 중인 버전에 어느 라이선스가 적용되는지 확인해야 합니다.",
)
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
# By `Finding.said`.
_FIXED = {"stays": _STAYS, "licence warning": _TERMS, "not needed": _SPARE}
# The kinds whose findings name where to go.
_LEAVING: tuple[Kind, ...] = ("dropped", "superseded", "end-of-life", "licence", "incompatible")
# How many releases are named: the newest.
_RELEASES = 4


def remedy(finding: Finding, decision: Decision, language: Language) -> str:
    """One sentence or two. Where nobody says what takes a product's place, the picks of the slot are named."""
    text, parts = _said(finding, decision, language) or (KINDS[finding.kind].remedy, None)
    said = text.in_language(language)
    said = said if parts is None else fitted(said.format(**parts))
    said = " ".join([said, *_beside(finding, decision, language)])
    if finding.verdict not in ("migrate", "avoid") or finding.to or finding.slot is None:
        return said
    slot = decision.knowledge.slots[finding.slot].title.in_language(language)
    instead = tuple(pick for pick in decision.slot(finding.slot).picks if pick != finding.product)
    told = _PICKS if instead else _NOTHING
    return f"{said} {told.in_language(language).format(slot=slot, picks=names(instead, decision))}"


def _said(finding: Finding, decision: Decision, language: Language) -> tuple[Text, dict[str, str]] | None:
    """What is to be said in the place of the kind's remedy."""
    if finding.question:
        return _ANSWER, {"question": finding.question}
    if finding.said in _FIXED:
        return _FIXED[finding.said], {}
    if finding.kind == "end-of-life" and finding.release:
        return _of_release(finding, decision, language)
    if finding.to and finding.kind in _LEAVING:
        return (_PLAN if finding.kind == "dropped" else _MOVE), {"to": either(finding.to, decision, language)}
    return (_REPLACE, {}) if finding.kind == "end-of-life" else None


def _of_release(finding: Finding, decision: Decision, language: Language) -> tuple[Text, dict[str, str]] | None:
    """Nobody raises what is to be left whatever its release."""
    left = _left(finding, decision)
    if left is not None:
        return (_MOVE, {"to": either(left.to, decision, language)}) if left.to else (_LEAVE, {})
    known = decision.knowledge.products[finding.product or ""]
    in_use = version_key(finding.release or "")
    supported = [one.cycle for one in supported_releases(known, decision.as_of)]
    newer = [cycle for cycle in supported if version_key(cycle) > in_use][-_RELEASES:]
    return (_RAISE, {"releases": ", ".join(newer)}) if newer else None


def _left(finding: Finding, decision: Decision) -> ProductVerdict | None:
    """The verdict by which a product is to be left at home, whatever its release."""
    if finding.slot is None:
        return None
    verdicts = (one for one in decision.slot(finding.slot).verdicts if one.product == finding.product)
    return next((one for one in verdicts if one.verdict == "migrate" and not one.contested), None)


def _beside(finding: Finding, decision: Decision, language: Language) -> Iterator[str]:
    """What the catalog has to add where no rule says more."""
    known = decision.knowledge.products.get(finding.product or "")
    if known is None:
        return
    if finding.kind == "end-of-life" and not finding.to and not finding.release and known.note:
        yield known.note.in_language(language)
    if finding.said == "release" and finding.others:
        yield _THROUGH.in_language(language).format(others=names(finding.others, decision))
    version = versions_in_use(decision.answers).get(known.id)
    release = release_of(known, version) if finding.kind == "licence" and version else None
    out = release.released if release else None
    changed = (span for span in known.licences if out and span.since and out < span.since <= decision.as_of)
    if release and out and (change := next(changed, None)):
        yield _OLDER.in_language(language).format(
            name=known.name, cycle=release.cycle, day=change.since, before=licence_on(known, out), after=change.spdx
        )
