"""A plan as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

import click

from engine.explanation.wrapping import padded, width_of, wrapped
from portolan.plan_words import PlanWords

_INDENT = "  "


def plan_text(words: PlanWords, width: int) -> str:
    """The lines of a plan, wrapped at `width` columns."""
    return (
        "\n".join(
            [
                *_head(words),
                *_roadmap(words, width),
                *_order(words, width),
                *_together(words, width),
                *_advice(words, width),
            ]
        )
        + "\n"
    )


def _head(words: PlanWords) -> Iterator[str]:
    edition, day, made = words.head()
    yield f"{_heading(edition)}, {day}"
    yield click.style(made, dim=True)


def _roadmap(words: PlanWords, width: int) -> Iterator[str]:
    stages = list(words.stages())
    if not stages:
        return
    yield from ("", _heading(words.say("roadmap")))
    unknown = words.unknown_stage()
    if unknown:
        yield from wrapped(unknown, width, _INDENT, _INDENT)
    column = max(width_of(stage.position) for stage in stages)
    indent = _INDENT + " " * (column + 2 if column else 0)
    for stage in stages:
        position = padded(stage.position, column) + _INDENT if column else ""
        yield _INDENT + click.style(position, fg="green" if stage.reached else "yellow") + _heading(stage.title)
        yield from wrapped(stage.picks, width, indent, indent)
        yield from wrapped(stage.text, width, indent, indent)


def _order(words: PlanWords, width: int) -> Iterator[str]:
    yield from ("", _heading(words.say("order")))
    steps = list(words.steps())
    if not steps:
        yield _INDENT + words.say("nothing")
    digits = len(str(len(steps)))
    indent = _INDENT + " " * (digits + 2)
    for number, step in enumerate(steps, 1):
        yield f"{_INDENT}{number:>{digits}}. {click.style(step.name, bold=True)} — {step.slot}"
        for text, rule in step.after:
            yield from wrapped(f"{text} [{rule}]", width, indent, indent)


def _together(words: PlanWords, width: int) -> Iterator[str]:
    connections = list(words.connections())
    if not connections:
        return
    yield from ("", _heading(words.say("together")))
    for told in connections:
        yield from wrapped(told.connections, width, _INDENT, _INDENT)
        yield from wrapped(f"{told.reason} [{told.rule}]", width, _INDENT * 2, _INDENT * 2)


def _advice(words: PlanWords, width: int) -> Iterator[str]:
    given = list(words.advice())
    if not given:
        return
    yield from ("", _heading(words.say("advice")))
    for text, rule in given:
        yield from wrapped(f"{text} [{rule}]", width, _INDENT + "- ", _INDENT * 2)


def _heading(text: str) -> str:
    return click.style(text, bold=True)
