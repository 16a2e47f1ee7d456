"""A decision's document that somebody kept, read as what it may be by now: cut short, edited, or no decision at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.inference.profile import Mistake, ProfileError, pointer
from engine.knowledge.differences import PackDifference, pack_differences
from engine.knowledge.files import digest_over
from engine.model import LANGUAGES, Knowledge, Language
from engine.request import CANONICAL, id_of, request_digest

# What tells other documents from decisions, and what to do with them.
_OTHERS = {
    "firings": "this is the trace of a decision: its body is what can be decided again",
    "profile": "this is a request: `portolan recommend --format json` decides it",
    "scenarios": "these are scenarios: `portolan test` runs them",
    "errors": "this is an error that the API answered",
}
_ABSENT: Any = object()


@dataclass(frozen=True, slots=True)
class Edit:
    """A place, by its JSON pointer, at which a document does not say what it should; ABSENT: there is nothing."""

    pointer: str
    recorded: Any
    computed: Any


ABSENT = _ABSENT


@dataclass(frozen=True, slots=True)
class Recorded:
    """A kept decision. `packs`: by pack its version and digest; `slots`: those that it was narrowed to, None: all."""

    body: Mapping[str, Any]
    id: str
    digest: str
    packs: Mapping[str, tuple[str, str]]
    request: Mapping[str, Any]
    request_digest: str
    slots: tuple[str, ...] | None

    @property
    def language(self) -> Language:
        return next((one for one in LANGUAGES if one == self.request["language"]), "en")

    @property
    def is_of_this_request(self) -> bool:
        """Neither its id nor its digest is over the request where that was edited afterwards."""
        fits = request_digest(self.request) == self.request_digest
        return fits or id_of(self.request, self.digest) == self.id

    def unsound(self) -> tuple[Edit, ...]:
        """Where it contradicts itself: no knowledge is needed to see that."""
        id_ = id_of(self.request, self.digest)
        packs = digest_over([digest for _, digest in self.packs.values()])
        computed = {
            "/id": (self.id, id_),
            "/knowledge/digest": (self.digest, packs),
            "/receipt/request_digest": (self.request_digest, request_digest(self.request)),
            "/edition": (self.body.get("edition", ABSENT), self.request["edition"]),
            "/as_of": (self.body.get("as_of", ABSENT), self.request["as_of"]),
        }
        return tuple(Edit(where, said, meant) for where, (said, meant) in computed.items() if not alike(said, meant))

    def packs_against(self, knowledge: Knowledge) -> tuple[PackDifference, ...]:
        """The packs that are not the same in a body of knowledge."""
        return pack_differences(self.packs, {pack.id: (pack.version, pack.digest) for pack in knowledge.packs})


def read_recorded(body: object) -> Recorded:
    """Raises ProfileError with every reason why this is no decision that can be decided again."""
    if not isinstance(body, Mapping):
        raise ProfileError([Mistake("", "a decision is a mapping, as the API answers it")])
    if "receipt" not in body:
        raise ProfileError([_no_receipt(body)])
    reading = _Reading(body, [])
    knowledge, receipt = reading.mapping("knowledge"), reading.mapping("receipt")
    request = reading.mapping("receipt", "request") if isinstance(receipt.get("request"), Mapping) else {}
    if not request:
        reading.say(("receipt", "request"), "the request is missing")
    for member in CANONICAL if request else ():
        if member not in request:
            reading.say(("receipt", "request", member), "it is missing: a receipt leaves nothing open")
        elif not isinstance(request[member], Mapping if member == "profile" else str):
            reading.say(("receipt", "request", member), "it is a mapping" if member == "profile" else "it is a text")
    found = Recorded(
        body=body,
        id=reading.text("id"),
        digest=reading.text("knowledge", "digest"),
        packs=dict(_packs(knowledge, reading)),
        request=request,
        request_digest=reading.text("receipt", "request_digest"),
        slots=_narrowed_to(receipt, reading),
    )
    _check_slots(body, reading)
    if reading.mistakes:
        raise ProfileError(reading.mistakes)
    return found


def _no_receipt(body: Mapping[str, Any]) -> Mistake:
    if "id" in body and "slots" in body:
        return Mistake("/receipt", "the decision has no receipt, so nobody can say what it answers", "decide it anew")
    hint = next((hint for member, hint in _OTHERS.items() if member in body), None)
    return Mistake("", "this is no decision", hint or "`portolan recommend --format json` makes one")


@dataclass(frozen=True, slots=True)
class _Reading:
    body: Mapping[str, Any]
    mistakes: list[Mistake]

    def say(self, where: tuple[object, ...], detail: str) -> None:
        self.mistakes.append(Mistake(pointer(*where), detail))

    def at(self, *where: str) -> Any:
        value: Any = self.body
        for key in where:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def mapping(self, *where: str) -> Mapping[str, Any]:
        value = self.at(*where)
        if isinstance(value, Mapping):
            return value
        self.say(where, "it is a mapping, and there is none")
        return {}

    def text(self, *where: str) -> str:
        value = self.at(*where)
        if isinstance(value, str):
            return value
        if isinstance(self.at(*where[:-1]), Mapping):
            self.say(where, "it is a text, and there is none")
        return ""


def _packs(knowledge: Mapping[str, Any], reading: _Reading) -> Iterator[tuple[str, tuple[str, str]]]:
    packs = knowledge.get("packs")
    if not isinstance(packs, list) or not packs:
        if knowledge:
            reading.say(("knowledge", "packs"), "it is a list of packs, and there is none")
        return
    for i, one in enumerate(packs):
        values = [one.get(name) for name in ("pack", "version", "digest")] if isinstance(one, Mapping) else []
        match values:
            case [str(pack), str(version), str(digest)]:
                yield pack, (version, digest)
            case _:
                reading.say(("knowledge", "packs", i), "a pack has `pack`, `version` and `digest`")


def _narrowed_to(receipt: Mapping[str, Any], reading: _Reading) -> tuple[str, ...] | None:
    slots = receipt.get("slots")
    if slots is None:
        return None
    if isinstance(slots, list) and all(isinstance(slot, str) for slot in slots):
        return tuple(slots)
    reading.say(("receipt", "slots"), "it is a list of slots")
    return None


def _check_slots(body: Mapping[str, Any], reading: _Reading) -> None:
    slots = body.get("slots")
    if not isinstance(slots, list):
        reading.say(("slots",), "it is a list of slots, and there is none")
        return
    for i, one in enumerate(slots):
        if not isinstance(one, Mapping) or not isinstance(one.get("slot"), str):
            reading.say(("slots", i), "a slot names itself in `slot`")


# --- comparing documents --------------------------------------------------------------------------------------


def edits(recorded: Any, computed: Any, at: tuple[object, ...] = ()) -> Iterator[Edit]:
    """Where a document does not say what it should, in its order: the deepest places that differ.

    The order of members means nothing, that of lists does.
    """
    if isinstance(recorded, Mapping) and isinstance(computed, Mapping):
        for key in dict.fromkeys((*computed, *recorded)):
            yield from edits(recorded.get(key, ABSENT), computed.get(key, ABSENT), (*at, key))
    elif _is_list(recorded) and _is_list(computed):
        for i in range(max(len(recorded), len(computed))):
            yield from edits(_item(recorded, i), _item(computed, i), (*at, i))
    elif not alike(recorded, computed):
        yield Edit(pointer(*at), recorded, computed)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def _item(values: Sequence[Any], i: int) -> Any:
    return values[i] if i < len(values) else ABSENT


def alike(one: Any, other: Any) -> bool:
    """The same JSON value: true is not 1, and 1 is 1.0."""
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)
