"""A profile by way of `catalog-info.yaml`: the annotation of an entity in it, or the file that the annotation names."""

from __future__ import annotations

import re
from pathlib import Path

from engine.catalog_entity import (
    AT,
    PROFILE,
    Annotated,
    EntityError,
    annotated,
    inline_document,
    is_entity,
    request_of,
)
from engine.entity_ref import read_entity_ref
from engine.knowledge.yaml_reader import Document, read_documents, read_yaml
from portolan.common import BAD_INPUT, content, describe, fail

_LOOKS_SO = re.compile(rb'apiVersion"?\s*:')
STANDARD_INPUT = "standard input"
# What a name without a kind is the name of.
_USUAL_KIND = "component"


def is_entity_file(text: bytes, name: str) -> bool:
    """Are there entities of a catalog in a file, whatever is wrong with it besides?"""
    return bool(_LOOKS_SO.search(text)) and any(is_entity(one.data) for one in read_documents(text, name))


def request_in_entities(text: bytes, name: str, wanted: str | None) -> Document:
    """The request of the entity with the annotation; `wanted` is its ref where several have one.

    Ends the process where there is none, or it cannot be understood.
    """
    documents = read_documents(text, name)
    problems = [str(problem) for document in documents for problem in document.problems]
    if problems:
        fail(BAD_INPUT, *problems)
    found = _annotated(documents)
    if not found:
        fail(BAD_INPUT, f"{name}: no entity in it has the annotation {PROFILE}.")
    document, entity = _chosen(found, name, wanted)
    if entity.text is not None:
        inside = inline_document(entity.text, name, text.decode(), document.places[AT])
    else:
        inside = _named(entity, document, name)
    if inside.problems:
        fail(BAD_INPUT, *(str(problem) for problem in inside.problems))
    return request_of(inside, entity.subject)


def _annotated(documents: tuple[Document, ...]) -> list[tuple[Document, Annotated]]:
    found, wrong = [], []
    for document in documents:
        if not is_entity(document.data):
            continue
        try:
            one = annotated(document.data)
        except EntityError as error:
            wrong += [describe(mistake, document, ()) for mistake in error.mistakes]
        else:
            if one is not None:
                found.append((document, one))
    if wrong:
        fail(BAD_INPUT, *wrong)
    return found


def _chosen(found: list[tuple[Document, Annotated]], name: str, wanted: str | None) -> tuple[Document, Annotated]:
    refs = ", ".join(entity.subject for _, entity in found)
    if wanted is None:
        if len(found) > 1:
            fail(BAD_INPUT, f"{name}: several entities have a profile: {refs}. Choose one with --entity.")
        return found[0]
    try:
        ref = str(read_entity_ref(wanted, default_kind=_USUAL_KIND))
    except ValueError as error:
        fail(BAD_INPUT, f"--entity: {error}")
    for document, entity in found:
        if entity.subject == ref:
            return document, entity
    fail(BAD_INPUT, f"--entity: {name} has no profile of {ref}. There are {refs}.")


def _named(entity: Annotated, document: Document, name: str) -> Document:
    """The file that an annotation names: beside the entity's own file or below it, and nowhere else."""
    place = document.place(AT)
    if name == STANDARD_INPUT:
        fail(BAD_INPUT, f"{place}: {entity.file} stands beside a file, and standard input is none.")
    directory = Path(name).resolve().parent
    path = (directory / str(entity.file)).resolve()
    if not path.is_relative_to(directory):
        fail(BAD_INPUT, f"{place}: {entity.file} is not below the directory of {name}.")
    try:
        shown = str(path.relative_to(Path.cwd()))
    except ValueError:
        shown = str(path)
    if not path.is_file():
        fail(BAD_INPUT, f"{place}: there is no file {shown}.")
    return read_yaml(*content(shown), ends=True)
