"""Records as Markdown, in the form of MADR 4 (https://adr.github.io/madr), which Backstage's ADR plugin reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from engine.explanation.markdown import opening, plain
from engine.explanation.records.headings import heading, phrase
from engine.explanation.records.record import (
    AreaLines,
    Disagreement,
    Effect,
    Filing,
    Head,
    Option,
    Point,
    Quoted,
    Record,
    SlotRecord,
    StackRecord,
)
from engine.explanation.records.request import request_lines
from engine.explanation.records.words import dated

_WEB = re.compile(r"https?://[^\s<>]+\Z")


def record_markdown(record: Record, filing: Filing) -> str:
    body = _slot_body(record) if isinstance(record, SlotRecord) else _stack_body(record)
    lines = [*_front_matter(record.head, filing), "", f"# {plain(record.head.title)}", *body]
    return "\n".join([*lines, *_more(record, filing)]) + "\n"


def _front_matter(head: Head, filing: Filing) -> Iterator[str]:
    day: date = filing.day or head.origin.as_of
    yield from ("---", f"status: {filing.status}", f"date: {day}")
    if filing.deciders:
        yield f"decision-makers: [{', '.join(json.dumps(one, ensure_ascii=False) for one in filing.deciders)}]"
    yield from (f"portolan: {head.mark}", "---")


# --- of one slot ----------------------------------------------------------------------------------------------


def _slot_body(record: SlotRecord) -> Iterator[str]:
    language = record.head.language
    yield from _section(language, "context", [opening(record.question)])
    yield from ("", opening(record.needed))
    yield from _list(record.need)
    if record.answers or record.need or record.options:
        yield from ("", phrase("answers" if record.answers else "no answers", language))
    yield from _list(record.answers)
    yield from _introduced("unanswered", record.unanswered, language)
    if record.drivers:
        yield from _section(language, "drivers", _points(record.drivers))
    options = [_option_line(option) for option in record.options]
    yield from _section(language, "options", options or [phrase("no options", language)])
    yield from _section(language, "outcome", [opening(record.outcome)])
    yield from _list(record.reasons)
    yield from _introduced("hanging", record.hanging, language)
    yield from _introduced("set aside", record.set_aside, language)
    yield from _introduced("open", record.open, language)
    if record.settled:
        yield from ("", phrase("no change", language))
    yield from _consequences(record.consequences, record.head)
    yield from _introduced("advice", record.advice, language)
    if any(option.effects for option in record.options):
        yield from _section(language, "pros and cons")
    for option in record.options:
        yield from _option(option, record.head)
    if record.disagreements:
        found = [line for one in record.disagreements for line in _disagreement(one, language)]
        yield from _section(language, "disagreements", found)


def _disagreement(told: Disagreement, language: str) -> Iterator[str]:
    yield f"* **{plain(told.about)}**"
    for side in told.sides:
        sources = plain(", ".join(side.sources))
        name = "side favoured" if side.favoured else "side"
        yield f"  * {phrase(name, language, says=opening(side.says), sources=sources)}"
    said_so = told.because.casefold().startswith(told.how.casefold())
    name = "settled" if said_so else "settled as"
    settled = phrase(name, language, how=plain(told.how), because=plain(told.because))
    yield f"  * {' '.join([settled, *(f'`{rule}`' for rule in told.by)])}"


def _option_line(option: Option) -> str:
    qualified = f", {option.qualified}" if option.qualified else ""
    return f"* **{plain(', '.join(option.names))}** — {plain(option.verdict + qualified)}"


def _option(option: Option, head: Head) -> Iterator[str]:
    if option.effects:
        yield from ("", f"### {plain(', '.join(option.names))}", "")
        yield from (_effect(effect, "option", head) for effect in option.effects)


# --- of a whole decision --------------------------------------------------------------------------------------


def _stack_body(record: StackRecord) -> Iterator[str]:
    language = record.head.language
    yield from _section(language, "context", [opening(record.question)])
    yield from ("", phrase("answers" if record.answers else "no answers", language))
    yield from _list(record.answers)
    if record.drivers:
        yield from _section(language, "drivers", _points(record.drivers))
    yield from _section(language, "options", [phrase("options below", language)])
    yield from _section(language, "outcome", _overview(record))
    if record.left_out:
        yield from ("", phrase("left out", language, names=plain(", ".join(record.left_out))))
    yield from _introduced("open stack", record.open, language)
    if record.more_open:
        yield phrase("more", language, count=record.more_open)
    yield from _consequences(record.consequences, record.head)
    yield from _introduced("advice", record.advice, language)
    yield from _section(language, "pros and cons")
    for area in record.areas:
        yield from _area(area)


def _overview(record: StackRecord) -> Iterator[str]:
    language = record.head.language
    yield phrase("columns", language)
    yield "| --- | --- | --- |"
    for area in record.areas:
        for line in area.slots:
            yield f"| {plain(line.title)} | {plain(line.picks) or '–'} | {plain(line.status)} |"


def _area(area: AreaLines) -> Iterator[str]:
    yield from ("", f"### {plain(area.title)}", "")
    for line in area.slots:
        picks = f" — {plain(line.picks)}" if line.picks else ""
        reason = f": {_told(line.reason)}" if line.reason else ""
        yield f"* **{plain(line.title)}**{picks}{reason}"
        yield from (f"  * {opening(other.text)}" for other in line.others)


# --- what both have -------------------------------------------------------------------------------------------


def _section(language: str, name: str, lines: Iterable[str] = ()) -> Iterator[str]:
    yield from ("", f"## {heading(name, language)}")
    inside = list(lines)
    if inside:
        yield from ("", *inside)


def _list(points: Iterable[Point], language: str = "en") -> Iterator[str]:
    lines = _points(points, language)
    if lines:
        yield from ("", *lines)


def _introduced(name: str, points: tuple[Point, ...], language: str) -> Iterator[str]:
    if points:
        yield from ("", phrase(name, language), "", *_points(points, language))


def _points(points: Iterable[Point], language: str = "en") -> list[str]:
    return [f"* {_told(point, language)}" for point in points]


def _told(point: Point, language: str = "en", *, first: bool = True) -> str:
    text = opening(point.text) if first else plain(point.text)
    told = f"{text} `{point.id}`" if point.id else text
    between = "; " if any(rule.text for rule in point.by) else ", "
    by = between.join(_setting_aside(rule, language) for rule in point.by)
    return phrase("by", language, told=told, rules=by) if by else told


def _setting_aside(rule: Point, language: str) -> str:
    named = f"`{rule.id}`"
    return phrase("rule because", language, rule=named, text=plain(rule.text.rstrip("."))) if rule.text else named


def _consequences(effects: tuple[Effect, ...], head: Head) -> Iterator[str]:
    if effects:
        yield from ("", f"### {heading('consequences', head.language)}", "")
        yield from (_effect(effect, "consequence", head) for effect in effects)


def _effect(effect: Effect, kind: str, head: Head) -> str:
    text = _told(effect.point, head.language, first=False)
    return f"* {phrase(f'{kind} {effect.tone}', head.language, text=text)}"


def _more(record: Record, filing: Filing) -> Iterator[str]:
    head = record.head
    language, made = head.language, head.origin
    yield from _section(language, "more")
    yield ""
    for link in filing.supersedes:
        yield phrase("supersedes", language, link=f"[{plain(link.name)}]({quote(link.target)})")
    yield phrase("decision", language, id=made.decision, edition=plain(made.edition), day=made.as_of)
    yield phrase("knowledge", language, packs=plain(", ".join(made.packs)), digest=made.digest)
    again = f"portolan adr request.yaml --slot {head.mark.slot}" if head.mark.slot else "portolan adr request.yaml"
    yield phrase("check", language, id=made.decision, again=again)
    if isinstance(record, StackRecord):
        yield phrase("shortened", language)
    yield from _introduced("remarks", record.remarks, language)
    if isinstance(record, SlotRecord) and record.quoted:
        yield from ("", phrase("quoted", language), "")
        for source in record.quoted:
            yield from _quoted(source, language)
    yield from _request(made.request, language)


def _request(request: Mapping[str, Any], language: str) -> Iterator[str]:
    """Folded, as YAML, so that it can be decided again from the record alone."""
    yield from ("", "<details>", f"<summary>{phrase('request', language)}</summary>", "", "```yaml")
    yield from request_lines(request)
    yield from ("```", "", "</details>")


def _quoted(source: Quoted, language: str) -> Iterator[str]:
    """Each claim with its source and that one's date, so that it can be passed on by itself."""
    title = opening(source.source)
    if source.link and _WEB.match(source.link):
        title = f"[{plain(source.source)}](<{source.link}>)"
    elif source.link:
        title = f"{title}, {plain(source.link)}"
    yield f"* {title}, {source.published}" if source.published else f"* {title}"
    named = plain(dated(source.source, source.published))
    for claim in source.claims:
        yield f"  * {phrase('claim', language, text=opening(claim.text), source=named)} `{claim.id}`"
