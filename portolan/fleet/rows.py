"""What is kept of an entry: a row of plain data, the same whoever decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

from engine.checking.check import Checked, Told
from engine.checking.document import waiver_said
from engine.checking.kinds import LEVELS
from engine.checking.places import Places
from engine.checking.report import Mistaken
from engine.checking.words import headline
from engine.dated import end_of_life_known_on, release_of
from engine.model import Language
from engine.told import told_in
from portolan.fleet.entries import Entry, Owned

# bad: it cannot be understood; no-profile: an entity that says nothing of one.
Outcome = Literal["passed", "failed", "bad", "no-profile"]
OUTCOMES: tuple[Outcome, ...] = ("passed", "failed", "bad", "no-profile")


def checked_members(checked: Checked, id_: str, language: Language) -> dict[str, Any]:
    """The members of a row that two entries share who say the same."""
    decision = checked.decision
    return {
        "decision": id_,
        "edition": decision.edition,
        "as_of": decision.as_of.isoformat(),
        "outcome": "failed" if checked.failed else "passed",
        "declared": len({*checked.stack.products, *(release.product for release in checked.stack.releases)}),
        "counts": {
            **{level: checked.by_level[level] for level in reversed(LEVELS)},
            "waived": sum(told.waived_by is not None for told in checked.findings),
        },
        "findings": [_finding(told, checked, language) for told in checked.findings],
        "waivers": [{**waiver_said(one), "findings": len(one.findings)} for one in checked.waivers],
        "deadlines": list(_deadlines(checked)),
    }


def row(entry: Entry, owned: Owned, members: dict[str, Any], places: Places) -> dict[str, Any]:
    """Of an entry that was checked. `places`: where in its file something stands."""
    findings = [{**one, "line": _line(entry, places, one["pointer"])} for one in members["findings"]]
    return {**_head(entry, owned), **members, "findings": findings}


def bad_row(entry: Entry, owned: Owned, mistakes: Iterable[Mistaken], language: Language) -> dict[str, Any]:
    told = [_mistake(one, entry, language) for one in mistakes]
    return {**_head(entry, owned), "outcome": "bad", "mistakes": told}


def without_profile(entry: Entry, owned: Owned) -> dict[str, Any]:
    return {**_head(entry, owned), "outcome": "no-profile"}


def _head(entry: Entry, owned: Owned) -> dict[str, Any]:
    return {"where": entry.where, "subject": owned.subject, "owner": owned.owner, "system": owned.system}


def _line(entry: Entry, places: Places, pointer: str) -> int | None:
    """Of what stands on a line of many, that line."""
    if entry.form == "json":
        return entry.line
    region = places(pointer)
    return region.line if region else entry.line


def _finding(told: Told, checked: Checked, language: Language) -> dict[str, Any]:
    one, decision = told.finding, checked.decision
    return {
        "kind": one.kind,
        "level": told.level,
        "fails": told.fails,
        "product": one.product,
        "release": one.release,
        "slots": list(one.slots),
        "question": one.question,
        "verdict": one.verdict,
        "to": list(one.to),
        "by": one.by.isoformat() if one.by else None,
        "days_left": (one.by - decision.as_of).days if one.by else None,
        "others": list(one.others),
        "rules": list(one.rules),
        "sources": list(one.sources),
        "title": headline(one, decision, language),
        "pointer": one.pointer,
        "fingerprint": one.fingerprint,
        "waived_by": told.waived_by,
    }


def _deadlines(checked: Checked) -> Iterator[dict[str, Any]]:
    """When support ends for what is declared, however far ahead: a finding is only what is near or has passed."""
    products = checked.decision.knowledge.products
    for product in checked.stack.products:
        end = end_of_life_known_on(products[product], checked.decision.read_on)
        if end is not None:
            yield {"product": product, "release": None, "by": end.isoformat()}
    for release in checked.stack.releases:
        known = products.get(release.product)  # a catalog need not have Kubernetes itself
        cycle = release_of(known, release.version) if known else None
        if cycle is not None and isinstance(cycle.end_of_life, date):
            yield {"product": release.product, "release": cycle.cycle, "by": cycle.end_of_life.isoformat()}


def _mistake(one: Mistaken, entry: Entry, language: Language) -> dict[str, Any]:
    region = one.location.region
    line = entry.line if entry.form == "json" else region.line if region else entry.line
    return {
        "file": one.location.file,
        "line": line,
        "column": region.column if region and entry.form != "json" else None,
        "pointer": one.pointer,
        "detail": told_in(one.detail, language),
        "hint": told_in(one.hint, language) if one.hint else one.hint,
    }
