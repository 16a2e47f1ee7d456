"""Shell scripts → the commands that they call, with their words, as far as these are written out.

What a variable holds is known where the text sets it once, to something plain, or where whoever runs the text says so.
All else becomes a character that stands for anything (`engine.detection.templates.FILLED`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from engine.detection.templates import FILLED

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

# What runs the command that its words go on with, and the options of each that take a word.
_RUNNERS: Mapping[str, tuple[str, ...]] = {
    "sudo": ("-u", "-g", "-h", "-p"),
    "env": ("-u", "-C", "-S"),
    "exec": ("-a",),
    "time": (),
    "command": (),
    "nohup": (),
    "nice": ("-n",),
    "timeout": ("-k", "-s"),
    "xargs": ("-n", "-I", "-P", "-L", "-d"),
}
_SHELLS = ("sh", "bash", "dash", "zsh", "ash")
_ESCAPED = re.compile(r"\\(\n?)(.?)", re.DOTALL)
_ASSIGNED = re.compile(r"[A-Za-z_]\w*=")
_DURATION = re.compile(r"[\d.]+[smhd]?\Z")
# A shell that calls a shell that calls a shell.
_DEPTH = 3
# Texts in texts.
_DEEPEST = 50
# What holds several statements: what is handed to all of them is handed to none of them in particular.
_OF_THEIR_OWN = ("program", "function_definition", "list", "compound_statement")
# A value that is longer is no name, version or address.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Command:
    """`words[0]` is the program, without its folder. `given`: the text that is handed to it where it is called.

    `line`: of the program. `given_line`: of the first line of that text.
    """

    words: tuple[str, ...]
    line: int
    given: str = ""
    given_line: int = 0


@cache
def _parser() -> Parser | None:
    """None where there is no build of the parser for this machine."""
    try:
        import tree_sitter  # noqa: PLC0415  # as with HCL: it takes time, and few trees need it
        import tree_sitter_bash  # noqa: PLC0415
    except ImportError:
        return None
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


def can_parse() -> bool:
    return _parser() is not None


def commands(text: str, first: int = 1, known: Mapping[str, str] | None = None) -> Iterator[Command]:
    """Every command that is called, in the order of the text, whether or not a condition lets it run.

    `first`: the number of the text's first line. `known`: variables that are set around the text.
    """
    return _commands(text, first, known or {}, _DEPTH)


def _commands(text: str, first: int, known: Mapping[str, str], depth: int) -> Iterator[Command]:
    parser = _parser()
    if parser is None or not depth:
        return
    root = parser.parse(text.encode(errors="replace")).root_node
    words = _Words({**known, **_assigned(root, known)})
    for node, given in _called(root):
        called = words.of(node)
        line = node.start_point[0] + first
        program = _unwrapped(called)
        if program and program[0] in _SHELLS and "-c" in program[:-1]:
            yield from _commands(program[program.index("-c") + 1], line, words.known, depth - 1)
        elif program:
            at = given.start_point[0] + first if given else 0
            yield Command(program, line, _source(given) if given else "", at)


def _unwrapped(words: list[str]) -> tuple[str, ...]:
    """Without what only runs it, and without the folder of the program."""
    while words:
        name = words[0].rpartition("/")[2]
        if name not in _RUNNERS:
            return (name, *words[1:]) if name and FILLED not in name else ()
        takes = _RUNNERS[name]
        words = words[1:]
        while words and (words[0].startswith("-") or _ASSIGNED.match(words[0]) or _DURATION.match(words[0])):
            words = words[2 if words[0] in takes else 1 :]
    return ()


def _called(root: Node) -> Iterator[tuple[Node, Node | None]]:
    """Every command, with the here-document that it is handed, alone or at the head of a pipe."""
    waiting: list[tuple[Node, Node | None]] = [(root, None)]
    while waiting:
        node, given = waiting.pop()
        if node.type == "command":
            yield node, given
        elif node.type in _OF_THEIR_OWN:
            given = None
        if node.type == "heredoc_redirect":
            given = next((child for child in node.children if child.type == "heredoc_body"), given)
        children = node.children
        for child in children:
            if child.type == "heredoc_redirect":
                given = next((inside for inside in child.children if inside.type == "heredoc_body"), given)
        waiting.extend((child, given) for child in reversed(children))


# --- words ----------------------------------------------------------------------------------------------------


def _assigned(root: Node, known: Mapping[str, str]) -> dict[str, str]:
    """Variables that are set to one thing only."""
    values: dict[str, set[str]] = defaultdict(set)
    for _ in range(2):  # one may be set to another that is set before it
        words = _Words({**known, **{name: one for name, (one, *more) in _listed(values) if not more}})
        for node in _every(root, "variable_assignment"):
            name, *value = node.named_children
            if name.type == "variable_name":
                text = words.text(value[0]) if value else ""
                values[_source(name)].discard(FILLED)
                values[_source(name)].add(text if FILLED not in text and len(text) <= _LONGEST else FILLED)
    return {name: one for name, (one, *more) in _listed(values) if not more and FILLED not in one}


def _listed(values: Mapping[str, set[str]]) -> Iterator[tuple[str, list[str]]]:
    return ((name, sorted(texts)) for name, texts in values.items() if texts)


class _Words:
    """Turns nodes into the texts that they would be, with variables as far as they are known."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known
        self._depth = 0

    def of(self, command: Node) -> list[str]:
        """The name of a command and its words. Assignments before it, and redirections, are none."""
        parts = (child for child in command.named_children if not child.type.endswith(("assignment", "redirect")))
        return [self.text(part) for part in parts]

    def text(self, node: Node) -> str:
        """What is nested deeper than anybody writes is not known."""
        if self._depth == _DEEPEST:
            return FILLED
        self._depth += 1
        try:
            return self._text(node)
        finally:
            self._depth -= 1

    def _text(self, node: Node) -> str:
        type_ = node.type
        if type_ in ("word", "number"):
            return _ESCAPED.sub(lambda found: "" if found[1] else found[2], _source(node))
        if type_ == "string_content":
            return _source(node).replace("\\\n", "").replace('\\"', '"')
        if type_ == "raw_string":
            return _source(node)[1:-1]
        if type_ == "string":
            return self._string(node)
        if type_ in ("concatenation", "command_name"):
            return "".join(map(self.text, node.named_children))
        if type_ in ("simple_expansion", "expansion"):
            return self._variable(node)
        return FILLED

    def _string(self, node: Node) -> str:
        """tree-sitter leaves blanks between the parts of a string to no part."""
        made: list[str] = []
        at = node.start_byte + 1
        whole, start = node.text or b"", node.start_byte
        for part in node.named_children:
            made += (whole[at - start : part.start_byte - start].decode(errors="replace"), self.text(part))
            at = part.end_byte
        made.append(whole[at - start : -1].decode(errors="replace"))
        return "".join(made)

    def _variable(self, node: Node) -> str:
        """`$NAME`, `${NAME}` and `${NAME:-default}`."""
        if not node.named_children or node.named_children[0].type != "variable_name":
            return FILLED
        name, *rest = node.named_children
        operators = [child.type for child in node.children if not child.is_named and child.type not in ("$", "${", "}")]
        if not rest and not operators:
            return self.known.get(_source(name), FILLED)
        if len(rest) == 1 and operators in ([":-"], ["-"]):
            return self.known.get(_source(name)) or self.text(rest[0])
        return FILLED


def _every(root: Node, type_: str) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if one.type == type_:
            yield one
        waiting.extend(reversed(one.children))


def _source(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")
