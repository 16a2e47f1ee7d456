"""What was posted of a catalog → a request for each entity that has a profile, and all mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.catalog_entity import AT, Annotated, EntityError, annotated, inline_document, ref_of_entity, request_of
from engine.entity_ref import read_entity_ref
from engine.inference.profile import Mistake, pointer
from engine.knowledge.problems import listed, nearest, nearest_after
from engine.knowledge.yaml_reader import Document

# Entities in one request, each of which is decided.
MAX_ENTITIES = 200
_SHARED = ("edition", "as_of", "language")
_MEMBERS = ("entities", "profiles", *_SHARED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as plain data, and how mistakes in it are told: with a pointer into what was posted."""

    subject: str
    request: Any
    at: str
    document: Document | None
    shared: Mapping[str, Any]

    def mistake(self, found: Mistake) -> Mistake:
        """A text cannot be pointed into: there the line is told."""
        if found.pointer[1:] in self.shared:
            return found
        if self.document is None:
            return Mistake(f"{self.at}{found.pointer.removeprefix('/profile')}", found.detail, found.hint)
        steps = [step.replace("~1", "/").replace("~0", "~") for step in found.pointer.split("/")[1:]]
        place = self.document.place(tuple(int(step) if step.isdigit() else step for step in steps))
        return Mistake(self.at, f"line {place.line}: {found.detail}", found.hint)


@dataclass(slots=True)
class Posted:
    """What was found in a body: what is asked for, and the refs of the entities that have no profile.

    `profiles`: those that were passed along, by ref, each with the name that it was given; `shared`: what holds for
    every request.
    """

    profiles: Mapping[str, tuple[str, Any]]
    shared: Mapping[str, Any]
    mistakes: list[Mistake]
    asked: list[Asked] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    refs: set[str] = field(default_factory=set)


def read_entities(raw: Any) -> Posted:
    """An entity, a list of them, what a catalog answers (`items`), or an envelope with `entities`.

    What is wrong is among the mistakes; whether the profiles can be understood is for others to find out.
    """
    envelope = raw if isinstance(raw, Mapping) and "entities" in raw else {}
    mistakes = list(_mistakes_of(envelope)) if envelope else []
    profiles = _by_ref(envelope.get("profiles"), mistakes)
    shared = {name: envelope[name] for name in _SHARED if envelope.get(name) is not None}
    posted = Posted(profiles, shared, mistakes)
    for at, entity in _listed(raw, mistakes):
        _read(entity, at, posted)
    for ref, (name, _) in posted.profiles.items():
        if ref not in posted.refs:
            hint = nearest_after(mistakes, name, posted.refs) or "each goes by the ref of an entity that was posted"
            mistakes.append(Mistake(f"/profiles{pointer(name)}", f"there is no entity {name[:60]!r}", hint))
    return posted


def _by_ref(raw: Any, mistakes: list[Mistake]) -> dict[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}
    for name, profile in raw.items() if isinstance(raw, Mapping) else ():
        try:
            ref = str(read_entity_ref(name))
        except ValueError:
            ref = name  # no entity has it
        if ref in found:
            mistakes.append(Mistake(f"/profiles{pointer(name)}", f"the profile of {ref[:60]!r} is there twice"))
        found[ref] = (name, profile)
    return found


def _mistakes_of(envelope: Mapping[str, Any]) -> Iterator[Mistake]:
    for member in envelope:
        if member not in _MEMBERS:
            hint = nearest(member, _MEMBERS) or f"known: {listed(_MEMBERS)}"
            yield Mistake(pointer(member), f"there is no member {str(member)[:60]!r}", hint)
    if not isinstance(envelope.get("profiles"), (Mapping, type(None))):
        yield Mistake("/profiles", "profiles are a mapping by the refs of entities")


def _listed(raw: Any, mistakes: list[Mistake]) -> Iterator[tuple[str, Any]]:
    """Each entity with its pointer."""
    at, found = "", raw
    if isinstance(raw, Mapping):
        at = next((f"/{name}" for name in ("entities", "items") if name in raw), "")
        found = raw[at[1:]] if at else [raw]
    if not isinstance(found, list) or not found:
        mistakes.append(Mistake(at, "an entity, or a list of them, belongs here"))
    elif len(found) > MAX_ENTITIES:
        mistakes.append(Mistake(at, f"there are {len(found)} entities, and {MAX_ENTITIES} at most are decided at once"))
    else:
        bare = isinstance(raw, Mapping) and not at
        yield from (("" if bare else f"{at}/{number}", entity) for number, entity in enumerate(found))


def _read(entity: Any, at: str, reading: Posted) -> None:
    try:
        ref = ref_of_entity(entity)
        if ref in reading.refs:
            raise EntityError(Mistake("", f"the entity {ref!r} is there twice"))
        reading.refs.add(ref)
        found = annotated(entity)
        asked = _asked(ref, found, at, reading)
    except EntityError as error:
        reading.mistakes += [Mistake(f"{at}{one.pointer}", one.detail, one.hint) for one in error.mistakes]
        return
    if asked is None:
        reading.without.append(ref)
    else:
        reading.asked.append(asked)


def _asked(ref: str, found: Annotated | None, at: str, reading: Posted) -> Asked | None:
    """A profile that was passed along goes before what the entity says."""
    if ref in reading.profiles:
        name, profile = reading.profiles[ref]
        document = request_of(Document("", profile), ref)
        return Asked(ref, _with(document.data, reading.shared), f"/profiles{pointer(name)}", None, reading.shared)
    if found is None:
        return None
    where = pointer(*AT)
    if found.text is None:
        hint = f"pass it along: `profiles: {{{ref!r}: …}}`; or write `$text:` in the entity, and the catalog reads it"
        raise EntityError(Mistake(where, f"the file {str(found.file)[:60]!r} is not here", hint))
    inside = inline_document(found.text, "")
    if inside.problems:
        raise EntityError(*(Mistake(where, f"line {p.place.line}: {p.message}", p.hint) for p in inside.problems))
    document = request_of(inside, ref)
    return Asked(ref, _with(document.data, reading.shared), f"{at}{where}", document, reading.shared)


def _with(request: Any, shared: Mapping[str, Any]) -> Any:
    return {**request, **shared} if isinstance(request, Mapping) else request
