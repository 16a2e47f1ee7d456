"""The shipped files as plain data, for whoever wants to change something in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import yaml

from engine.knowledge.files import KnowledgeFile, read_directory
from tests.engine.files import file_of


class PlainLoader(yaml.CSafeLoader):
    """YAML in which `no` is a word."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Body:
    """Files by name: as bytes, and as what they say."""

    files: dict[str, KnowledgeFile]
    data: dict[str, Any] = field(repr=False)

    @classmethod
    def of(cls, directory: Path) -> Body:
        files = {file.name: file for file in read_directory(directory)}
        return cls(files, {name: yaml.load(file.content, PlainLoader) for name, file in files.items()})

    def with_changed(self, name: str, data: Any) -> tuple[KnowledgeFile, ...]:
        """All files, one of which says something else."""
        return tuple(file_of(name, data) if name == file.name else file for file in self.files.values())

    def of_kind(self, kind: str) -> list[str]:
        return [name for name, file in self.files.items() if file.kind == kind]

    @cached_property
    def products(self) -> dict[str, dict[str, Any]]:
        return {product["id"]: product for name in self.of_kind("catalog") for product in self.data[name]["products"]}

    @cached_property
    def claims(self) -> dict[str, dict[str, Any]]:
        return {claim["id"]: claim for name in self.of_kind("claims") for claim in self.data[name]["claims"]}

    @cached_property
    def editions(self) -> list[str]:
        return [edition["id"] for edition in self.data["editions.yaml"]["editions"]]

    @cached_property
    def options(self) -> dict[str, list[str]]:
        """The options of each question that has some."""
        return {
            f"{section['id']}.{question['id']}": [option["id"] for option in question["options"]]
            for section in self.data["questionnaire.yaml"]["sections"]
            for question in section["questions"]
            if "options" in question
        }

    def members(self, slot: str) -> list[str]:
        return sorted(id_ for id_, product in self.products.items() if slot in product["slots"])

    def neighbour(self, product: Any, random: Random) -> str | None:
        """Another product of the product's first slot."""
        slots = self.products.get(product, {}).get("slots", []) if isinstance(product, str) else []
        others = [other for other in self.members(slots[0]) if other != product] if slots else []
        return random.choice(others) if others else None
