"""Were the signs of products read somewhere, or are they only remembered?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from engine.fingerprint import EVERY, Bundle, Fingerprint
from engine.knowledge.files import split_path
from engine.knowledge.problems import NOTE, Problem
from engine.linting.context import Context

_Entry = Fingerprint | Bundle


def signs_without_sources(context: Context) -> Iterator[Problem]:
    """Fingerprints and bundles that neither name a source nor say that nothing was read.

    An answer may rest on products that are known by the same signs. In a pack it is for the pack to say how it knows.
    """
    sourced = {sign for one in _prints(context) if one.target.product and _is_told(one) for sign in one.named}
    for one in _entries(context):
        leans = isinstance(one, Fingerprint) and one.target.question and sourced.issuperset(one.named)
        if leans or _is_told(one):
            continue
        level = NOTE if split_path(one.place.file)[0] else "warning"
        message = f"nothing says where the signs of {_name(one)!r} were read"
        hint = "name the files under `sources`, and the day under `checked`"
        yield Problem(one.place, "signs-without-source", message, hint, level)


def unverified_signs(context: Context) -> Iterator[Problem]:
    """How many of each file; which ones stands beside them."""
    told = (one for one in _entries(context) if one.reading.unverified)
    ordered = sorted(told, key=lambda one: one.place)
    for _, group in groupby(ordered, key=lambda one: one.place.file):
        ones = list(group)
        message = f"signs that stand in no source that was read: {sum(map(_unverified, ones))}, of {len(ones)} entries"
        yield Problem(
            ones[0].place, "unverified-signs", message, "`unverified` names them; read where they come from", NOTE
        )


def _prints(context: Context) -> tuple[Fingerprint, ...]:
    return context.knowledge.fingerprints.prints if context.knowledge.fingerprints else ()


def _entries(context: Context) -> tuple[_Entry, ...]:
    bundles = context.knowledge.fingerprints.bundles if context.knowledge.fingerprints else ()
    return (*_prints(context), *bundles)


def _is_told(one: _Entry) -> bool:
    return bool(one.reading.sources) or EVERY in one.reading.unverified


def _unverified(one: _Entry) -> int:
    if EVERY not in one.reading.unverified:
        return len(one.reading.unverified)
    return len(one.brings) if isinstance(one, Bundle) else len(list(one.named))


def _name(one: _Entry) -> str:
    if isinstance(one, Bundle):
        return one.chart.name
    return one.target.product or f"{one.target.question}: {one.target.value}"
