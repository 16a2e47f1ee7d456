"""Whom a Tech Insights back end asks about, and on what: entities, each with a request, a decision, or its latest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.checking.insights import CHECKS
from engine.entity_ref import HINT, EntityRef, entity_ref_of, read_entity_ref
from engine.inference.profile import Mistake, ProfileError, pointer
from engine.knowledge.problems import listed, nearest, nearest_after
from engine.model import Language
from plugin_api.checking import Checking, Result

MOST_ENTITIES = 100
_PARTS = ("kind", "namespace", "name")
_ON = ("request", "decision")


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of the portal's catalog. `ref` is its reference as they are compared: in small letters."""

    kind: str
    namespace: str
    name: str
    ref: str

    def compound(self) -> dict[str, str]:
        return {"namespace": self.namespace, "kind": self.kind, "name": self.name}


@dataclass(frozen=True, slots=True)
class Asked:
    """An entity, and on what it is asked about: None has nothing here to tell of."""

    entity: Entity
    result: Result | None


def read_entities(
    raw: object, checking: Checking, language: Language, *, also: tuple[str, ...] = ()
) -> tuple[Asked, ...]:
    """A body `{"entities": […]}`; `also` names members beside it. Raises ProfileError with every mistake."""
    if not isinstance(raw, Mapping):
        raise ProfileError([Mistake("", "the body is a mapping with a member `entities`")])
    mistakes = list(_unknown(raw, ("entities", *also)))
    listed_ = raw.get("entities")
    if not isinstance(listed_, list):
        mistakes.append(Mistake("/entities", "the entities are a list", '[{"kind": …, "namespace": …, "name": …}]'))
    elif len(listed_) > MOST_ENTITIES:
        mistakes.append(Mistake("/entities", f"there are {len(listed_)} entities", f"at most {MOST_ENTITIES} at once"))
    if mistakes or not isinstance(listed_, list):
        raise ProfileError(mistakes)
    found = []
    for number, one in enumerate(listed_):
        try:
            found.append(_asked(one, checking, language))
        except ProfileError as error:
            at = pointer("entities", number)
            mistakes.extend(Mistake(f"{at}{bad.pointer}", bad.detail, bad.hint) for bad in error.mistakes)
    if mistakes:
        raise ProfileError(mistakes)
    return tuple(found)


def read_checks(raw: object) -> tuple[str, ...] | None:
    """The checks that a body names; None: all of them. Raises ProfileError."""
    named = raw.get("checks") if isinstance(raw, Mapping) else None
    if named is None:
        return None
    if not isinstance(named, list):
        raise ProfileError([Mistake("/checks", "checks are a list of ids")])
    mistakes: list[Mistake] = []
    for number, one in enumerate(named):
        if not isinstance(one, str) or one not in CHECKS:
            hint = nearest_after(mistakes, one, CHECKS) or f"there are {listed(CHECKS, 12)}"
            mistakes.append(Mistake(pointer("checks", number), f"there is no check {one!r:.60}", hint))
    if mistakes:
        raise ProfileError(mistakes)
    return tuple(named)


def asked_of(entity: Entity, raw: object, checking: Checking, language: Language) -> Asked:
    """What is asked of one entity; `raw` has a request or a decision, or neither. Raises ProfileError."""
    if raw is not None and not isinstance(raw, Mapping):
        raise ProfileError([Mistake("", "the body is a mapping, with a request, a decision, or neither")])
    return Asked(entity, _result(entity, raw or {}, checking, language))


def unknown_members(raw: object, known: tuple[str, ...]) -> None:
    """Raises ProfileError for members that there are none of."""
    mistakes = list(_unknown(raw, known)) if isinstance(raw, Mapping) else []
    if mistakes:
        raise ProfileError(mistakes)


def _unknown(raw: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[Mistake]:
    for member in raw:
        if member not in known:
            hint = nearest(member, known) or f"known: {listed(known)}"
            yield Mistake(pointer(member), f"there is no member {member!r:.60}", hint)


def _asked(raw: object, checking: Checking, language: Language) -> Asked:
    if isinstance(raw, str):
        return Asked(entity := entity_of(raw), _result(entity, {}, checking, language))
    if not isinstance(raw, Mapping):
        raise ProfileError([Mistake("", "an entity is a reference, or a mapping of kind, namespace and name")])
    mistakes = list(_unknown(raw, (*_PARTS, *_ON)))
    for part in _PARTS:
        if not isinstance(raw.get(part), str):
            mistakes.append(Mistake(pointer(part), f"the {part} of the entity is a name", "as in the portal's catalog"))
    if mistakes:
        raise ProfileError(mistakes)
    entity = compound(raw["kind"], raw["namespace"], raw["name"])
    return Asked(entity, _result(entity, raw, checking, language))


def compound(kind: str, namespace: str, name: str) -> Entity:
    """Raises ProfileError for what is no entity."""
    return Entity(kind, namespace, name, str(_read(lambda: entity_ref_of(kind, namespace, name))))


def entity_of(written: str) -> Entity:
    """A reference, in which the namespace may be left out. Raises ProfileError."""
    ref = _read(lambda: read_entity_ref(written))
    return Entity(*ref, str(ref))


def _read(reading: Callable[[], EntityRef]) -> EntityRef:
    """Raises ProfileError."""
    try:
        return reading()
    except ValueError as error:
        raise ProfileError([Mistake("", str(error), HINT)]) from None


def _result(entity: Entity, raw: Mapping[str, Any], checking: Checking, language: Language) -> Result | None:
    request, decision = raw.get("request"), raw.get("decision")
    if request is not None and decision is not None:
        raise ProfileError([Mistake("/decision", "there is a request as well", "leave one of them out")])
    if request is not None:
        return _of_request(entity, request, checking, language)
    if decision is None:
        record = checking.latest(entity.ref)
    else:
        record = checking.service.find(decision) if isinstance(decision, str) else None
        if record is None:
            hint = "decisions are found on the service that made them: give the request instead"
            raise ProfileError([Mistake("/decision", f"there is no decision {decision!r:.60}", hint)])
    return checking.of_record(record, entity.ref) if record else None


def _of_request(entity: Entity, raw: object, checking: Checking, language: Language) -> Result:
    """A request that names nobody else is one for the entity."""
    if isinstance(raw, Mapping) and raw.get("subject") is None:
        raw = {**raw, "subject": entity.ref}
    try:
        return checking.of_request(raw, language)
    except ProfileError as error:
        raise ProfileError(
            [Mistake(f"/request{bad.pointer}", bad.detail, bad.hint) for bad in error.mistakes]
        ) from None
