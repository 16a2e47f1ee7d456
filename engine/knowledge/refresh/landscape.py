"""`landscape.yml` of the CNCF landscape → the projects in it and the day each reached its levels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.knowledge.refresh.reading import LANDSCAPE, NotReadable, a_day, plain_data
from engine.model import LevelSpan, Product

_LATER_LEVELS = ("incubating", "graduated", "archived")


@dataclass(frozen=True, slots=True)
class Project:
    """A CNCF project: `levels` in the order of time."""

    name: str
    repository: str | None
    levels: tuple[LevelSpan, ...]


class Landscape:
    """The CNCF projects of one copy of the landscape, found by name or repository."""

    def __init__(self, projects: tuple[Project, ...]) -> None:
        self.projects = projects
        self._by_name = {_bare(project.name): project for project in projects}
        self._by_repository = {_address(project.repository): project for project in projects if project.repository}

    def project_of(self, product: Product) -> Project | None:
        """Under the name that the catalog says the landscape knows it by, else its own name, else its repository."""
        known_as = product.known_as.get(LANDSCAPE)
        if known_as is not None:
            return self._by_name.get(_bare(known_as))
        found = self._by_name.get(_bare(product.name))
        return found or (self._by_repository.get(_address(product.repository)) if product.repository else None)


def read_landscape(text: str, file: str) -> Landscape:
    """Raises NotReadable where the file is no landscape, or gives a project a level without its day."""
    data = plain_data(text, file)
    if not isinstance(data, dict) or not isinstance(data.get("landscape"), list):
        raise NotReadable(f"{file}: this is no landscape.yml: it has no list `landscape` at the top")
    projects = tuple(_project(item, file) for item in _items(data) if item.get("project"))
    if not projects:
        raise NotReadable(f"{file}: this landscape has no item with a `project` level")
    return Landscape(projects)


def _items(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for category in data["landscape"]:
        for subcategory in _list(category, "subcategories"):
            for item in _list(subcategory, "items"):
                if isinstance(item, dict) and isinstance(item.get("name"), str):
                    yield item


def _list(holder: Any, key: str) -> list[Any]:
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []


def _project(item: dict[str, Any], file: str) -> Project:
    extra = item.get("extra")
    days = {key: a_day(extra.get(key)) if isinstance(extra, dict) else None for key in ("accepted", *_LATER_LEVELS)}
    level, name = item["project"], item["name"]
    reached = "accepted" if level == "sandbox" else level
    if days.get(reached) is None:
        raise NotReadable(f"{file}: {name!r} is {level}, but `extra` has no day for {reached!r}")
    first = days["accepted"]
    later = [(key, day) for key in _LATER_LEVELS if (day := days[key])]
    # Who joined as an incubating project was never in the sandbox.
    joined = [("sandbox", first)] if first and not any(day <= first for _, day in later) else []
    spans = tuple(LevelSpan(key, day, source=LANDSCAPE) for key, day in [*joined, *later])
    return Project(name, item.get("repo_url"), spans)


def _bare(name: str) -> str:
    """A name without case, spaces and what stands in brackets."""
    return re.sub(r"\(.*?\)|[^0-9a-z]", "", name.lower())


def _address(repository: str) -> str:
    return repository.lower().rstrip("/").removesuffix(".git")
