"""The members of a long JSON list, one after another, without the whole of it in memory.

The list stands by itself, or in a member `items`, as a portal's `/api/catalog/entities/by-query` answers.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import IO, Any

from engine.knowledge.yaml_reader import MAX_BYTES

_CHUNK = 256 * 1024
_ITEMS = "items"
_BLANKS = " \t\r\n"
_BEHIND = ":,]}" + _BLANKS
_LONGEST_NUMBER = 400
_HINT = "a list of entities or requests, an object with such a list in `items`, or one request a line"


class NoExportError(ValueError):
    """It is no such list, from some line on."""

    def __init__(self, detail: str, line: int, hint: str | None = None) -> None:
        super().__init__(detail)
        self.line, self.hint = line, hint


def items(stream: IO[bytes]) -> Iterator[tuple[int, str, int]]:
    """Of each member the line on which it begins, its text, and how many characters were read for it.

    Raises NoExportError.
    """
    text = _Text(stream)
    first = text.next()
    if first == "{":
        _to_items(text)
        first = text.next()
    if first != "[":
        raise text.wrong("it is no list", _HINT)
    text.skip()
    if text.next() == "]":
        return
    while True:
        text.next()
        line, value = text.value()
        yield line, value, len(value)
        following = text.next()
        if following not in (",", "]"):
            raise text.wrong("the list is cut short" if not following else f"not JSON: {following!r} after a member")
        text.skip()
        if following == "]":
            return


def has_items(beginning: bytes) -> bool:
    """Does an object that begins so have a list in `items`? Only what comes before that is looked at."""
    text = _Text(io.BytesIO(beginning))
    try:
        if text.next() != "{":
            return False
        _to_items(text)
        return text.next() == "["
    except NoExportError:
        return False


def _to_items(text: _Text) -> None:
    """Past everything before the list."""
    text.skip()
    while (following := text.next()) != "}":
        if following == ",":
            text.skip()
            continue
        _, key = text.value()
        if text.next() != ":":
            raise text.wrong("not JSON: a colon is missing")
        text.skip()
        if key == f'"{_ITEMS}"':
            text.next()
            return
        text.next()
        text.value()
    raise text.wrong(f"there is no list in it in a member `{_ITEMS}`", _HINT)


class _Text:
    """A stream of characters with a place in it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._held, self._at, self._line = "", 0, 1
        self._scan: Any = json.JSONDecoder().raw_decode

    def wrong(self, detail: str, hint: str | None = None) -> NoExportError:
        return NoExportError(detail, self._line, hint)

    def next(self) -> str:
        """The next character that is not blank, which stays where it is; nothing at the end."""
        while True:
            while self._at < len(self._held):
                character = self._held[self._at]
                if character not in _BLANKS:
                    return character
                self._line += character == "\n"
                self._at += 1
            if not self._more():
                return ""

    def skip(self) -> None:
        self._at += 1

    def value(self) -> tuple[int, str]:
        """The line on which the value here begins, and its text."""
        line = self._line
        while True:
            try:
                _, end = self._scan(self._held, self._at)
            except (ValueError, RecursionError) as error:
                # It may be that the rest was not read yet; what is read doubles, so that long ones cost little more.
                if len(self._held) - self._at > MAX_BYTES:
                    raise self.wrong(f"not JSON, or a member of over {MAX_BYTES} characters") from None
                if isinstance(error, RecursionError) or not self._more(len(self._held) - self._at):
                    raise self.wrong(f"not JSON: {getattr(error, 'msg', 'nested too deep')}") from None
                continue
            if self._may_go_on(end) and self._more():
                continue
            text = self._held[self._at : end]
            self._line += text.count("\n")
            self._at = end
            return line, text

    def _may_go_on(self, end: int) -> bool:
        """A number that was cut is one as well, as far as it goes."""
        following = self._held[end : end + _LONGEST_NUMBER]
        return not following or (following[0] not in _BEHIND and len(following) < _LONGEST_NUMBER)

    def _more(self, least: int = 0) -> bool:
        read = self._stream.read(max(_CHUNK, least))
        try:
            more = self._decoder.decode(read, final=not read)
        except UnicodeDecodeError:
            raise self.wrong("it is not UTF-8") from None
        self._held, self._at = self._held[self._at :] + more, 0
        return bool(read)
