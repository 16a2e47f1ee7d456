"""The quarters of the technology radar: are there four, and does every area have its own?"""

from __future__ import annotations

from collections.abc import Mapping

from engine.knowledge.gathering import Entries
from engine.knowledge.problems import listed
from engine.knowledge.references import Checker

# As many as a radar has quarters.
COUNT = 4


def check_quadrants(entries: Mapping[str, Entries], checkers: Mapping[int, Checker]) -> None:
    """Knowledge without quadrants has no radar, which is no fault; half a radar is one."""
    quadrants = entries["quadrant"]
    known = list(quadrants.values)
    for number, (quadrant, document, path) in enumerate(quadrants.places()):
        if number >= COUNT or (len(known) < COUNT and number == len(known) - 1):
            message = f"a radar has {COUNT} quadrants, and with {quadrant.id!r} there are {number + 1}"
            checkers[id(document)].say(path, "bad-quadrants", message)
    for area, document, path in entries["area"].places():
        checker = checkers[id(document)]
        if area.quadrant is not None:
            checker.refer(area.quadrant, known, "quadrant", (*path, "quadrant"))
        elif known:
            hint = f"add `quadrant:` with one of {listed(known)}"
            checker.say(path, "no-quadrant", f"the area {area.id!r} is in no quadrant of the radar", hint)
