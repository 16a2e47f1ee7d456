"""What is wrong in a knowledge file: a stable code, a place, a sentence, and the nearest right thing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sized
from dataclasses import dataclass

from engine.model import Place
from engine.told import Told, told, told_in

# How many mistakes in one request are told one by one.
TOLD = 50
# Something to know, and no mistake: a form of Problem that no command ever fails on.
NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. `level` is "error" (the knowledge cannot be used, or says what cannot be meant), "warning" (it may
    be meant, and is worth a look) or NOTE."""

    place: Place
    code: str
    message: str
    hint: str | None = None
    level: str = "error"

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.place}: {self.level}[{self.code}]: {self.message}{hint}"


class KnowledgeError(Exception):
    """The knowledge could not be loaded. `problems` holds every reason, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Fault(Told):
    """A marshmallow message that carries the problem's code and hint."""

    __slots__ = ("code", "hint")
    code: str
    hint: str | None

    def __new__(cls, code: str, message: str, hint: str | None = None) -> Fault:
        fault = super().__new__(cls, message)
        fault.korean = told_in(message, "ko")
        fault.code = code
        fault.hint = hint
        return fault


def nearest(wrong: object, right: Iterable[str]) -> str | None:
    """A hint that names the right word most like the wrong one, or None where nothing is near."""
    names = list(right)
    if not isinstance(wrong, str):
        return None
    found = difflib.get_close_matches(wrong, names, n=1, cutoff=0.55)
    if not found:  # a name that lost its section or its module: "in_use" for "stack.in_use"
        found = [name for name in names if name.replace("/", ".").rpartition(".")[2] == wrong][:1]
    return did_you_mean(found[0]) if found else None


def did_you_mean(name: str) -> str:
    return told(f"did you mean {name!r}?", f"혹시 {name!r}입니까?")


def nearest_after(mistakes: Sized, wrong: object, right: Iterable[str]) -> str | None:
    """The same, after other mistakes; None where there are more than are told: half a millisecond each adds up."""
    return nearest(wrong, right) if len(mistakes) < TOLD else None


def one_of(wrong: object, words: Iterable[str]) -> str:
    """A hint for one of a few fixed words: the nearest, where one is near, and all of them."""
    known = list(words)
    near, every = nearest(wrong, known), f"one of {listed(known, 14)}"
    return f"{near} It is {every}" if near else every


def listed(names: Iterable[object], limit: int = 8) -> str:
    """`a, b or c` for a message; long lists are cut."""
    words = [str(name) for name in names]
    if len(words) > limit:
        return ", ".join(words[:limit]) + ", …"
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else "nothing"
