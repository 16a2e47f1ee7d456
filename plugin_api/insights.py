"""Whom a Tech Insights back end asks about, and on what: entities, each with a request, a decision, or its latest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine.checking.check import check
from engine.checking.insights import CHECKS
from engine.checking.request import Options
from engine.inference.profile import Mistake, ProfileError, pointer
from engine.knowledge.problems import listed, nearest
from engine.model import Language
from plugin_api.checking import Result, check_request
from plugin_api.service import Service
from plugin_api.store import Record

MOST_ENTITIES = 100
_PARTS = ("kind", "namespace", "name")
_ON = ("request", "decision")
# A reference without its namespace is of the default one, as in the portal.
_REF = re.compile(r"(?P<kind>[^:/\s]{1,63}):(?:(?P<namespace>[^:/\s]{1,63})/)?(?P<name>[^:/\s]{1,63})\Z")
_PART = re.compile(r"[^:/\s]{1,63}\Z")


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of the portal's catalog."""

    kind: str
    namespace: str
    name: str

    @property
    def ref(self) -> str:
        """As the portal writes it: in lower case."""
        return f"{self.kind}:{self.namespace}/{self.name}".lower()

    def compound(self) -> dict[str, str]:
        return {"namespace": self.namespace, "kind": self.kind, "name": self.name}


@dataclass(frozen=True, slots=True)
class Asked:
    """An entity, and on what it is asked about: None has nothing here to tell of."""

    entity: Entity
    result: Result | None


def read_entities(
    raw: object, service: Service, language: Language, *, also: tuple[str, ...] = ()
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
            found.append(_asked(one, service, language))
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
    mistakes = [
        Mistake(pointer("checks", number), f"there is no check {one!r:.60}", nearest(one, CHECKS) or listed(CHECKS, 12))
        for number, one in enumerate(named)
        if not isinstance(one, str) or one not in CHECKS
    ]
    if mistakes:
        raise ProfileError(mistakes)
    return tuple(named)


def asked_of(entity: Entity, raw: object, service: Service, language: Language) -> Asked:
    """What is asked of one entity; `raw` has a request or a decision, or neither. Raises ProfileError."""
    if raw is not None and not isinstance(raw, Mapping):
        raise ProfileError([Mistake("", "the body is a mapping, with a request, a decision, or neither")])
    return Asked(entity, _result(entity, raw or {}, service, language))


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


def _asked(raw: object, service: Service, language: Language) -> Asked:
    if isinstance(raw, str):
        return Asked(entity := _entity_of_ref(raw), _result(entity, {}, service, language))
    if not isinstance(raw, Mapping):
        raise ProfileError([Mistake("", "an entity is a reference, or a mapping of kind, namespace and name")])
    mistakes = list(_unknown(raw, (*_PARTS, *_ON)))
    for part in _PARTS:
        value = raw.get(part)
        if not isinstance(value, str) or not _PART.match(value):
            mistakes.append(Mistake(pointer(part), f"the {part} of the entity is a name", "as in the portal's catalog"))
    if mistakes:
        raise ProfileError(mistakes)
    entity = Entity(raw["kind"], raw["namespace"], raw["name"])
    return Asked(entity, _result(entity, raw, service, language))


def _entity_of_ref(ref: str) -> Entity:
    match = _REF.match(ref)
    if match is None:
        raise ProfileError([Mistake("", f"{ref!r:.60} is not the reference of an entity", "as component:default/shop")])
    return Entity(match["kind"], match["namespace"] or "default", match["name"])


def _result(entity: Entity, raw: Mapping[str, Any], service: Service, language: Language) -> Result | None:
    request, decision = raw.get("request"), raw.get("decision")
    if request is not None and decision is not None:
        raise ProfileError([Mistake("/decision", "there is a request as well", "leave one of them out")])
    if request is not None:
        return _of_request(request, service, language)
    record = _record(decision, service) if decision is not None else _latest(entity, service)
    return _of_record(record, service) if record else None


def _of_request(raw: object, service: Service, language: Language) -> Result:
    try:
        return check_request(raw, service, language)
    except ProfileError as error:
        raise ProfileError(
            [Mistake(f"/request{bad.pointer}", bad.detail, bad.hint) for bad in error.mistakes]
        ) from None


def _record(id_: object, service: Service) -> Record:
    record = service.find(id_) if isinstance(id_, str) else None
    if record is None:
        hint = "decisions are found on the service that made them: give the request instead"
        raise ProfileError([Mistake("/decision", f"there is no decision {id_!r:.60}", hint)])
    return record


def _latest(entity: Entity, service: Service) -> Record | None:
    """The decision that was last asked for with the entity as its subject."""
    del entity, service
    return None


def _of_record(record: Record, service: Service) -> Result:
    decision = service.again(record).decision
    return Result(record.id, record.language, check(decision, Options({}), orjson.loads(record.request)))
