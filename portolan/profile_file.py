"""Profile files: written afresh, with what each question asks above its answer, or with answers worked into one.

A file that is there already is changed where an answer is, and nowhere else: comments, order and layout stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from engine.explanation.profile_file import answer_lines, flow, fresh, section_lines
from engine.inference.profile import Answer, Answers, ProfileError, read_profile
from engine.knowledge.yaml_reader import read_yaml
from engine.model import Knowledge, Language, Question
from engine.request import MEMBERS
from portolan.common import as_yaml

Node = yaml.nodes.Node


# --- answers worked into a file -------------------------------------------------------------------------------


def text_of(old: str | None, answers: Answers, knowledge: Knowledge, language: Language) -> str:
    """What a file is to say. `old`: what it said, a profile that can be read; None where there was no file."""
    if old is None:
        return fresh(answers, "", knowledge, language)
    before, beside = _read(old, knowledge)
    text = _merged(old, answers, before, knowledge, language)
    # Whoever laid the file out in a way that is not foreseen here keeps the answers, and loses the layout.
    if text is not None and _reads(text, answers, beside, knowledge):
        return text
    return fresh(answers, as_yaml(beside) if beside else "", knowledge, language)


def _read(text: str, knowledge: Knowledge) -> tuple[Answers, dict[str, Any]]:
    """The answers, and what stands beside the profile."""
    data = read_yaml(text.encode(), "").data or {}
    if "profile" not in data and not set(data) & set(MEMBERS):
        return read_profile(data, knowledge), {}
    return read_profile(data.get("profile"), knowledge), {key: data[key] for key in data if key != "profile"}


def _reads(text: str, answers: Answers, beside: Mapping[str, Any], knowledge: Knowledge) -> bool:
    try:
        return not read_yaml(text.encode(), "").problems and _read(text, knowledge) == (answers, beside)
    except ProfileError:
        return False


def _merged(text: str, answers: Answers, before: Answers, knowledge: Knowledge, language: Language) -> str | None:
    """The file with answers put in or changed; `before` are those it has. None where there is nothing to put into."""
    for question in knowledge.questions.values():
        if question.id in answers and before.get(question.id) != answers[question.id]:
            edited = _with(text, question, answers[question.id], knowledge, language)
            if edited is None:
                return None
            text = edited
    return text


def _with(text: str, question: Question, answer: Answer, knowledge: Knowledge, language: Language) -> str | None:
    """The text with one answer, put where it stands in the questionnaire."""
    root = _profile(text)
    if root is None:
        return None
    section = next(one for one in knowledge.sections if one.id == question.section)
    inside = _entry(root.node, section.id)
    value = flow(question, answer)
    if inside is None:
        order = [one.id for one in knowledge.sections]
        lines = ["", *section_lines(section, {question.id: answer}, language, indent=" " * root.node.start_mark.column)]
        return _put(text, root, _Item(section.id, f"{section.id}: {{{question.name}: {value}}}", lines), order)
    if not isinstance(inside.value, yaml.MappingNode):
        example = _uncommented(text, root.node, inside, question, value)
        lines = answer_lines(question, answer, language, " " * (inside.key.start_mark.column + 2))
        return example or _after_line(text, inside.key.end_mark.index, lines)
    there = _entry(inside.value, question.name)
    if there is not None:
        return _replaced(text, there, value)
    lines = answer_lines(question, answer, language, " " * inside.value.start_mark.column)
    into = _Into(inside.value, inside.key.end_mark.index)
    item = _Item(question.name, f"{question.name}: {value}", lines)
    return _uncommented(text, root.node, inside, question, value) or _put(
        text, into, item, [one.name for one in section.questions]
    )


@dataclass(frozen=True, slots=True)
class _Into:
    """A mapping to put something into. `head`: where the line is that it hangs on, if it hangs on one."""

    node: yaml.MappingNode
    head: int | None


@dataclass(frozen=True, slots=True)
class _Entry:
    key: yaml.ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class _Item:
    """Something to put into a mapping: on one line, or as lines of their own."""

    name: str
    short: str
    lines: list[str]


def _profile(text: str) -> _Into | None:
    """The mapping of sections; None where there is none, or nothing in it."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return None
    entry = _entry(root, "profile")
    node, head = (entry.value, int(entry.key.end_mark.index)) if entry else (root, None)
    return _Into(node, head) if isinstance(node, yaml.MappingNode) and node.value else None


def _entry(mapping: yaml.MappingNode, name: str) -> _Entry | None:
    for key, value in mapping.value:
        if key.value == name:
            return _Entry(key, value)
    return None


def _replaced(text: str, entry: _Entry, value: str) -> str:
    end = _end(entry.value)
    # An answer that was left blank begins and ends behind the colon.
    start = max(entry.value.start_mark.index, entry.key.end_mark.index)
    space = "" if start != end else " "
    if start == end:
        start = end = text.index(":", entry.key.end_mark.index) + 1
    return text[:start] + space + value + text[end:]


def _end(node: Node) -> int:
    """Where what is written of a node ends; a block ends only where the next thing begins."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _put(text: str, into: _Into, item: _Item, order: list[str]) -> str:
    """An entry behind the last of those that it comes after, so that comments above the next one stay with that."""
    entries = into.node.value
    if into.node.flow_style:
        end = int(into.node.end_mark.index) - 1
        head = text[:end].rstrip()
        return head + (", " if entries and not head.endswith(",") else "") + item.short + text[end:]
    earlier = [value for key, value in entries if key.value in order[: order.index(item.name)]]
    if not earlier and into.head is not None:
        return _after_line(text, into.head, item.lines)
    return _after_line(text, max(map(_end, earlier or [value for _, value in entries])), item.lines)


def _after_line(text: str, index: int, lines: list[str]) -> str:
    put = "".join(f"{line}\n" for line in lines)
    end = text.find("\n", index)
    return f"{text}\n{put}" if end < 0 else text[: end + 1] + put + text[end + 1 :]


def _uncommented(text: str, root: yaml.MappingNode, section: _Entry, question: Question, value: str) -> str | None:
    """With the example that a template has for the answer, if it has one, in the place of which the answer goes."""
    starts = sorted(key.start_mark.index for key, _ in root.value)
    end = next((start for start in starts if start > section.key.start_mark.index), len(text))
    example = re.compile(rf"^(?P<indent> +)#{re.escape(question.name)}:(?= |$).*$", re.MULTILINE)
    found = example.search(text, section.key.start_mark.index, end)
    if found is None:
        return None
    return f"{text[: found.start()]}{found['indent']}{question.name}: {value}{text[found.end() :]}"
