"""A migration plan as an outline."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from engine.explanation.labels import warning_label
from engine.explanation.outline import Line
from engine.model import Language, Text

_WORDS = {
    "title": Text("Migration plan as of {day}", "이전 계획({day} 기준)"),
    "decision": Text("decision {id}, edition {edition}", "결정 {id}, 기준 판 {edition}"),
    "nothing in use": Text(
        "Nothing is said to be in use, so there is nothing to move. Answer stack.in_use to have a plan.",
        "사용 중인 제품에 대한 답변이 없어 이전할 대상이 없습니다. stack.in_use 질문에 답하면 계획을 만듭니다.",
    ),
    "nothing to leave": Text("Nothing that is in use has to be left.", "사용 중인 제품 중 이전할 제품이 없습니다."),
    "stays": Text("What stays", "계속 사용할 제품"),
    "needs": Text("needs {names}", "필요한 것: {names}"),
    "comes after": Text("comes after {names}", "먼저 할 것: {names}"),
    "version": Text("needs this version: {test} ({value})", "필요한 버전: {test}({value})"),
    "in use": Text("in use: {value}", "사용 중: {value}"),
    "not said": Text("not said which is in use", "사용 중인 버전은 답변 없음"),
    "stage": Text("stage: {stage}", "단계: {stage}"),
    "order": Text("why here: {texts}", "이 순서인 이유: {texts}"),
    "warning": Text("{name}, {label}: {text}", "{name}, {label}: {text}"),
    "not for": Text("not for “{slot}”: {text}", "“{slot}” 영역에는 부적합: {text}"),
    "for": Text("“{slot}”: {text}", "“{slot}”: {text}"),
}


def migration_lines(document: Mapping[str, Any], language: Language) -> Iterator[Line]:
    """`document`: as `migration_document` makes it."""
    yield Line("title", _say("title", language, day=document["as_of"]))
    yield Line("paragraph", _say("decision", language, id=document["id"], edition=document["edition"]))
    yield from plan_lines(document, language)


def plan_lines(document: Mapping[str, Any], language: Language) -> Iterator[Line]:
    """The steps in their order, and what stays."""
    if not document["steps"]:
        yield Line("paragraph", _say("nothing to leave" if document["in_use"] else "nothing in use", language))
    for step in document["steps"]:
        yield from _step(step, language, alone=len(document["steps"]) == 1)
    if document["stays"]:
        yield Line("heading", _say("stays", language))
    raised = {reason["rule"] for step in document["steps"] if step["release"] for reason in step["because"]}
    for stay in document["stays"]:
        yield from _stay(stay, raised, language)


def _step(step: Mapping[str, Any], language: Language, *, alone: bool) -> Iterator[Line]:
    yield Line("item", step["text"], number=step["step"], beside=step["title"] or "")
    if step["deadline"]:
        yield Line("detail", step["deadline"], urgent=step["overdue"])
    if step["release"]:
        yield Line("detail", step["release"]["text"], tuple(step["release"]["sources"]))
    # Why to set something up is told by the strongest reason; why to leave something, by all.
    for reason in step["because"][: 1 if step["kind"] == "install" else None]:
        yield Line("detail", reason["text"], (reason["rule"],))
    for needed in step["prerequisites"]:
        rules = tuple(reason["rule"] for reason in needed["because"])
        key = "needs" if needed["required"] else "comes after"
        yield Line("detail", _say(key, language, names=needed["text"]), rules)
    for version in step["versions"]:
        value = _say("in use", language, value=version["value"]) if version["met"] else _say("not said", language)
        yield Line("detail", _say("version", language, test=version["text"], value=value), (version["rule"],))
    told = {reason["rule"] for reason in step["because"]}
    for warning in step["warnings"]:
        if warning["rule"] not in told:
            yield _warning(warning, language)
    if step["stage"]:
        yield Line("detail", _say("stage", language, stage=step["stage"]["title"]))
    waits = [wait["text"] for wait in step["after"]]
    rules = tuple(dict.fromkeys(wait["rule"] for wait in step["after"] if wait["rule"]))
    placed = [] if alone or (waits and step["placed_by"] == "only") else [step["placed_text"]]
    if waits or placed:
        yield Line("detail", _say("order", language, texts="; ".join([*waits, *placed])), rules)


def _stay(stay: Mapping[str, Any], told: Collection[str], language: Language) -> Iterator[Line]:
    """`told`: rules whose warnings a step tells."""
    yield Line("item", stay["name"], beside=stay["text"])
    if stay["ends_text"]:
        yield Line("detail", stay["ends_text"], urgent=(stay["days_left"] or 0) < 0)
    for key, standing in (("for", stay["slots"]), ("not for", stay["not_for"])):
        for slot in standing:
            first = slot["because"][0]
            yield Line("detail", _say(key, language, slot=slot["title"], text=first["text"]), (first["rule"],))
    for warning in stay["warnings"]:
        if warning["rule"] not in told:
            yield _warning(warning, language)


def _warning(warning: Mapping[str, Any], language: Language) -> Line:
    label = warning_label(warning["kind"], warning["date"], language)
    text = _say("warning", language, name=warning["name"], label=label, text=warning["text"])
    return Line("detail", text, (warning["rule"],))


def _say(word: str, language: Language, **parts: object) -> str:
    return _WORDS[word].in_language(language).format(**parts)
