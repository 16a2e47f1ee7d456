"""Numbers, versions and dates in English and Korean texts, in one form each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from engine.dated import version_key

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "천": 10**3,
    "만": 10**4,
    "천만": 10**7,
    "억": 10**8,
}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?(?!\d)")
_ENGLISH = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({'|'.join(_MONTHS)}) (?:(\d{{1,2}}), )?((?:19|20)\d\d)", re.I
)
_KOREAN = re.compile(r"((?:19|20)\d\d)년(?: ?(\d{1,2})월)?(?: ?(\d{1,2})일)?")
_YEAR = re.compile(r"(?<![\d.\w])((?:19|20)\d\d)(?![\d.]*\d)(?!\w*[a-z])", re.I)
# A number may end a sentence, and Korean writes the unit against it. Letters before it make it a name: L7, K3s, IPv6.
_NUMBER = re.compile(rf"(?<![\w.,])v?(\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)*)(?:\.x)?(?: ?({_SCALE}))?(?![a-z\d])", re.I)


class Figure(NamedTuple):
    """`kind` is "number", "version", "year", "month" or "day"; the parts are numbers."""

    kind: str
    parts: tuple[float, ...]
    written: str

    @property
    def value(self) -> tuple[str, tuple[float, ...]]:
        return self.kind, self.parts


def figures_in(*texts: str | None) -> Iterator[Figure]:
    for text in texts:
        if text:
            yield from _figures(text)


def _figures(text: str) -> Iterator[Figure]:
    for pattern, order in ((_ISO, (1, 2, 3)), (_KOREAN, (1, 2, 3)), (_ENGLISH, (4, 2, 0))):
        for match in pattern.finditer(text):
            yield _date(match, order)
        text = pattern.sub(" ; ", text)
    for match in _YEAR.finditer(text):
        yield Figure("year", (int(match[1]),), match[1])
    for match in _NUMBER.finditer(_YEAR.sub(" ; ", text)):
        yield from _number(match)


def _date(match: re.Match[str], order: tuple[int, int, int]) -> Figure:
    year, month = int(match[order[0]]), match[order[1]]
    day = match[order[2]] if order[2] else match[1] or match[3]
    if not month:
        return Figure("year", (year,), match[0])
    number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1
    return Figure("day", (year, number, int(day)), match[0]) if day else Figure("month", (year, number), match[0])


def _number(match: re.Match[str]) -> Iterator[Figure]:
    digits, scale = match[1], match[2]
    if "." in digits:
        yield Figure("version", _trimmed(version_key(digits)), match[0].strip())
        return
    yield Figure("number", (int(digits.replace(",", "")) * _SCALES.get((scale or "").lower(), 1),), match[0].strip())


def _trimmed(key: tuple[int, ...]) -> tuple[int, ...]:
    """1.30 and 1.30.0 are one version."""
    while len(key) > 1 and key[-1] == 0:
        key = key[:-1]
    return key


def figure_of(value: object, unit: float = 1) -> Figure | None:
    """The figure of a value in a rule or the catalog."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, date):
        return Figure("day", (value.year, value.month, value.day), value.isoformat())
    if isinstance(value, (int, float)):
        return Figure("number", (value * unit,), f"{value:g}")
    text = str(value)
    if not text[:1].isdigit() or not version_key(text):
        return None
    return Figure("version", _trimmed(version_key(text)), text)


class Figures:
    """A set of figures that others can rest on. A day supports its month and its year; 2.0 supports 2."""

    def __init__(self, figures: Iterable[Figure | None]) -> None:
        self._values: set[tuple[str, tuple[float, ...]]] = set()
        for figure in figures:
            if figure is None:
                continue
            self._values.add(figure.value)
            if figure.kind in ("day", "month"):
                self._values |= {("month", figure.parts[:2]), ("year", figure.parts[:1])}
            elif figure.kind == "version":
                self._values |= {("version", figure.parts[:n]) for n in range(1, len(figure.parts))}

    def support(self, figure: Figure) -> bool:
        return any((kind, figure.parts) in self._values for kind in self._kinds(figure))

    def _kinds(self, figure: Figure) -> tuple[str, ...]:
        """A whole number may be meant as a version, and the other way round."""
        return ("number", "version") if figure.kind in ("number", "version") else (figure.kind,)
