"""Templates of a Helm chart, filled in as far as the values that the chart itself keeps say what with.

No template engine: what a chart's own values do not settle stays open, and what stands below an open condition counts
as seen and no more. Lines stay where they are.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from engine.detection.sightings import at
from engine.detection.templates import FILLED, Action, actions, emptied
from engine.detection.tree import Map, Scalar, Seq

_WORD = re.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`|\(|\)|\||[^\s()|]+')
# Those whose inside is put elsewhere, if anywhere.
_ELSEWHERE = frozenset({"define", "block"})
_OPENING = frozenset({"if", "with", "range", *_ELSEWHERE})
_NO_TRUTH = frozenset({"false", "0", "", "null", "~"})
# What changes how a value is written, and not which it is.
_AS_IT_IS = frozenset({"toString", "trim", "print"})
_QUOTING = frozenset({"quote", "squote"})


@dataclass(frozen=True, slots=True)
class Filled:
    """A template as YAML. `idle`: lines below a condition that is not met, or of which nobody knows. `defaults`: lines
    in which values were put. `left_out`: how many actions stay open."""

    text: str
    idle: frozenset[int]
    defaults: frozenset[int]
    left_out: int


class _State(Enum):
    ON = auto()
    # Nobody knows, or it is off and a document of its own, which is seen all the same.
    IDLE = auto()
    GONE = auto()


@dataclass(slots=True)
class _Block:
    # Is the present branch there? None where nobody knows.
    said: bool | None
    state: _State
    around: _State
    # Where in what is made the branch begins, and is that the beginning of a document?
    begins: int
    whole: bool


def filled_in(text: str, values: Any) -> Filled:
    """`values`: the tree of the chart's values.yaml, or None where there is none."""
    filling = _Filling(values)
    behind = 0
    for action in actions(text):
        filling.plain(text[behind : action.start])
        filling.act(action, text.count("\n", action.start, action.end))
        behind = action.end
    filling.plain(text[behind:])
    made = _opened(emptied("".join(filling.made)))
    return Filled(made, frozenset(filling.idle), frozenset(filling.defaults), filling.left_out)


def _opened(text: str) -> str:
    """Without what a template puts behind a key below which more stands: `labels: {{ include "a" . }}`, and a label."""
    lines = text.split("\n")
    below = 0
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        if line.rstrip().endswith(f": {FILLED}") and below > indent:
            lines[i] = line.rstrip().removesuffix(FILLED)
        below = indent
    return "\n".join(lines)


@dataclass(slots=True)
class _Filling:
    values: Any
    made: list[str] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)
    idle: set[int] = field(default_factory=set)
    defaults: set[int] = field(default_factory=set)
    left_out: int = 0
    line: int = 1
    # Has nothing of the present document been made yet?
    fresh: bool = True

    def plain(self, text: str) -> None:
        """What stands between two actions."""
        breaks = text.count("\n")
        if self._now is _State.GONE:
            self.made.append("\n" * breaks)
        else:
            self.made.append(text)
            if self._now is _State.IDLE:
                self.idle.update(range(self.line, self.line + breaks + 1))
            self._look(text)
        self.line += breaks

    def _look(self, text: str) -> None:
        for line in text.split("\n"):
            if line.startswith("---"):
                self.fresh = True
            elif (bare := line.strip()) and not bare.startswith("#"):
                self.fresh = False

    def act(self, action: Action, breaks: int) -> None:
        word, _, rest = action.says.partition(" ")
        if word in _OPENING:
            self._open(word, rest)
        elif word == "else":
            self._else(rest.strip())
        elif word == "end":
            if self.blocks:
                self.blocks.pop()
        elif not action.says.startswith("/*"):
            self._put(action.says)
        self.made.append("\n" * breaks)
        self.line += breaks

    @property
    def _now(self) -> _State:
        return self.blocks[-1].state if self.blocks else _State.ON

    def _open(self, word: str, rest: str) -> None:
        around = self._now
        said = True if word in _ELSEWHERE else truth(rest, self.values)
        state = _State.GONE if word in _ELSEWHERE else _state(said, self.fresh, around)
        self.left_out += said is None
        self.blocks.append(_Block(said, state, around, len(self.made), self.fresh))

    def _else(self, rest: str) -> None:
        """Of two branches one is kept, as both would say the same keys: that which is there, or else the first."""
        block = self.blocks[-1] if self.blocks else None
        if block is None or block.said is not False:
            if block:
                block.state = _State.GONE
            return
        self.made[block.begins :] = ["\n" * part.count("\n") for part in self.made[block.begins :]]
        self.fresh = block.whole
        block.said = truth(rest.partition(" ")[2], self.values) if rest else True
        block.state, block.begins = _state(block.said, block.whole, block.around), len(self.made)

    def _put(self, says: str) -> None:
        found = text_of(says, self.values)
        if self._now is _State.GONE:
            return
        if found is None:
            self.left_out += 1
            self.made.append(FILLED)
        else:
            self.defaults.add(self.line)
            self.made.append(found)


def _state(said: bool | None, whole: bool, around: _State) -> _State:
    if said or around is _State.GONE:
        return around
    return _State.IDLE if said is None or whole else _State.GONE


# --- expressions ----------------------------------------------------------------------------------------------


def truth(expression: str, values: Any) -> bool | None:
    """Is a condition met with these values? None where they do not say, or it is none of the plain ones.

    Of `$name, $app := .Values.apps` it is what is assigned.
    """
    match _WORD.findall(expression.rpartition(":=")[2]):
        case [word]:
            return _is_true(_value(word, values))
        case ["not", word]:
            said = _is_true(_value(word, values))
            return None if said is None else not said
        case ["eq", one, other]:
            left, right = _written(one, values), _written(other, values)
            return None if left is None or right is None else left == right
        case ["and" | "or" as both, *words] if not {"(", "|"} & set(words):
            return _together(both == "and", [_is_true(_value(word, values)) for word in words])
    return None


def _together(all_of_them: bool, said: list[bool | None]) -> bool | None:
    decisive = not all_of_them
    if decisive in said:
        return decisive
    return None if None in said else all_of_them


def text_of(expression: str, values: Any) -> str | None:
    """What an action puts in its place; None where the values do not say."""
    first, *pipes = [part.strip() for part in expression.split("|")]
    match _WORD.findall(first):
        case [word]:
            found = _written(word, values)
        case ["default", given, word]:
            found, pipes = _written(word, values), [f"default {given}", *pipes]
        case [function, word] if function in _QUOTING | _AS_IT_IS:
            found, pipes = _written(word, values), [function, *pipes]
        case _:
            return None
    for pipe in pipes:
        # What the values leave out may be set elsewhere: only what is empty in them is known to take the default.
        if found is None:
            return None
        name, _, given = pipe.partition(" ")
        if name == "default":
            found = found or _written(given.strip(), values)
        elif name in _QUOTING:
            found = json.dumps(found, ensure_ascii=False)
        elif name not in _AS_IT_IS:
            return None
    return None if found is None or "\n" in found else found


def _written(word: str, values: Any) -> str | None:
    """A text that is written out, or the text of a value."""
    if word[:1] in '"`':
        return word[1:-1]
    found = _value(word, values)
    return str(found) if type(found) is Scalar else None


def _value(word: str, values: Any) -> Any:
    """What stands at `.Values.a.b`; None where nothing does, or it is another sort of word."""
    path = word.removeprefix("$")
    return at(values, *path.removeprefix(".Values.").split(".")) if path.startswith(".Values.") else None


def _is_true(found: Any) -> bool | None:
    if found is None:
        return None
    if type(found) is Scalar:
        return bool(found) if found.quoted else found.lower() not in _NO_TRUTH
    return bool(found) if type(found) in (Map, Seq) else None
