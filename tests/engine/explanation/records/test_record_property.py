"""Of small bodies of knowledge, drawn at random, every record can be read, whatever its texts say."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.explanation.records.markdown import record_markdown
from engine.explanation.records.record import Disagreement, Filing, Head, Mark, Option, Origin, Point, Quoted, Record
from engine.explanation.records.slot import slot_record
from engine.explanation.records.stack import stack_record
from engine.model import LANGUAGES, Language
from engine.request import Request
from tests.engine.asking import decide, plain, sound_plan
from tests.engine.explanation.test_markdown import MARKUP
from tests.engine.madr import Madr, read_madr
from tests.engine.strategies import Body, bodies, requests

EXAMPLES = max(40, settings().max_examples // 4)


def records(data: st.DataObject, language: Language) -> list[Record]:
    body: Body = data.draw(bodies())
    plan = sound_plan(body)
    with plain(plan) as reasoner:
        decision = decide(reasoner, data.draw(requests(body)))
        asked = Request(decision.answers, decision.edition, decision.as_of, language)
        slots = [slot_record(decision, outcome.slot, asked, language) for outcome in decision.slots]
        return [stack_record(decision, asked, language), *slots]


def text_of(record: Record) -> str:
    return record_markdown(record, Filing())


@settings(max_examples=EXAMPLES)
@given(st.data(), st.sampled_from(LANGUAGES))
def test_every_record_can_be_read(data: st.DataObject, language: Language) -> None:
    for record in records(data, language):
        read = read_madr(text_of(record))
        assert read.title == record.head.title
        assert yaml.safe_load(read.request) == record.head.origin.request
        assert Mark.read(read.front["portolan"]) == record.head.mark
        assert record.head.slug.isascii()


@settings(max_examples=EXAMPLES)
@given(st.data(), MARKUP.filter(str.strip))
def test_texts_are_shown_as_they_are_and_never_change_the_form(data: st.DataObject, text: str) -> None:
    """The record with every text that comes from knowledge in the place of what was drawn."""
    for record in records(data, "en"):
        read, spoken = read_madr(text_of(record)), read_madr(text_of(_saying(text, record)))
        assert _form(spoken) == _form(read)
        assert spoken.title == " ".join(text.split())


def _form(read: Madr) -> list[tuple[str, int]]:
    return [(line.kind, len(line.cells)) for line in read.lines]


def _saying(text: str, value: Any) -> Any:
    """A record, or a part of it, with its texts replaced; ids and names of verdicts and files stay."""
    if isinstance(value, tuple):
        return tuple(_saying(text, one) for one in value)
    if isinstance(value, (Mark, Origin)) or not is_dataclass(value) or isinstance(value, type):
        return value
    kept = {Head: ("slug", "language"), Point: ("id",), Disagreement: ("by",), Option: (), Quoted: ("link",)}.get(
        type(value), ()
    )
    changed = {}
    for field in fields(value):
        inside = getattr(value, field.name)
        if field.name in ("tone", "effects", *kept):
            continue
        said = isinstance(inside, str) and inside
        changed[field.name] = text if said else _saying(text, inside)
    return replace(value, **changed)
