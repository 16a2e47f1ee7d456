"""Rows → what there is to tell of all of them together.

It grows with the catalog and the teams, and not with the rows, but for where each subject stands.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.checking.kinds import LEVELS

# Of whatever is told by name: so many, and how many more there are.
NAMED = 25
MOST_WAIVERS, MOST_BAD = 300, 200
_UNOWNED = ""


@dataclass(slots=True)
class Move:
    """A product that is to be left, or to be brought to another release.

    `owners`: how many subjects of each; `named`: the first of them; `by`: the first end of support among them.
    """

    subjects: int = 0
    errors: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    to: Counter[str] = field(default_factory=Counter)
    owners: Counter[str] = field(default_factory=Counter)
    releases: Counter[str] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a product, or of a release of it, and of how many subjects it is one."""

    by: str
    product: str
    release: str | None
    subjects: int


@dataclass(slots=True)
class Team:
    """What is to be told of an owner, or of a system."""

    subjects: int = 0
    failed: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    products: Counter[str] = field(default_factory=Counter)
    waivers: Counter[str] = field(default_factory=Counter)
    ends: str | None = None


@dataclass(slots=True)
class Summary:
    """Of entries by outcome; of products to be left, and to be brought to another release; of deadlines; of exceptions;
    of questions; of slots. `twice`: where the subjects stand that are in more than one place, and count in each;
    `silent`: profiles that declare no product, so that there is nothing to hold against the verdicts.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    editions: Counter[str] = field(default_factory=Counter)
    moves: dict[str, Move] = field(default_factory=dict)
    upgrades: dict[str, Move] = field(default_factory=dict)
    owners: dict[str, Team] = field(default_factory=dict)
    systems: dict[str, Team] = field(default_factory=dict)
    questions: Counter[str] = field(default_factory=Counter)
    question_slots: dict[str, Counter[str]] = field(default_factory=dict)
    missing: Counter[str] = field(default_factory=Counter)
    bad: list[Mapping[str, Any]] = field(default_factory=list)
    waived: int = 0
    silent: int = 0
    waiver_states: Counter[str] = field(default_factory=Counter)
    twice: dict[str, list[str]] = field(default_factory=dict)
    _stands: dict[str, str] = field(default_factory=dict)
    _ends: Counter[tuple[str, str, str | None]] = field(default_factory=Counter)
    _soonest: list[tuple[_Later, int, Mapping[str, Any]]] = field(default_factory=list)
    _waivers: int = 0

    def add(self, row: Mapping[str, Any]) -> None:
        self.outcomes[row["outcome"]] += 1
        if row["outcome"] == "bad":
            if len(self.bad) < MOST_BAD:
                self.bad.append(row)
        elif "findings" in row:
            self.editions[row["edition"]] += 1
            self.silent += not row["declared"]
            self._place(row)
            self._findings(row)
            self._exceptions(row)

    @property
    def checked(self) -> int:
        return self.outcomes["passed"] + self.outcomes["failed"]

    @property
    def deadlines(self) -> list[Deadline]:
        """The nearest first."""
        return sorted(
            (Deadline(*what, count) for what, count in self._ends.items()),
            key=lambda one: (one.by, one.product, one.release or ""),
        )

    @property
    def exceptions(self) -> list[Mapping[str, Any]]:
        """The waivers that end first, with whose they are."""
        return [waiver for _, _, waiver in sorted(self._soonest, reverse=True)]

    @property
    def more_exceptions(self) -> int:
        return self._waivers - len(self._soonest)

    def _place(self, row: Mapping[str, Any]) -> None:
        subject, where = row["subject"], row["where"]
        first = self._stands.setdefault(subject, where) if subject else where
        if first != where:
            self.twice.setdefault(subject, [first]).append(where)

    def _findings(self, row: Mapping[str, Any]) -> None:
        counted = [one for one in row["findings"] if one["waived_by"] is None]
        self.waived += len(row["findings"]) - len(counted)
        to_leave: dict[str, list[Mapping[str, Any]]] = {}
        ends = {(one["by"], one["product"], one["release"]) for one in row["deadlines"]}
        for one in counted:
            self.levels[one["level"]] += not _only_open(one)
            self.kinds[one["kind"]] += 1
            if one["kind"] == "open-question":
                self.questions[one["question"]] += 1
                self.question_slots.setdefault(one["question"], Counter()).update(one["slots"])
            elif one["kind"] == "missing":
                self.missing.update(one["slots"][:1])
            elif one["product"] and one["kind"] != "waiver-expired":
                if one["by"]:
                    ends.add((one["by"], one["product"], one["release"]))
                if one["kind"] in TO_LEAVE and one["level"] != LEVELS[0]:
                    to_leave.setdefault(one["product"], []).append(one)
        self._ends.update(ends)
        for product, found in to_leave.items():
            # Where all that is wrong is the release, another release is the remedy, and not another product.
            moves = self.upgrades if all(map(_of_release, found)) else self.moves
            _move(moves.setdefault(product, Move()), found, row)
        left = [product for product, found in to_leave.items() if not all(map(_of_release, found))]
        for name, teams in ((row["owner"], self.owners), (row["system"], self.systems)):
            team = teams.setdefault(name or _UNOWNED, Team())
            team.subjects += 1
            team.failed += row["outcome"] == "failed"
            team.levels.update(one["level"] for one in counted if not _only_open(one))
            team.products.update(left)

    def _exceptions(self, row: Mapping[str, Any]) -> None:
        for waiver in row["waivers"]:
            self._waivers += 1
            self.waiver_states[waiver["state"]] += 1
            team = self.owners.setdefault(row["owner"] or _UNOWNED, Team())
            team.waivers[waiver["state"]] += 1
            if waiver["state"] == "applied":
                team.ends = min(team.ends or waiver["until"], waiver["until"])
            whose = {name: row[name] for name in ("where", "subject", "owner", "system")}
            entry = (_Later(waiver["until"]), -self._waivers, {**waiver, **whose})
            if len(self._soonest) < MOST_WAIVERS:
                heapq.heappush(self._soonest, entry)
            else:
                heapq.heappushpop(self._soonest, entry)


def most_first(moves: Mapping[str, Move]) -> list[tuple[str, Move]]:
    """By product, those of most subjects first."""
    return sorted(moves.items(), key=lambda item: (-item[1].subjects, -item[1].errors, item[0]))


def _only_open(found: Mapping[str, Any]) -> bool:
    """A question that nobody asked for is counted among the open ones, as `portolan check` does."""
    return bool(found["kind"] == "open-question" and found["level"] == LEVELS[0])


def _of_release(finding: Mapping[str, Any]) -> bool:
    return finding["kind"] == "end-of-life" and finding["release"] is not None


def _move(move: Move, found: list[Mapping[str, Any]], row: Mapping[str, Any]) -> None:
    move.subjects += 1
    move.errors += any(one["level"] == LEVELS[-1] for one in found)
    move.kinds.update(_once(one["kind"] for one in found))
    move.to.update(_once(to for one in found for to in one["to"]))
    move.owners[row["owner"] or _UNOWNED] += 1
    move.releases.update(_once(one["release"] for one in found if one["release"]))
    if len(move.named) < NAMED:
        move.named.append(row["subject"] or row["where"])
    days = [one["by"] for one in found if one["by"]]
    move.by = min([*days, *([move.by] if move.by else [])], default=None)


def _once(names: Iterable[str]) -> list[str]:
    """Each once, in their order: that of a set is another whenever Python is started."""
    return list(dict.fromkeys(names))


class _Later(str):
    """A day that is less than one before it: a heap gives the least, and those that end last are to go."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)

    def __gt__(self, other: str) -> bool:
        return str.__lt__(self, other)


# The kinds of findings that say of a product in use that it has to go, or will have to.
TO_LEAVE = ("end-of-life", "licence", "incompatible", "dropped", "superseded")
