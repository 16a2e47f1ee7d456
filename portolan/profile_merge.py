"""Answers put into the text of a profile file, each where it stands in the questionnaire, and nothing else touched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from engine.checking.request import bare_members
from engine.explanation.profile_lines import (
    Notes,
    answer_lines,
    body_lines,
    entry_lines,
    flow,
    flow_version,
    members_as,
    section_lines,
)
from engine.explanation.yaml_edit import (
    Entry,
    Member,
    after_line,
    end_of,
    entry_of,
    in_brackets,
    with_members,
    with_value,
)
from engine.inference.profile import Answer, Answers
from engine.model import Knowledge, Language, Question, Section

_PROFILE = "profile"


def merged(
    text: str, answers: Answers, before: Answers, knowledge: Knowledge, language: Language, notes: Notes
) -> str | None:
    """The file with answers put in or changed; `before` are those it has. None where it is not foreseen how."""
    changed = {id_: answer for id_, answer in answers.items() if before.get(id_) != answer}
    if not changed:
        return text
    merger = _Merger(knowledge, language, notes)
    try:
        if not before and _profile(text) is None:
            return merger.filled(text, changed)
        for question in knowledge.questions.values():
            if question.id in changed:
                text = merger.with_answer(text, question, changed[question.id], before.get(question.id))
    except (_UnforeseenError, yaml.YAMLError, ValueError):
        return None
    return text


class _UnforeseenError(Exception):
    """A layout into which nothing is put."""


@dataclass(frozen=True, slots=True)
class _Into:
    """A mapping to put something into. `head`: where the line is that it hangs on, if it hangs on one."""

    node: yaml.MappingNode
    head: int | None


@dataclass(frozen=True, slots=True)
class _Item:
    """Something to put into a mapping: on one line, or as lines of their own."""

    name: str
    short: str
    lines: Sequence[str]


def _profile(text: str) -> _Into | None:
    """The mapping of sections; None where there is none, or nothing in it."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return None
    entry = entry_of(root, _PROFILE)
    if entry is None and not bare_members(key.value for key, _ in root.value):
        return None
    node, head = (entry.value, int(entry.key.end_mark.index)) if entry else (root, None)
    return _Into(node, head) if isinstance(node, yaml.MappingNode) and node.value else None


@dataclass(frozen=True, slots=True)
class _Merger:
    knowledge: Knowledge
    language: Language
    notes: Notes

    def filled(self, text: str, answers: Answers) -> str:
        """A file without any answer, with some."""
        lines = list(body_lines(answers, self.knowledge, self.language, self.notes, "  "))
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is not None and not isinstance(root, yaml.MappingNode):
            raise _UnforeseenError
        if root is None or (not root.flow_style and entry_of(root, _PROFILE) is None):
            gap = "" if not text or text.endswith("\n") else "\n"
            return text + gap + "\n".join([f"{_PROFILE}:", *lines]) + "\n"
        entry = entry_of(root, _PROFILE)
        if root.flow_style or entry is None:
            raise _UnforeseenError
        return after_line(*_emptied(text, entry), lines)

    def with_answer(self, text: str, question: Question, answer: Answer, before: Answer | None) -> str:
        """The text with one answer, put where it stands in the questionnaire."""
        root = _profile(text)
        if root is None:
            raise _UnforeseenError
        section = next(one for one in self.knowledge.sections if one.id == question.section)
        inside = entry_of(root.node, section.id)
        value = flow(question, answer)
        if inside is None:
            return self._with_section(text, root, section, question, answer)
        if not isinstance(inside.value, yaml.MappingNode):
            return self._begun(text, root.node, inside, question, answer)
        there = entry_of(inside.value, question.name)
        if there is not None:
            return self._extended(text, there, question, answer, before) or with_value(text, there, value)
        example = _example(text, root.node, inside, question)
        if example is not None:
            return self._uncommented(text, example, question, answer)
        lines = self._lines(question, answer, inside.value.start_mark.column)
        into = _Into(inside.value, int(inside.key.end_mark.index))
        order = [one.name for one in section.questions]
        return _put(text, into, _Item(question.name, f"{question.name}: {value}", lines), order)

    def _uncommented(self, text: str, example: re.Match[str], question: Question, answer: Answer) -> str:
        lines = entry_lines(question, answer, self.notes, example["indent"])
        return "\n".join([text[: example.start()].removesuffix("\n"), *lines]) + text[example.end() :]

    def _lines(self, question: Question, answer: Answer, column: int) -> list[str]:
        return list(answer_lines(question, answer, self.language, self.notes, " " * column))

    def _with_section(self, text: str, root: _Into, section: Section, question: Question, answer: Answer) -> str:
        indent = " " * root.node.start_mark.column
        lines = ["", *section_lines(section, {question.id: answer}, self.language, self.notes, indent)]
        short = f"{section.id}: {{{question.name}: {flow(question, answer)}}}"
        return _put(text, root, _Item(section.id, short, lines), [one.id for one in self.knowledge.sections])

    def _begun(self, text: str, root: yaml.MappingNode, inside: Entry, question: Question, answer: Answer) -> str:
        """A section that was left blank, with its first answer."""
        if root.flow_style:
            return with_value(text, inside, f"{{{question.name}: {flow(question, answer)}}}")
        example = _example(text, root, inside, question)
        if example is not None:
            return self._uncommented(text, example, question, answer)
        lines = self._lines(question, answer, inside.key.start_mark.column + 2)
        return after_line(*_emptied(text, inside), lines)

    def _extended(
        self, text: str, there: Entry, question: Question, answer: Answer, before: Answer | None
    ) -> str | None:
        """With what a list has more than before at its end, and other versions; None where more than that changes."""
        if not isinstance(answer, tuple) or not isinstance(before, tuple):
            return None
        old, new = members_as(question, before), members_as(question, answer)
        other = [id_ for id_, written in old.items() if new.get(id_) != written]
        if other:
            if question.type != "versions" or not set(other) <= set(new):
                return None
            text = _with_versions(text, there, {id_: flow_version(answer, id_) for id_ in other})
            there = _again(text, question)
        notes = self.notes.get(question.id, {})
        more = [Member(written, notes.get(id_, "")) for id_, written in new.items() if id_ not in old]
        return with_members(text, there, more) if more else text


def _with_versions(text: str, there: Entry, versions: Mapping[str, str]) -> str:
    """From the last to the first, so that places before stay what they are."""
    if not isinstance(there.value, yaml.MappingNode):
        raise _UnforeseenError
    entries = [(key, value) for key, value in there.value.value if key.value in versions]
    for key, value in reversed(entries):
        text = with_value(text, Entry(key, value), versions[key.value])
    return text


def _again(text: str, question: Question) -> Entry:
    """The answer to a question, in a text that has one."""
    root = _profile(text)
    section = entry_of(root.node, question.section) if root else None
    there = entry_of(section.value, question.name) if section and isinstance(section.value, yaml.MappingNode) else None
    if there is None:
        raise _UnforeseenError
    return there


def _emptied(text: str, entry: Entry) -> tuple[str, int]:
    """Without the `null` or `{}` behind a key, and the place of the key."""
    start, end = max(entry.value.start_mark.index, entry.key.end_mark.index), int(entry.value.end_mark.index)
    if end <= start:
        return text, int(entry.key.end_mark.index)
    if "\n" in text[entry.key.end_mark.index : end]:
        raise _UnforeseenError
    return text[:start].rstrip(" ") + text[end:], int(entry.key.end_mark.index)


def _put(text: str, into: _Into, item: _Item, order: list[str]) -> str:
    """An entry behind the last of those that it comes after, so that comments above the next one stay with that."""
    entries = into.node.value
    if into.node.flow_style:
        return in_brackets(text, into.node, item.short)
    earlier = [value for key, value in entries if key.value in order[: order.index(item.name)]]
    if not earlier and into.head is not None:
        return after_line(text, into.head, item.lines)
    return after_line(text, max(map(end_of, earlier or [value for _, value in entries])), item.lines)


def _example(text: str, root: yaml.MappingNode, section: Entry, question: Question) -> re.Match[str] | None:
    """The line with the example that a template has for an answer, in the place of which the answer goes."""
    starts = sorted(key.start_mark.index for key, _ in root.value)
    end = next((start for start in starts if start > section.key.start_mark.index), len(text))
    example = re.compile(rf"^(?P<indent> +)#{re.escape(question.name)}:(?= |$).*$", re.MULTILINE)
    return example.search(text, section.key.start_mark.index, end)
