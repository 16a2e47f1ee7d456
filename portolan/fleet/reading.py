"""A file that may hold a profile → its text, or why there is none: nothing that is there is passed over in silence."""

from __future__ import annotations

import stat
from pathlib import Path

from engine.catalog_entity import PROFILE
from engine.told import told
from portolan.source_files import MAX_BYTES, NO_FILE, TOO_LARGE, told_of

_NOT_UTF_8 = told("the file is not UTF-8", "UTF-8 파일이 아닙니다")
_BINARY = b"\0"


class UnreadError(ValueError):
    """`why` it is not read, and on which line, if it is for one."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.why, self.line = why, line


def read_text(path: Path, *, partly: bool = False) -> str:
    """`partly`: a text that is not ours to judge is taken as far as it can be read where it names no profile.

    Raises UnreadError.
    """
    try:
        kind = path.stat()
        if not stat.S_ISREG(kind.st_mode):  # a pipe has no end, and no device is a profile
            raise UnreadError(NO_FILE)
        if kind.st_size > MAX_BYTES:
            raise UnreadError(TOO_LARGE)
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadError(told_of(error)) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if partly and PROFILE.encode() not in content and _BINARY not in content:
            return content.decode("utf-8-sig", errors="replace")
        raise UnreadError(_NOT_UTF_8, content.count(b"\n", 0, error.start) + 1) from None
