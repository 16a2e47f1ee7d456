"""One profile among many: what it says, where it stands, and whose it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any, Literal

from engine.checking.places import Region
from engine.checking.report import Location, Mistaken
from engine.entity_ref import LONGEST, read_entity_ref

# yaml: a file of its own, where `owned` is whose it seems to be; named: one that an entity names; annotation: of an
# entity in a YAML file; json: a request, or an entity of a catalog.
Form = Literal["yaml", "named", "annotation", "json"]


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose a profile is, as far as something says so: refs of a catalog's entities."""

    subject: str | None = None
    owner: str | None = None
    system: str | None = None


NOBODYS = Owned()


@dataclass(frozen=True, slots=True)
class Entry:
    """`line`: where in the file it begins; `column` and `whole`: of an annotation, its place in all of its file.

    `step`: how much of the input it is, in the units of the source. One with `mistakes` could not even be read.
    """

    file: str
    text: str
    form: Form
    owned: Owned = NOBODYS
    line: int | None = None
    column: int = 1
    whole: str | None = None
    mistakes: tuple[Mistaken, ...] = ()
    step: int = 1

    @property
    def where(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def digest(self) -> str:
        """32 hexadecimal digits over all of it."""
        return hashlib.blake2b(repr(astuple(self)).encode(errors="surrogatepass"), digest_size=16).hexdigest()

    @property
    def size(self) -> int:
        return len(self.text) + len(self.whole or "")


def bad(
    file: str, detail: str, hint: str | None = None, *, line: int | None = None, step: int = 1, owned: Owned = NOBODYS
) -> Entry:
    """What is there in the place of a profile that cannot be read."""
    location = Location(file, Region(line) if line else None)
    return Entry(file, "", "yaml", owned, line=line, mistakes=(Mistaken(location, detail, hint),), step=step)


def owned_by(entity: Mapping[str, Any], subject: str | None) -> Owned:
    """What an entity of a catalog says of itself: its spec, else what a portal made of it."""
    spec = entity.get("spec")
    spec = spec if isinstance(spec, Mapping) else {}
    owner = _ref(spec.get("owner"), "group") or _related(entity, "ownedBy")
    return Owned(subject, owner, _ref(spec.get("system"), "system"))


def named(raw: Mapping[str, Any], known: Owned) -> Owned:
    """The same of a request that has `owner` and `system` beside it."""
    return Owned(known.subject, _ref(raw.get("owner"), "group") or known.owner, _ref(raw.get("system"), "system"))


def _related(entity: Mapping[str, Any], relation: str) -> str | None:
    relations = entity.get("relations")
    for one in relations if isinstance(relations, list) else ():
        if isinstance(one, Mapping) and one.get("type") == relation:
            return _ref(one.get("targetRef"), "group")
    return None


def _ref(written: object, kind: str) -> str | None:
    """In the form in which a portal compares refs; as it is written where it is none."""
    if not isinstance(written, str) or not written.strip():
        return None
    try:
        return str(read_entity_ref(written.strip(), default_kind=kind))
    except ValueError:
        return written.strip()[:LONGEST]
