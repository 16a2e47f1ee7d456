"""A plan as Markdown, for a pull request or a wiki."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explanation.markdown import plain
from portolan.plan_words import PlanWords


def plan_markdown(words: PlanWords) -> str:
    return "\n".join(_lines(words)) + "\n"


def _lines(words: PlanWords) -> Iterator[str]:
    edition, day, made = words.head()
    yield from (f"# {plain(edition)}, {plain(day)}", "", plain(made))
    stages = list(words.stages())
    if stages:
        yield from ("", f"## {words.say('roadmap')}")
    unknown = words.unknown_stage()
    if unknown:
        yield from ("", plain(unknown))
    for stage in stages:
        position = f" — {stage.position}" if stage.position else ""
        yield from ("", f"### {plain(stage.title)}{position}", "", f"**{plain(stage.picks)}**", "", plain(stage.text))
    yield from ("", f"## {words.say('order')}", "")
    yield from _order(words)
    connections = list(words.connections())
    if connections:
        yield from ("", f"## {words.say('together')}", "")
    for told in connections:
        yield f"- **{plain(told.connections)}**: {plain(told.reason)} `{told.rule}`"
    given = list(words.advice())
    if given:
        yield from ("", f"## {words.say('advice')}", "")
    for text, rule in given:
        yield f"- {plain(text)} `{rule}`"


def _order(words: PlanWords) -> Iterator[str]:
    steps = list(words.steps())
    if not steps:
        yield words.say("nothing")
    for number, step in enumerate(steps, 1):
        yield f"{number}. **{plain(step.name)}** — {plain(step.slot)}"
        for text, rule in step.after:
            yield f"   - {plain(text)} `{rule}`"
