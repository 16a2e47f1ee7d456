"""Files with Go templates in them, read as far as they can be filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from engine.detection.found import SourceFile
from engine.detection.helm_templates import Filled, filled_in
from engine.detection.sightings import IMAGE, Reading, Seen, Sighting
from engine.detection.templates import has_templates
from engine.detection.tree import NotReadable, yaml_documents
from engine.told import told

_FOLDER, _VALUES = "/templates/", "values.yaml"
_NOT_READ = told(
    "not read: a template, which is no YAML before it is filled in",
    "읽지 않음: 템플릿이며, 값을 채우기 전에는 YAML이 아닙니다",
)
_IN_PART = told(
    "read in part: what templates put in stays open where the values beside them do not say it",
    "일부만 읽음: 곁에 있는 값으로 알 수 없는 템플릿 자리는 비워 두었습니다",
)


def is_template(file: SourceFile) -> bool:
    """Is it a template of a chart, which the values of the chart fill in?"""
    return _FOLDER in f"/{file.path}" and file.path.endswith((".yaml", ".yml")) and has_templates(file.text)


def values_of(path: str) -> str:
    """Where the chart of a template keeps its values."""
    return f"{f'/{path}'.partition(_FOLDER)[0]}/{_VALUES}".removeprefix("/")


def read_templated(
    reading: Reading, reader: Callable[[Reading, Any], Iterator[Seen]], values: Any = None
) -> Iterator[Seen]:
    """What a reader sees in each document, filled in with a tree of values. What is left open is remarked on, once."""
    filled = filled_in(reading.file.text, values)
    inner = Reading(SourceFile(reading.path, filled.text))
    failed = None
    for one in yaml_documents(filled.text):
        if isinstance(one, NotReadable):
            failed = failed or one
        else:
            yield from (_settled(seen, filled) for seen in reader(inner, one))
    if failed:
        yield reading.remark(failed.line, "template", _NOT_READ)
    elif filled.left_out:
        yield reading.remark(1, "template", _IN_PART)


def _settled(one: Seen, filled: Filled) -> Seen:
    """Of an image that values name these are the defaults, and of what stands below a condition it is not met."""
    if not isinstance(one, Sighting):
        return one
    idle = one.line in filled.idle or (one.kind == IMAGE and one.line in filled.defaults)
    return replace(one, idle=True) if idle else one
