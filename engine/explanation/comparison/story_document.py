"""The lines of a story as plain data: a headline, the reasons with their claims, and what they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.explanation.comparison.standing import SIDES, Side
from engine.explanation.comparison.story import Stated, StoryLine
from engine.explanation.comparison.words import Telling
from engine.explanation.labels import warning_label
from engine.explanation.proofs.tree import status_word, verdict_word
from engine.model import Knowledge, Language, Text

_HEADLINES = {
    "replaced": Text("{old} → {new}", "{old} → {new}"),
    "instead": Text("{new} instead of {old}", "{old} 대신 {new}"),
    "added": Text("{new} added", "{new} 추가"),
    "added beside": Text("{new} added beside {beside}", "{beside}에 더해 {new} 추가"),
    "dropped": Text("{old} dropped", "{old} 제외"),
    "dropped beside": Text("{old} dropped, {beside} stays", "{old} 제외, {beside} 유지"),
    "reassessed": Text("{new}: {before} → {after}", "{new}: {before} → {after}"),
    "leave": Text("{new}: {before} → {after}", "{new}: {before} → {after}"),
    "status": Text("{before} → {after}", "{before} → {after}"),
    "warned": Text("{new}: new warning ({kind})", "{new}: 새 경고({kind})"),
    "unwarned": Text("{new}: no longer warned of ({kind})", "{new}: 경고 해소({kind})"),
}
_NO_VERDICT = Text("no verdict", "판정 없음")


def line_document(line: StoryLine, telling: Telling) -> dict[str, Any]:
    """`text`: the headline. Of a warning, the reason is the text of the warning itself."""
    return {
        "kind": line.kind,
        "slot": line.slot,
        "title": telling.title(line.slot),
        "text": _headline(line, telling),
        "products": _products(line.products, telling),
        "instead_of": _products(line.instead_of, telling),
        "beside": _products(line.beside, telling),
        "verdicts": dict(zip(SIDES, line.verdicts, strict=True)) if line.verdicts else None,
        "warning": _warning(line),
        "stated": _stated(line.stated, telling) if line.stated else None,
        "reasons": list(_reasons(line, telling)),
        "differences": [telling.difference(one) for one in line.differences],
    }


def sources_document(
    lines: Iterable[Mapping[str, Any]], after: Knowledge, before: Knowledge, language: Language
) -> list[dict[str, Any]]:
    """The sources that the reasons of some lines cite, in the order of the knowledge."""
    cited = {source for line in lines for reason in line["reasons"] for source in reason["sources"]}
    known = {**before.sources, **after.sources}
    return [
        {
            "source": source.id,
            "title": source.title.in_language(language),
            "date": source.date.isoformat() if source.date else None,
        }
        for source in known.values()
        if source.id in cited
    ]


def _headline(line: StoryLine, telling: Telling) -> str:
    key: str = line.kind
    if line.beside and key in ("added", "dropped"):
        key = f"{key} beside"
    before, after = (_word(word, line, telling.language) for word in line.verdicts or (None, None))
    warned = line.warning.warned if line.warning else None
    return (
        _HEADLINES[key]
        .in_language(telling.language)
        .format(
            new=telling.names(line.products),
            old=telling.names(line.instead_of),
            beside=telling.names(line.beside),
            before=before,
            after=after,
            kind=warning_label(warned.kind, warned.date, telling.language) if warned else "",
        )
    )


def _word(word: str | None, line: StoryLine, language: Language) -> str:
    if word is None:
        return _NO_VERDICT.in_language(language)
    return status_word(word, language) if line.kind == "status" else verdict_word(word, language)


def _products(ids: Iterable[str], telling: Telling) -> list[dict[str, str]]:
    return [{"product": id_, "name": telling.name(id_)} for id_ in ids]


def _warning(line: StoryLine) -> dict[str, Any] | None:
    if line.warning is None:
        return None
    warned = line.warning.warned
    return {"kind": warned.kind, "date": warned.date.isoformat() if warned.date else None}


def _stated(stated: Stated, telling: Telling) -> dict[str, Any]:
    claims = telling.comparison.after.knowledge.claims
    return {
        "how": stated.how,
        "rule": stated.rule,
        "claim": stated.claim,
        "text": claims[stated.claim].text.in_language(telling.language) if stated.claim else None,
    }


def _reasons(line: StoryLine, telling: Telling) -> Iterator[dict[str, Any]]:
    for one in line.reasons:
        cites = telling.rule(one.rule, one.side).cites
        yield _reason(one.rule, one.side, telling.reason(one.rule, one.side), cites)
    if line.warning:
        warned = line.warning.warned
        side: Side = "after" if line.warning.after else "before"
        cites = warned.stale.cites if warned.stale else telling.rule(warned.rule, side).cites
        yield _reason(warned.rule, side, telling.warning_text(warned, side), cites)


def _reason(rule: str, side: Side, text: str, cites: Iterable[str]) -> dict[str, Any]:
    cited = list(cites)
    sources = dict.fromkeys(claim.partition("/")[0] for claim in cited)
    return {"rule": rule, "side": side, "text": text, "cites": cited, "sources": list(sources)}
