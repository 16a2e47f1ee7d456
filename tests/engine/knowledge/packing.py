"""Packs in memory, on top of the tiny knowledge in `base/`."""

from __future__ import annotations

from engine.knowledge.files import KnowledgeFile, kind_of
from engine.knowledge.loader import build_knowledge
from engine.model import Knowledge
from tests.engine.knowledge.laying import BASE, problems_of

TEXT = "{en: E, ko: K}"


def head(name: str, extends: str = "tiny", version: str = "1") -> str:
    return f'pack: {name}\nversion: "{version}"\ntitle: {TEXT}\n' + (f"extends: {extends}\n" if extends else "")


def pack(name: str, files: dict[str, str] | None = None, extends: str = "tiny") -> tuple[KnowledgeFile, ...]:
    """The files of a pack, with a `portolan.yaml` of its own unless there is one."""
    texts = {"portolan.yaml": head(name, extends), **(files or {})}
    return tuple(KnowledgeFile(file, kind_of(file), text.encode(), name) for file, text in texts.items())


def on_top(*packs: tuple[KnowledgeFile, ...]) -> Knowledge:
    return build_knowledge((*BASE, *(file for one in packs for file in one)))


def wrong(*packs: tuple[KnowledgeFile, ...]) -> list[str]:
    """Everything that is wrong with packs on top of the base."""
    return [str(problem) for problem in problems_of((*BASE, *(file for one in packs for file in one)))]


def acme(files: dict[str, str]) -> Knowledge:
    return on_top(pack("acme", files))


def wrong_in_acme(files: dict[str, str]) -> list[str]:
    return wrong(pack("acme", files))


def module(changes: str = "", rules: str = "", name: str = "acme-policy", slot: str = "tracing") -> str:
    """A module with these entries, each written at the margin."""
    text = f"module: {name}\nslot: {slot}\ntitle: {TEXT}\n"
    for key, entries in (("rules", rules), ("changes", changes)):
        if entries:
            text += f"{key}:\n" + "".join(f"  {line}\n" for line in entries.splitlines())
    return text
