"""Differences → the catalog's files with them worked in. Comments, order and layout stay as they are."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from engine.knowledge.refresh.differences import Difference
from engine.knowledge.refresh.reading import END_OF_LIFE, LANDSCAPE

_SOURCE = {"cncf": LANDSCAPE, "releases": END_OF_LIFE}
_NAME = {"cncf": "level", "releases": "cycle"}
_DAY = {"cncf": "since", "releases": "released"}
# The fields of a product before which new facts are put, as the catalog orders them.
_AFTER = {"cncf": ("end_of_life", "releases", "stars", "note"), "releases": ("stars", "note")}


class _Representer(RoundTripRepresenter):
    """Writes `null` where the catalog does, and one day twice rather than as an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Representer.add_representer(type(None), lambda to, _: to.represent_scalar("tag:yaml.org,2002:null", "null"))


def refreshed(
    files: Mapping[str, bytes], differences: Iterable[Difference], days: Mapping[str, date]
) -> dict[str, bytes]:
    """The files that change, as they are to be. `files`: catalog files and `sources.yaml` by name, in UTF-8.

    `days` gives for each source asked, by id, the day of its copy.
    """
    wanted: dict[str, list[Difference]] = {}
    for difference in differences:
        wanted.setdefault(difference.product, []).append(difference)
    changed = {}
    for name, content in files.items():
        document = _reader().load(content.decode())
        touched = [_work_in(entry, wanted.get(str(entry["id"]), ())) for entry in _entries(document, "products")]
        touched += [_dated(entry, days) for entry in _entries(document, "sources")]
        if any(touched):
            out = io.StringIO()
            _reader().dump(document, out)
            changed[name] = out.getvalue().encode()
    return changed


def _reader() -> YAML:
    reader = YAML()
    reader.Representer = _Representer
    reader.preserve_quotes = True
    reader.width = 100_000
    reader.indent(mapping=2, sequence=4, offset=2)
    return reader


def _entries(document: Any, key: str) -> Iterator[CommentedMap]:
    yield from (document.get(key) or ()) if isinstance(document, dict) else ()


def _dated(source: CommentedMap, days: Mapping[str, date]) -> bool:
    """A copy of another day moves the source's date, even where it says the same."""
    day = days.get(str(source["id"]))
    if day is None or source.get("date") == day:
        return False
    source["date"] = day
    return True


def _work_in(product: CommentedMap, differences: Iterable[Difference]) -> bool:
    touched = False
    for difference in differences:
        facts = _facts(product, difference.facts)
        name = _NAME[difference.facts]
        entry = next((fact for fact in facts if str(fact[name]) == difference.name), None)
        if entry is None:
            entry = CommentedMap({name: _spelled(difference.facts, difference.name)})
            entry.fa.set_flow_style()
            facts.append(entry)
        for change in difference.changes:
            entry[change.field] = change.after
        # What a fact is taken from last is what it rests on.
        entry.pop("source", None)
        entry["source"] = _SOURCE[difference.facts]
        _in_order_of_time(facts, _DAY[difference.facts])
        touched = True
    return touched


def _facts(product: CommentedMap, key: str) -> CommentedSeq:
    if not product.get(key):
        place = next((i for i, field in enumerate(product) if field in _AFTER[key]), len(product))
        product.pop(key, None)
        product.insert(min(place, len(product)), key, CommentedSeq())
    found: CommentedSeq = product[key]
    return found


def _spelled(facts: str, name: str) -> str:
    # A release called 1.30 would be read as a number.
    return DoubleQuotedScalarString(name) if facts == "releases" else name


def _in_order_of_time(facts: CommentedSeq, day: str) -> None:
    days = [fact.get(day) or date.min for fact in facts]
    if days != sorted(days):
        facts[:] = [facts[i] for i in sorted(range(len(facts)), key=lambda i: days[i])]
