"""What both importers share: YAML that others write, read as plain data, and what is wrong with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

import yaml

# What imported facts name as their source, by the ids of `sources.yaml`.
LANDSCAPE = "cncf-landscape"
END_OF_LIFE = "endoflife-date"

_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE):  # type: ignore[misc]
    """Leaves numbers as they are written: a release called 1.30 is not 1.3."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {
        first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":float", ":int"))]
        for first, found in _SAFE.yaml_implicit_resolvers.items()
    }


class NotReadable(ValueError):
    """A file that is not what it was said to be. The message says where and why."""


def plain_data(text: str, file: str) -> Any:
    """Raises NotReadable where the text is no YAML."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else file
        raise NotReadable(f"{place}: this is no YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise NotReadable(f"{file}: this is no YAML: {error}") from None


def a_day(value: Any) -> date | None:
    """A day as YAML or as text; None for all else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
