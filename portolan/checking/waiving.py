"""A waiver written into a profile file: at its place, with everything else in the file as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from engine.checking.request import bare_members
from engine.explanation.profile_lines import word
from engine.explanation.yaml_edit import before_line, comments_in, end_of
from portolan.common import read_either

Node = yaml.nodes.Node
Waiver = Mapping[str, Any]

# Words that mean the same to every reader of YAML, in the place of a text.
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9_./@:+-]*[A-Za-z0-9])?\Z", re.ASCII)
# Lines of comments and blanks, and among them the mark at which a document begins.
_HEAD = re.compile(r"(?:(?:---)?[ \t]*(?:#[^\n]*)?\r?\n)*")
_WAIVERS = "waivers"


@dataclass(frozen=True, slots=True)
class Entry:
    """A waiver for the file; `instead_of`: the number of the one in it that it takes the place of."""

    waiver: Waiver
    instead_of: int | None = None


def with_waivers(text: str, entries: Sequence[Entry], *, bare: bool) -> str | None:
    """The text of a file with waivers in it. `bare`: a profile without a request around it, which gets one.

    None where the file is laid out in a way that is not foreseen here.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    wanted = _wanted(text, entries, bare)
    try:
        written = _enveloped(text) if bare else text
        for entry in entries:
            written = _with(written, entry)
    except (yaml.YAMLError, _UnforeseenError):
        return None
    if newline != "\n":
        written = re.sub(r"\r?\n", newline, written)
    return written if wanted is not None and _data(written) == wanted else None


def is_bare(text: str) -> bool:
    """Is it a profile without a request around it?"""
    data = read_either(text.encode(), "").data
    return not isinstance(data, dict) or bare_members(data)


class _UnforeseenError(Exception):
    """A layout that is left to people."""


def _data(text: str) -> Any:
    document = read_either(text.encode(), "")
    return None if document.problems else _plain(document.data)


def _plain(data: Any) -> Any:
    """Days are told alike in JSON and in YAML."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(one) for one in data]
    return data.isoformat() if isinstance(data, date) else data


def _wanted(text: str, entries: Sequence[Entry], bare: bool) -> Any:
    data = _data(text) if text.strip() else {}
    data = {} if data is None else data
    if not isinstance(data, dict):
        return None
    request = {"profile": data} if bare else dict(data)
    waivers = list(request.get(_WAIVERS) or [])
    for entry in entries:
        waiver = _plain(dict(entry.waiver))
        if entry.instead_of is None:
            waivers.append(waiver)
        else:
            waivers[entry.instead_of] = waiver
    return {**request, _WAIVERS: waivers}


# --- writing ------------------------------------------------------------------------------------------------------


def _with(text: str, entry: Entry) -> str:
    root = _composed(text)
    if not isinstance(root, yaml.MappingNode):
        raise _UnforeseenError
    found = next(((key, value) for key, value in root.value if key.value == _WAIVERS), None)
    if found is None:
        return _new_member(text, root, entry.waiver)
    key, value = found
    if not isinstance(value, yaml.SequenceNode):  # nothing behind the colon, or null
        head = text.index(":", key.end_mark.index) + 1
        end = max(head, value.end_mark.index)
        rest = text[end:]
        if root.flow_style:
            return f"{text[:head]} [{_flow(entry.waiver)}]{rest}"
        return _below_line(text[:head], _block(entry.waiver, "  "), rest)
    if entry.instead_of is not None:
        return _replaced(text, value.value[entry.instead_of], entry.waiver)
    return _appended(text, root, value, entry.waiver)


def _composed(text: str) -> Node | None:
    """A tab in JSON is a blank that YAML does not have."""
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return yaml.compose(text.replace("\t", " "), Loader=yaml.SafeLoader)


def _new_member(text: str, root: yaml.MappingNode, waiver: Waiver) -> str:
    if root.flow_style:
        end = root.end_mark.index - 1
        head = text[:end].rstrip()
        comma = "" if not root.value or head.endswith(",") else ","
        gap, close = _around(text, root)
        return f'{head}{comma}{gap}"{_WAIVERS}": [{_flow(waiver)}]{close}{text[end:]}'
    indent = " " * root.start_mark.column
    gap = "" if text.endswith("\n") else "\n"
    return f"{text}{gap}\n{indent}{_WAIVERS}:\n{_block(waiver, indent + '  ')}\n"


def _around(text: str, root: yaml.MappingNode) -> tuple[str, str]:
    """What stands before a member in braces, and behind the last: lines of their own where the first has one."""
    first = root.value[0][0].start_mark.index if root.value else 0
    line = text.rfind("\n", 0, first) + 1
    if not root.value or text[line:first].strip():
        return " ", ""
    return f"\n{text[line:first]}", "\n"


def _appended(text: str, root: yaml.MappingNode, value: yaml.SequenceNode, waiver: Waiver) -> str:
    if not value.flow_style:
        end = end_of(value.value[-1])
        line_end = text.find("\n", end)
        head, rest = (text, "") if line_end < 0 else (text[:line_end], text[line_end:])
        return _below(head, _block(waiver, " " * value.start_mark.column), rest)
    start, end = value.start_mark.index, value.end_mark.index
    if not value.value and not root.flow_style:
        return _below_line(text[:start].rstrip(" "), _block(waiver, "  "), text[end:])
    head = text[: end - 1].rstrip()
    comma = ", " if value.value and not head.endswith(",") else ""
    return f"{head}{comma}{_flow(waiver)}{text[end - 1 :]}"


def _replaced(text: str, node: Node, waiver: Waiver) -> str:
    """Comments that stood in the old one are kept above the new one."""
    start, end = node.start_mark.index, end_of(node)
    kept = comments_in(text, start, end)
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        lines = _members(waiver)
        written = text[:start] + ("\n" + " " * node.start_mark.column).join(lines) + text[end:]
        line = text[:start].rpartition("\n")[2]
        indent = " " * (len(line) - len(line.lstrip()))
        return before_line(written, start, [f"{indent}{comment}" for comment in kept])
    if kept:
        raise _UnforeseenError
    return text[:start] + _flow(waiver) + text[end:]


def _below_line(head: str, lines: str, rest: str) -> str:
    """Below the line on which `head` ends: a comment there is about the list, and no part of its last waiver."""
    comment, _, rest = rest.partition("\n")
    return f"{head}{comment.rstrip()}\n{lines}\n{rest}"


def _below(head: str, lines: str, rest: str) -> str:
    return f"{head}\n{lines}{rest if rest.strip(' ') else chr(10)}"


def _block(waiver: Waiver, indent: str) -> str:
    first, *rest = _members(waiver)
    return "\n".join([f"{indent}- {first}", *(f"{indent}  {line}" for line in rest)])


def _members(waiver: Waiver) -> list[str]:
    return [f"{name}: {_value(value)}" for name, value in waiver.items()]


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return word(text) if _PLAIN.match(text) else json.dumps(text, ensure_ascii=False)


def _flow(waiver: Waiver) -> str:
    """JSON, which is YAML on one line too."""
    return json.dumps(_plain(dict(waiver)), ensure_ascii=False)


# --- a profile without a request around it -------------------------------------------------------------------------


def _enveloped(text: str) -> str:
    """The profile as the member of a request. What a file says of itself at its top stays there."""
    root = _composed(text)
    if root is None:
        return f"{text}profile: {{}}\n" if not text or text.endswith("\n") else f"{text}\nprofile: {{}}\n"
    start = root.start_mark.index
    if isinstance(root, yaml.MappingNode) and root.flow_style:
        end = root.end_mark.index
        return f'{text[:start]}{{"profile": {text[start:end]}}}{text[end:]}'
    head = _HEAD.match(text)
    begin = head.end() if head else 0
    body = re.sub(r"(?m)^(?=[^\r\n])", "  ", text[begin:])
    return f"{text[:begin]}profile:\n{body}"
