"""Entities of a developer portal's catalog (Backstage) that say which profile is theirs, by an annotation.

The annotation is the profile or the request itself, as YAML or JSON text, or names a file beside the entity's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.entity_ref import entity_ref_of
from engine.inference.profile import Mistake, pointer
from engine.knowledge.yaml_reader import Document, read_yaml
from engine.model import Path, Place
from engine.request import MEMBERS

PROFILE = "portolan.io/profile"
DECISION = "portolan.io/decision"
AT: Path = ("metadata", "annotations", PROFILE)
# What a portal puts a file's content in the place of, once it has read the entity.
_PLACEHOLDERS = ("$text", "$yaml", "$json")
_AFAR = ("http://", "https://", "url:")
_FILE = "file:"
_SHOWN = 60
_NOWHERE: Path = ()


class EntityError(ValueError):
    """An entity, or its annotation, that cannot be understood. `mistakes` point into the entity."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(mistake.detail for mistake in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Annotated:
    """An entity that names its profile: `text` is the profile, or `file` the path of one. One of the two is None."""

    subject: str
    text: str | None
    file: str | None


def is_entity(raw: object) -> bool:
    return isinstance(raw, Mapping) and {"apiVersion", "kind", "metadata"} <= raw.keys()


def ref_of_entity(raw: object) -> str:
    """`kind:namespace/name` in small letters. Raises EntityError."""
    if not isinstance(raw, Mapping):
        raise EntityError(Mistake("", "an entity is a mapping with `kind` and `metadata`"))
    kind, metadata = raw.get("kind"), raw.get("metadata")
    if not isinstance(kind, str):
        raise EntityError(Mistake("/kind", "the kind of the entity is missing", "as `kind: Component`"))
    if not isinstance(metadata, Mapping) or not isinstance(metadata.get("name"), str):
        raise EntityError(Mistake("/metadata/name", "the name of the entity is missing"))
    try:
        return str(entity_ref_of(kind, metadata.get("namespace") or None, metadata["name"]))
    except ValueError as error:
        raise EntityError(Mistake("/metadata/name", str(error))) from None


def annotated(raw: Any) -> Annotated | None:
    """What an entity says of its profile; None where it says nothing. Raises EntityError."""
    subject = ref_of_entity(raw)
    annotations = raw["metadata"].get("annotations")
    if annotations is not None and not isinstance(annotations, Mapping):
        raise EntityError(Mistake("/metadata/annotations", "annotations are a mapping of texts"))
    value = (annotations or {}).get(PROFILE)
    if value is None:
        return None
    if isinstance(value, Mapping) and len(value) == 1 and (named := next(iter(value))) in _PLACEHOLDERS:
        return Annotated(subject, None, _file(value[named]))
    if not isinstance(value, str):
        hint = "write `|` behind the colon, and the profile below it"
        raise EntityError(Mistake(pointer(*AT), "an annotation is a text", hint))
    read = read_yaml(value.encode(errors="replace"), "").data
    return Annotated(subject, None, _file(value)) if isinstance(read, str) else Annotated(subject, value, None)


def _file(written: object) -> str:
    path = written.strip() if isinstance(written, str) else ""
    if path.startswith(_AFAR):
        message = f"nothing is fetched from the network: {path[:_SHOWN]!r}"
        raise EntityError(Mistake(pointer(*AT), message, "name a file beside the entity's, as ./portolan.yaml"))
    path = path.removeprefix(_FILE)
    if not path or path.startswith(("/", "~")) or "\n" in path:
        hint = "name a file beside the entity's, as ./portolan.yaml, or write the profile itself"
        raise EntityError(Mistake(pointer(*AT), f"{path[:_SHOWN]!r} is no profile and no file beside the entity", hint))
    return path


def request_of(document: Document, subject: str) -> Document:
    """A document that has a profile or a request → the request in it, for the subject.

    What is no mapping stays as it is: whoever reads the request says what is wrong.
    """
    data, below = document.data, _NOWHERE
    if data is None:
        data = {}
    if not isinstance(data, dict):
        return document
    if "profile" not in data and not data.keys() & set(MEMBERS):
        data, below = {"profile": data}, ("profile",)
    if data.get("profile", 0) is None:  # `profile:` with nothing below it
        data = {**data, "profile": {}}

    def moved(places: Mapping[Path, Place]) -> dict[Path, Place]:
        return {(*below, *path): place for path, place in places.items()}

    return Document(
        document.file,
        {**data, "subject": subject},
        moved(document.places),
        moved(document.key_places),
        moved(document.ends),
        moved(document.key_ends),
        document.problems,
    )


def inline_document(text: str, file: str, whole: str | None = None, at: Place | None = None) -> Document:
    """The text of an annotation as a document. `whole`: the file that it stands in, at a place, from which lines count.

    Without them they count from the beginning of the annotation.
    """
    document = read_yaml(text.encode(errors="replace"), file, ends=True)
    if whole is None or at is None:
        return document
    lines, inside = whole.splitlines(), text.splitlines()

    def there(place: Place) -> Place:
        """Below a `|` each line of the annotation is one of the file, further to the right; else none is."""
        number = at.line + place.line
        if number <= len(lines) and place.line <= len(inside):
            column = lines[number - 1].find(inside[place.line - 1])
            if column >= 0 and inside[place.line - 1]:
                return Place(file, number, column + place.column)
        return at

    for places in (document.places, document.key_places, document.ends, document.key_ends):
        places.update({path: there(place) for path, place in places.items()})
    document.problems[:] = [replace(problem, place=there(problem.place)) for problem in document.problems]
    return document
