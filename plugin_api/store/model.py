"""What is kept, and what a store does with it.

What is kept of a decision is the body that was answered, so that it can be read whatever becomes of the knowledge,
and its request; and once for each body of knowledge its files, from which a proof can be derived again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

from engine.model import Language

# Moments are in microseconds since the epoch.
Clock = Callable[[], int]


def now() -> int:
    return time.time_ns() // 1000


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


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom a decision was asked for: `subject` is an entity ref, and `by` is who asked."""

    subject: str
    by: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions to list: all members that are not None must hold.

    `since` and `until` are moments in microseconds, and `until` is the first that is too late. `slot`, `product` and
    `verdict` must hold of one and the same verdict.
    """

    subject: str | None = None
    since: int | None = None
    until: int | None = None
    edition: str | None = None
    language: str | None = None
    slot: str | None = None
    product: str | None = None
    verdict: str | None = None


# Where in the list a decision stands: when it was made, in microseconds, and its id.
Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision in short. `subjects` are those it was asked for, in their order."""

    id: str
    made: int
    edition: str
    as_of: str
    language: Language
    knowledge: str
    subjects: tuple[str, ...]

    @property
    def place(self) -> Place:
        return self.made, self.id


@dataclass(frozen=True, slots=True)
class Page:
    """Some decisions, newest first, and whether there are newer and older ones of the same sort."""

    decisions: tuple[Listed, ...]
    newer: bool
    older: bool


class DecisionStore(Protocol):
    """Threads may share one. Every method raises StoreError where the store cannot be used.

    `generation` changes when the store was lost for a moment: what was put before may be there no more.
    """

    @property
    def generation(self) -> int: ...

    def prepare(self) -> None:
        """Make the store ready for use, and let go of it: processes are forked after this."""

    def check(self) -> None:
        """Is the store within reach?"""

    def put(self, record: Record, asking: Asking | None = None) -> None:
        """Keep a decision. When this returns it is safe; one that is there already stays as it is.

        Whom it was asked for is kept beside it; that it was asked for again is noted once a day, and whenever they
        asked for another one meanwhile.
        """

    def ask(self, id_: str, asking: Asking) -> None:
        """Note that a decision that is kept was asked for again, as `put` does."""

    def latest(self, subject: str) -> str | None:
        """The id of the decision that was asked for last for somebody, whenever it was made."""

    def get(self, id_: str) -> Record | None: ...

    def find(self, wanted: Wanted, limit: int, *, after: Place | None = None, before: Place | None = None) -> Page:
        """The first of the wanted decisions, or of those `after` a place in the list, or the last `before` one."""

    def keep_knowledge(self, digest: str, files: Mapping[str, bytes]) -> None:
        """Keep the files of a body of knowledge, by path, and their order."""

    def knowledge(self, digest: str) -> Mapping[str, bytes] | None: ...

    def close(self) -> None: ...
