"""What a process does with its share of the entries: decides and checks each, and makes a row of it."""

from __future__ import annotations

import json
import pickle
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from engine.advisor import Advisor, Verify
from engine.catalog_entity import EntityError, annotated, inline_document, is_entity, ref_of_entity, request_of
from engine.checking.check import check
from engine.checking.places import Region
from engine.checking.report import Location, Mistaken
from engine.knowledge.yaml_reader import MAX_DEPTH, Document
from engine.model import Knowledge, Language, Place
from engine.one_line import has_halves, one_line
from engine.request import decision_id
from portolan.checking.files import Readable, Reader, Wins
from portolan.common import read_either
from portolan.fleet.entries import NOBODYS, Entry, Owned, named, owned_by
from portolan.fleet.rows import bad_row, checked_members, row, without_profile

# Equal profiles are decided once, as long as they are among the last so many different ones.
_REMEMBERED = 512
# Of each step of the chain. Few profiles are like one another here, so that more only takes memory: with four times as
# many a process takes 30 % more, and 4 % less time.
_STEP_MEMO = 256
# Of a line of JSON, beside what a request has.
_OWNED = ("owner", "system")


@dataclass(frozen=True, slots=True)
class Terms:
    """How every entry is decided. `wins`: members of requests that options of the command stand for."""

    wins: Mapping[str, Any]
    language: Language
    today: date
    verify: Verify = "off"


@dataclass(frozen=True, slots=True)
class Work:
    """Terms and knowledge, as they travel to other processes: all decide on the very same. `name`: of both."""

    knowledge: bytes
    name: str
    terms: Terms


def work_on(knowledge: Knowledge, terms: Terms) -> Work:
    name = f"{knowledge.digest} {name_of(terms)} {terms.today} {terms.verify}"
    return Work(pickle.dumps(knowledge, protocol=pickle.HIGHEST_PROTOCOL), name, terms)


def name_of(terms: Terms) -> str:
    """What an entry comes to depends on it, and on the day."""
    return orjson.dumps([terms.language, terms.wins], default=str, option=orjson.OPT_SORT_KEYS).decode()


class Decider:
    """Makes rows of entries on one body of knowledge, which it has loaded once."""

    def __init__(self, work: Work) -> None:
        self.knowledge: Knowledge = pickle.loads(work.knowledge)
        self.terms = work.terms
        self._advisor = Advisor(self.knowledge, verify=work.terms.verify, step_memo=_STEP_MEMO, decision_memo=0)
        self._known: OrderedDict[bytes, dict[str, Any]] = OrderedDict()

    def rows(self, entries: Sequence[Entry]) -> list[bytes]:
        """One for each, as JSON. No entry keeps another from its row."""
        return [self._row(entry) for entry in entries]

    def close(self) -> None:
        self._advisor.close()

    def _row(self, entry: Entry) -> bytes:
        try:
            return orjson.dumps(self._told(entry))
        except EntityError as error:
            wrong = [Mistaken(location_of(entry), one.detail, one.hint, one.pointer) for one in error.mistakes]
        except Exception as error:  # a fault of ours, which is no reason to leave all others without an answer
            said = one_line(f"{type(error).__name__}: {error}")
            wrong = [Mistaken(location_of(entry), f"a fault of Portolan's own: {said}")]
        return orjson.dumps(self._bad(entry, entry.owned, wrong))

    def _bad(self, entry: Entry, owned: Owned, mistakes: Iterable[Mistaken]) -> dict[str, Any]:
        return bad_row(entry, owned, mistakes, self.terms.language)

    def _told(self, entry: Entry) -> dict[str, Any]:
        if entry.mistakes:
            return self._bad(entry, entry.owned, entry.mistakes)
        try:
            document, owned = _document(entry)
        except ValueError as error:
            return self._bad(entry, entry.owned, [Mistaken(location_of(entry), str(error))])
        if document is None:
            return without_profile(entry, owned)
        reader = Reader(self.knowledge, Wins(self.terms.wins), self.terms.today)
        content = entry.text.encode(errors="replace")
        read = reader.of_document(document, entry.file, content)
        if read is None:
            return self._bad(entry, owned, reader.mistakes)
        subject = read.request.subject or owned.subject
        return row(entry, Owned(subject, owned.owner, owned.system), self._checked(read), read.places)

    def _checked(self, read: Readable) -> dict[str, Any]:
        """What came of it, but for what differs between two who say the same."""
        key = orjson.dumps(
            {member: value for member, value in read.raw.items() if member != "subject"},
            default=lambda value: getattr(value, "text", str(value)),
            option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS,
        )
        found = self._known.get(key)
        if found is None:
            checked = check(self._advisor.decide(read.request), read.options, read.raw)
            found = checked_members(checked, decision_id(read.request, self.knowledge), self.terms.language)
            if len(self._known) >= _REMEMBERED:
                self._known.popitem(last=False)
            self._known[key] = found
        else:
            self._known.move_to_end(key)
        return found


def location_of(entry: Entry) -> Location:
    """Where an entry begins."""
    return Location(entry.file, Region(entry.line) if entry.line else None)


def _document(entry: Entry) -> tuple[Document | None, Owned]:
    """The request in an entry, None where an entity has none. Raises ValueError and EntityError."""
    if entry.form == "json":
        return _of_json(entry)
    content = entry.text.encode(errors="replace")
    if entry.form == "annotation":
        place = Place(entry.file, entry.line or 1, entry.column)
        document = inline_document(entry.text, entry.file, entry.whole, place)
    else:
        document = read_either(content, entry.file)
    subject = entry.owned.subject
    said = document.data.get("subject") if isinstance(document.data, Mapping) and entry.form == "yaml" else None
    if said is not None and str(said).lower() != subject:
        return document, NOBODYS
    return (document if subject is None else request_of(document, subject)), entry.owned


def _of_json(entry: Entry) -> tuple[Document | None, Owned]:
    data = _parsed(entry.text)
    if is_entity(data):
        said = annotated(data)
        owned = owned_by(data, ref_of_entity(data))
        if said is None:
            return None, owned
        if said.text is None:
            detail = f"{said.file} is a file beside the entity's own, and here there is none"
            raise ValueError(f"{detail} (name the directory with the repositories instead of the catalog)")
        return request_of(inline_document(said.text, entry.file), said.subject), owned
    if not isinstance(data, dict):
        raise ValueError('it is no mapping (a request, as {"subject": …, "profile": …}, or an entity of a catalog)')
    if refused := _refused(data):
        raise ValueError(f"it is no profile: the portal answered with {refused}")
    owned = named(data, entry.owned)
    return Document(entry.file, {member: value for member, value in data.items() if member not in _OWNED}), owned


def _refused(data: Mapping[str, Any]) -> str | None:
    """What a portal says that does not give its catalog: `{"error": {"name": …, "message": …}, …}`."""
    error = data.get("error")
    if "profile" in data or not isinstance(error, Mapping) or not isinstance(error.get("message"), str):
        return None
    return " ".join(f"{error.get('name') or 'an error'}: {error['message']}".split())


def _parsed(text: str) -> Any:
    """Raises ValueError."""
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError(f"it is nested more than {MAX_DEPTH} deep") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from None
    if "\\u" in text and has_halves(json.dumps(data, ensure_ascii=False)):
        raise ValueError("it has half a letter, as \\ud800, which no file can hold")
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [inside for one in level for inside in _inside(one)]
        if not level:
            return data
    raise ValueError(f"it is nested more than {MAX_DEPTH} deep")


def _inside(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {twice[:60]!r} is there twice")
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"not JSON: {word} is no number")
