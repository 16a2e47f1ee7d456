"""What is kept, and what a store does with it.

What is kept of a decision is the body that was answered, so that it can be read whatever becomes of the knowledge,
and its request; and once for each body of knowledge its files, from which a proof can be derived again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

from engine.model import Language


class StoreError(RuntimeError):
    """The store cannot be used: it cannot be reached, or is not ours to read."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a body that many bodies share. `digest` is over its content, 16 bytes long."""

    digest: bytes
    content: bytes

    @classmethod
    def of(cls, content: bytes) -> Fragment:
        return cls(blake2b(content, digest_size=16).digest(), content)


@dataclass(frozen=True, slots=True)
class Record:
    """A decision as it is kept. Its body is the head, the fragments with commas between them, and the tail.

    `request` is the canonical request as JSON, `knowledge` the digest of what it was decided on.
    """

    id: str
    language: Language
    knowledge: str
    request: bytes
    head: bytes
    fragments: tuple[Fragment, ...]
    tail: bytes

    @property
    def body(self) -> bytes:
        return b"%b%b%b" % (self.head, b",".join([fragment.content for fragment in self.fragments]), self.tail)


class DecisionStore(Protocol):
    """Threads may share one. Every method raises StoreError where the store cannot be used."""

    def prepare(self) -> None:
        """Make the store ready for use, and let go of it: processes are forked after this."""

    def check(self) -> None:
        """Is the store within reach?"""

    def put(self, record: Record) -> None:
        """Keep a decision. When this returns it is safe; one that is there already stays as it is."""

    def get(self, id_: str) -> Record | None: ...

    def keep_knowledge(self, digest: str, files: Mapping[str, bytes]) -> None:
        """Keep the files of a body of knowledge, by path, and their order."""

    def knowledge(self, digest: str) -> Mapping[str, bytes] | None: ...

    def close(self) -> None: ...
