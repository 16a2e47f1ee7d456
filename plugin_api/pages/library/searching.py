"""One search over all that has an id: what is called so comes before what only speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.model import Knowledge, Language, Text
from plugin_api.service import current_service

KINDS = ("product", "slot", "rule", "claim", "source")
# Characters of a search; words of it beyond this many are passed over.
LONGEST, MOST_WORDS = 200, 12
# Best first: it is called so; its name begins so; all words are in its name; all words are in what it says.
_CALLED, _BEGINS, _NAMED, _SAYS = range(4)


_PLACED = re.compile(r"\{[^{}]+\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found. `names` and `says` are folded, in both languages."""

    kind: str
    id: str
    title: Text
    text: Text
    names: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    id: str
    title: str
    text: str


def search(said: str, language: Language, kind: str | None = None) -> tuple[Hit, ...]:
    """All that has every word of it, the best first; nothing for no words."""
    asked = said[:LONGEST].casefold().split()[:MOST_WORDS]
    if not asked:
        return ()
    whole = " ".join(asked)
    found = []
    for number, entry in enumerate(_entries(current_service().knowledge.digest)):
        if kind in (None, entry.kind):
            rank = _rank(entry, asked, whole)
            if rank is not None:
                found.append((rank, KINDS.index(entry.kind), number, entry))
    found.sort(key=lambda one: one[:3])
    return tuple(
        Hit(entry.kind, entry.id, entry.title.in_language(language), _readable(entry, language)) for *_, entry in found
    )


def _readable(entry: Entry, language: Language) -> str:
    """What only a decision puts into the reason of a rule is left out."""
    text = entry.text.in_language(language)
    return _PLACED.sub("…", text) if entry.kind == "rule" else text


def _rank(entry: Entry, words: list[str], whole: str) -> int | None:
    if whole in entry.names:
        return _CALLED
    if any(name.startswith(whole) for name in entry.names):
        return _BEGINS
    if all(any(word in name for name in entry.names) for word in words):
        return _NAMED
    return _SAYS if all(word in entry.says for word in words) else None


@lru_cache(maxsize=4)
def _entries(digest: str) -> tuple[Entry, ...]:
    """The digest, which names the knowledge in force, is the key of the memory."""
    return tuple(entries(current_service().knowledge))


def entries(knowledge: Knowledge) -> Iterator[Entry]:
    nothing = Text("", "")
    for product in knowledge.products.values():
        yield _entry("product", product.id, _same(product.name), product.note or nothing)
    for slot in knowledge.slots.values():
        yield _entry("slot", slot.id, slot.title, knowledge.areas[slot.area].title)
    for rule in knowledge.rules.values():
        name = rule.id.partition("/")[2]
        yield _entry("rule", rule.id, _same(rule.id), rule.because, name)
    for claim in knowledge.claims.values():
        note = Text(claim.note or "", claim.note_ko or "")
        yield _entry("claim", claim.id, _same(claim.id), claim.text, claim.id.partition("/")[2], more=(note,))
    for source in knowledge.sources.values():
        more = tuple(_same(author) for author in source.authors)
        yield _entry("source", source.id, source.title, source.note or nothing, more=more)


def _entry(kind: str, id_: str, title: Text, text: Text, *names: str, more: tuple[Text, ...] = ()) -> Entry:
    called = tuple(dict.fromkeys(one.casefold() for one in (id_, title.en, title.ko, *names)))
    spoken = (*called, *(told for one in (text, *more) for told in (one.en, one.ko)))
    return Entry(kind, id_, title, text, called, "\n".join(spoken).casefold())


def _same(name: str) -> Text:
    return Text(name, name)
