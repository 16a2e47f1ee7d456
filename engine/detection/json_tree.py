"""JSON texts → the same trees that YAML is read into."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from typing import Any

from engine.detection.tree import MAX_DEPTH, Map, NotReadable, Scalar, Seq, Stack


def json_documents(text: str) -> Iterator[Map | Seq | Scalar | NotReadable]:
    """Every document of a text of one or several, several times as fast as to read it as YAML."""
    reader = _JsonReader(text)
    try:
        while reader.more():
            yield reader.document()
    except (NotReadable, JSONDecodeError) as error:
        yield error if isinstance(error, NotReadable) else NotReadable(reader.line(error.pos), error.msg)


_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r"[-+.0-9A-Za-z]+")


class _JsonReader:
    """One pass over the text. `at` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.breaks = [match.start() for match in re.finditer("\n", text)]

    def line(self, at: int) -> int:
        return bisect_left(self.breaks, at) + 1

    def more(self) -> bool:
        self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
        return self.at < len(self.text)

    def document(self) -> Any:
        root = Seq(0)
        stack = Stack(root)
        while True:
            if not self.more():
                raise NotReadable(self.line(self.at), "it ends in the middle")
            mark = self.text[self.at]
            if mark == '"':
                line = self.line(self.at)
                value, self.at = scanstring(self.text, self.at + 1, False)
                stack.add(Scalar(value, line, True))
            elif mark in "{[":
                made = (Map if mark == "{" else Seq)(self.line(self.at))
                stack.add(made)
                stack.open(made)
                self.at += 1
                if stack.depth > MAX_DEPTH:
                    raise NotReadable(made.line, "too deep to be read")
            elif mark in "}]":
                if (type(stack.into) is Map) != (mark == "}") or not stack.depth:
                    raise NotReadable(self.line(self.at), f"a {mark} that closes nothing")
                stack.close()
                self.at += 1
            elif mark in ",:":
                self.at += 1
            else:
                self._plain(stack)
            if not stack.depth and root:
                return root[0]

    def _plain(self, stack: Stack) -> None:
        found = _PLAIN.match(self.text, self.at)
        if found is None:
            raise NotReadable(self.line(self.at), f"no JSON: {self.text[self.at]!r}")
        stack.add(Scalar(found.group(), self.line(self.at)))
        self.at = found.end()
