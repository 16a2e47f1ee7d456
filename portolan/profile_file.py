"""Profile files: written afresh, with what each question asks above its answer, or with answers worked into one.

A file that is there already is changed where an answer is, and nowhere else: comments, order and layout stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from engine.checking.request import bare_members
from engine.explanation.profile_file import SCHEMA_FILE, below_head, fresh, head_lines
from engine.explanation.profile_lines import NO_NOTES, Notes
from engine.explanation.yaml_edit import comments_in
from engine.inference.profile import Answers, ProfileError, read_profile
from engine.knowledge.yaml_reader import read_yaml
from engine.model import Knowledge, Language
from portolan.common import as_yaml
from portolan.profile_merge import merged

# --- answers worked into a file -------------------------------------------------------------------------------


def text_of(
    old: str | None, answers: Answers, knowledge: Knowledge, language: Language, notes: Notes = NO_NOTES
) -> str:
    """What a file is to say. `old`: what it said, a profile that can be read; None where there was no file.

    `notes` become comments above what is new. No comment of the old file is lost.
    """
    if old is None:
        return fresh(answers, "", knowledge, language)
    lines = old.replace("\r\n", "\n")
    before, beside = _read(lines, knowledge)
    text = merged(lines, answers, before, knowledge, language, notes)
    comments = comments_in(lines)
    # Whoever laid the file out in a way that is not foreseen here keeps answers and comments, and loses the layout.
    if text is None or not _reads(text, answers, beside, knowledge) or _lost(comments, text, knowledge):
        text = _laid_out_anew(comments, answers, beside, knowledge, language)
    return text.replace("\n", "\r\n") if lines != old else text


def _laid_out_anew(
    comments: Sequence[str], answers: Answers, beside: Mapping[str, Any], knowledge: Knowledge, language: Language
) -> str:
    head = list(head_lines(SCHEMA_FILE, language))
    below = list(below_head(answers, as_yaml(dict(beside)) if beside else "", knowledge, language))
    lost = _lost(comments, "\n".join([*head, *below]), knowledge)
    return "\n".join([*head, *lost, *([""] if lost else []), *below]) + "\n"


def _lost(comments: Sequence[str], text: str, knowledge: Knowledge) -> list[str]:
    """Those of the comments that a text lacks, save for examples of answers, which answers take the place of."""
    try:
        kept = comments_in(text)
    except yaml.YAMLError:
        return list(comments)
    examples = {f"#{question.name}" for question in knowledge.questions.values()}
    lost = []
    for comment in comments:
        if comment in kept:
            kept.remove(comment)
        elif comment.partition(":")[0] not in examples:
            lost.append(comment)
    return lost


def _read(text: str, knowledge: Knowledge) -> tuple[Answers, dict[str, Any]]:
    """The answers, and what stands beside the profile."""
    data = read_yaml(text.encode(), "").data or {}
    if bare_members(data):
        return read_profile(data, knowledge), {}
    return read_profile(data.get("profile") or {}, knowledge), {key: data[key] for key in data if key != "profile"}


def _reads(text: str, answers: Answers, beside: Mapping[str, Any], knowledge: Knowledge) -> bool:
    try:
        return not read_yaml(text.encode(), "").problems and _read(text, knowledge) == (answers, beside)
    except ProfileError:
        return False
