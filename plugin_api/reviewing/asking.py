"""What those ask who read reviews and waivers: on which day, and on which decision."""

from __future__ import annotations

from datetime import date

from engine.inference.profile import Mistake
from plugin_api.blueprints.decisions import ELSEWHERE
from plugin_api.blueprints.shared import Arguments
from plugin_api.problems import invalid
from plugin_api.reviewing.finding import is_id, tellings
from plugin_api.reviewing.model import Said, day_of
from plugin_api.service import current_service
from plugin_api.store import Record


def day_asked(arguments: Arguments) -> date:
    chosen: date | None = arguments.get("as_of")
    return chosen or current_service().today()


def as_it_stood(found: Said, day: date) -> Said:
    """When a day was over. Raises a 422 problem where it was not made yet."""
    stood = found.on(day)
    if stood is None:
        made = day_of(found.at)
        raise invalid((Mistake("/query/as_of", f"it was not there yet on {day}", f"it was made on {made} (UTC)"),))
    return stood


def tellings_asked(arguments: Arguments) -> tuple[str, ...] | None:
    """The ids of the decision that a list is about, None where it is about all. Raises a 422 problem."""
    decision: str | None = arguments.get("decision")
    return None if decision is None else tellings(named(decision, "/query/decision"))


def named(decision: str, pointer: str) -> Record:
    """A decision that is named elsewhere than in a path. Raises a 422 problem."""
    record = current_service().find(decision) if is_id(decision) else None
    if record is None:
        raise invalid((Mistake(pointer, f"there is no decision {decision[:60]!r}", ELSEWHERE),))
    return record
