"""What is said of a run on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from engine.checking.kinds import LEVELS
from portolan.fleet.run import Done
from portolan.fleet.summary import Move, Summary, most_first
from portolan.fleet.words import FleetWords

_MOST, _FEW = 10, 3


def fleet_text(done: Done, directory: Path, words: FleetWords) -> str:
    """What the page has more of: counts, what to migrate first, and where the rest is."""
    return "".join(f"{line}\n" for line in _lines(done, directory, words))


def _lines(done: Done, directory: Path, words: FleetWords) -> Iterator[str]:
    summary = done.summary
    if done.differs:
        what = ", ".join(words.say(one) for one in done.differs)
        yield words.say("anew", what=what)
    if done.kept:
        yield words.count("kept", done.kept)
    outcomes = summary.outcomes
    if done.lost:
        yield words.count("lost", len(done.lost), how=", ".join(sorted(set(done.lost))))
    yield words.count(
        "counted",
        summary.checked,
        profiles=f"{summary.checked:,}",
        passed=f"{outcomes['passed']:,}",
        failed=f"{outcomes['failed']:,}",
    )
    for outcome, said in (("bad", "bad count"), ("no-profile", "without count")):
        if outcomes[outcome]:
            yield words.count(said, outcomes[outcome])
    if summary.silent:
        yield words.count("silent count", summary.silent)
    if summary.twice:
        yield words.count("twice count", len(summary.twice), names=_first(summary.twice, words))
    yield ", ".join(f"{words.say(level)}: {summary.levels[level]:,}" for level in reversed(LEVELS))
    for name, moves in (("moves", summary.moves), ("upgrades", summary.upgrades)):
        if moves:
            yield ""
            yield words.say(name)
            yield from _moves(moves, done.today, words)
    yield ""
    yield words.say("written", directory=directory.as_posix(), files=", ".join(done.files))
    if done.left:
        yield words.say("old files", files=", ".join(done.left))


def _first(names: Mapping[str, object], words: FleetWords) -> str:
    more = [words.say("more", count=f"{len(names) - _FEW:,}")] if len(names) > _FEW else []
    return ", ".join([*list(names)[:_FEW], *more])


def _moves(moves: Mapping[str, Move], today: date, words: FleetWords) -> Iterator[str]:
    most = most_first(moves)
    for product, move in most[:_MOST]:
        parts = [words.count("subjects count", move.subjects)]
        if move.to:
            names = ", ".join(words.product(one) for one, _ in move.to.most_common(2))
            parts.append(words.say("to what", names=names))
        if move.by:
            parts.append(words.say("ended" if date.fromisoformat(move.by) < today else "by", day=move.by))
        yield f"  {words.product(product)}: {'; '.join(parts)}"
    if len(most) > _MOST:
        yield f"  {words.say('more', count=f'{len(most) - _MOST:,}')}"


def mistakes_of(summary: Summary, words: FleetWords) -> Iterator[str]:
    """A line for each mistake, as compilers write them."""
    for row in summary.bad:
        for one in row["mistakes"]:
            place = ":".join(str(part) for part in (one["file"], one["line"], one["column"]) if part)
            pointer = f"{one['pointer']}: " if one["pointer"] and not one["column"] else ""
            hint = f" ({one['hint']})" if one["hint"] else ""
            yield f"{place}: {pointer}{one['detail']}{hint}"
    more = summary.outcomes["bad"] - len(summary.bad)
    if more > 0:
        yield words.say("more", count=f"{more:,}")
