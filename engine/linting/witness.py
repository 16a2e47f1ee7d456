"""A request that shows a finding: really decided, made as small as it goes, and written as a profile file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.inference.interpreter import Interpreter
from engine.inference.plan import Plan
from engine.inference.profile import read_profile
from engine.inference.reasoner import Decision, Reasoner
from engine.satisfiability.inputs import Sketch

Shows = Callable[[Decision], bool]


@dataclass(frozen=True, slots=True)
class Witness:
    """A request in which something is so, as the engine itself decided."""

    profile: dict[str, dict[str, Any]]
    edition: str
    as_of: date

    def __str__(self) -> str:
        """On one line, as YAML: the body of a request, as a profile file has it."""
        return f"{{profile: {_flow(self.profile)}, edition: {_flow(self.edition)}, as_of: {self.as_of}}}"


class Witnesses:
    """Decides sketches by the plain interpreter."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._reasoner = Reasoner(plan, Interpreter(), decision_memo=0)

    def decide(self, sketch: Sketch | Witness) -> Decision:
        answers = read_profile(sketch.profile, self._plan.knowledge)
        return self._reasoner.decide(answers, sketch.edition, sketch.as_of)

    def smallest(self, sketch: Sketch, shows: Shows) -> Witness | None:
        """The sketch without anything it can do without. None where the engine does not see what it should show."""
        if not shows(self.decide(sketch)):
            return None
        for edition in reversed(tuple(self._plan.knowledge.editions.values())):
            # A day that anybody would try is easier to read than one that the search came upon.
            plain = Sketch(sketch.profile, edition.id, edition.published)
            if shows(self.decide(plain)):
                sketch = plain
                break
        smaller: Sketch | None = sketch
        while smaller is not None:
            sketch = smaller
            smaller = next((less for less in _with_less(sketch) if shows(self.decide(less))), None)
        return Witness(sketch.profile, sketch.edition, sketch.as_of)


def _with_less(sketch: Sketch) -> Iterator[Sketch]:
    """The sketch with one answer left out, or one member of an answer."""
    for section, answers in sketch.profile.items():
        for name, answer in answers.items():
            rest = {key: value for key, value in answers.items() if key != name}
            others = {key: value for key, value in sketch.profile.items() if key != section}
            yield Sketch({**others, **({section: rest} if rest else {})}, sketch.edition, sketch.as_of)
            for less in _smaller(answer):
                yield Sketch({**others, section: {**rest, name: less}}, sketch.edition, sketch.as_of)


def _smaller(answer: Any) -> Iterator[Any]:
    if isinstance(answer, list):
        yield from ([one for one in answer if one != left_out] for left_out in answer)
    elif isinstance(answer, dict):
        yield from ({key: answer[key] for key in answer if key != left_out} for left_out in answer)


def _flow(value: Any) -> str:
    """Plain data as YAML on one line. Versions and editions stand in quotes, names without."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"' if not value or value[0].isdigit() or value in _WORDS_OF_YAML else value
    return str(value)


_WORDS_OF_YAML = ("true", "false", "null", "yes", "no", "on", "off")
