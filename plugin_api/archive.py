"""Every body of knowledge that a decision here was made on: decisions outlive the rules behind them."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from engine.advisor import Advisor
from engine.knowledge.files import KnowledgeFile
from engine.knowledge.loader import build_knowledge
from engine.knowledge.problems import KnowledgeError
from plugin_api.caching import RecentlyUsed
from plugin_api.store import DecisionStore, StoreError

# Old bodies of knowledge that are kept loaded, some megabytes each.
MAX_LOADED = 2


class Archive:
    """The knowledge in force, and behind it what the store has kept."""

    def __init__(self, store: DecisionStore, current: Advisor, files: Mapping[str, bytes]) -> None:
        self._store = store
        self._current = current
        self._files: Mapping[str, bytes] | None = files
        self._loaded: RecentlyUsed[str, Advisor] = RecentlyUsed(MAX_LOADED)
        self._lock = Lock()

    def keep_current(self) -> None:
        """Before the first decision on it: what a decision was made on must be there as long as the decision."""
        files = self._files
        if files is not None:
            self._store.keep_knowledge(self._current.knowledge.digest, files)
            self._files = None

    def advisor(self, digest: str) -> Advisor:
        """An advisor on the knowledge with that digest. Loading an old one takes about a second.

        Raises StoreError where the knowledge was not kept, or this version cannot read it any more.
        """
        if digest == self._current.knowledge.digest:
            return self._current
        with self._lock:
            found = self._loaded.get(digest)
            if found is None:
                found = self._load(digest)
                self._loaded.put(digest, found)
            return found

    def _load(self, digest: str) -> Advisor:
        kept = self._store.knowledge(digest)
        if kept is None:
            raise StoreError(f"the knowledge {digest} was not kept")
        files = tuple(KnowledgeFile.at(path, content) for path, content in kept.items())
        try:
            return Advisor(build_knowledge(files))
        except KnowledgeError as error:
            raise StoreError(f"the knowledge {digest} cannot be read by this version: {error.problems[0]}") from error
