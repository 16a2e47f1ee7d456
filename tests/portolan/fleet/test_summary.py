"""What is told of all rows together: counted once, in an order of its own, and in bounds."""

from __future__ import annotations

from typing import Any

from portolan.fleet.summary import MOST_WAIVERS, Summary


def _row(number: int = 1, **members: Any) -> dict[str, Any]:
    head = {"where": f"f:{number}", "subject": None, "owner": None, "system": None}
    empty = {"outcome": "passed", "edition": "2026", "declared": 1, "findings": [], "deadlines": [], "waivers": []}
    return {**head, **empty, **members}


def _finding(kind: str, *to: str, **members: Any) -> dict[str, Any]:
    said = {"kind": kind, "level": "error", "product": "old-ingress", "release": None, "by": None, "waived_by": None}
    return {**said, "to": list(to), "slots": [], "question": None, **members}


def test_equal_counts_stand_in_the_order_of_the_findings_and_not_of_a_set() -> None:
    summary, to = Summary(), [f"ingress-{letter}" for letter in "hcagfdbe"]
    kinds = ["superseded", "dropped", "licence", "incompatible", "end-of-life"]
    summary.add(_row(findings=[_finding(kind, *to) for kind in kinds]))
    move = summary.moves["old-ingress"]
    assert [one for one, _ in move.to.most_common()] == to
    assert [one for one, _ in move.kinds.most_common()] == kinds


def _waived_until(number: int) -> dict[str, Any]:
    day = f"20{26 + number % 60:02}-01-01"
    waiver = {"state": "applied", "product": "jaeger", "slot": None, "until": day, "reason": "r", "by": "b"}
    return _row(number, waivers=[waiver])


def test_what_is_held_of_exceptions_has_a_bound_and_those_that_end_first_are_told() -> None:
    summary = Summary()
    for number in range(4000):
        summary.add(_waived_until(number))
    days = [one["until"] for one in summary.exceptions]
    assert len(days) == MOST_WAIVERS and days == sorted(days)
    assert days[-1] <= "2031-01-01"
    assert summary.more_exceptions == 4000 - MOST_WAIVERS


def test_open_questions_are_no_notes_unless_somebody_made_more_of_them() -> None:
    summary = Summary()
    asked = [
        _finding("open-question", level=level, product=None, question="mesh.wanted") for level in ("note", "error")
    ]
    summary.add(_row(owner="team", findings=[*asked, _finding("missing", level="note", slots=["mesh"])]))
    assert summary.levels == {"note": 1, "error": 1}
    assert summary.questions == {"mesh.wanted": 2}
    assert summary.owners["team"].levels == {"note": 1, "error": 1}
