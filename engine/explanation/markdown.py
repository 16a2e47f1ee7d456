"""Text that is put into Markdown and must read there as it stands."""

from __future__ import annotations

import re

from engine.one_line import one_line

# What Markdown, or the HTML in it, would take for its own inside a line.
_SPECIAL = re.compile(r"[\\`*_<>\[\]|~&#]")
# What it would take for its own at the start of one: a list, a rule, a heading underlined.
_OPENING = re.compile(r"([-+=])|(\d{1,9})([.)])")


def plain(text: str) -> str:
    """Text that reads in Markdown as it stands."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


# Whom a code host calls; a backslash does not keep it from that.
_CALL = re.compile(r"(?<!\w)@(?=\w)")


def comment(text: str) -> str:
    """The same in a comment on a code host, where anybody may have written the text: it calls nobody."""
    return _CALL.sub("@\N{WORD JOINER}", plain(one_line(text)))


def opening(text: str) -> str:
    """The same where it opens a paragraph or a list item."""
    escaped = plain(text)
    begins = _OPENING.match(escaped)
    if begins is None:
        return escaped
    kept = begins[2] or ""
    return f"{kept}\\{escaped[len(kept) :]}"
