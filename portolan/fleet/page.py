"""The summary of a run as one page that asks no host for anything and needs no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.checking.kinds import LEVELS
from engine.checking.waivers import WAIVER_STATES
from engine.dated import supported_releases, version_key
from engine.entity_ref import DEFAULT_NAMESPACE
from engine.explanation.proofs.drawing.style import hash_of
from engine.explanation.proofs.page.markup import anchor, fold, said
from engine.explanation.proofs.page.style import page_style
from engine.model import Knowledge, Language
from portolan.fleet.rows import OUTCOMES
from portolan.fleet.summary import MOST_BAD, NAMED, Deadline, Move, Summary, Team, most_first
from portolan.fleet.table_markup import SHOWN, TABLES, counted, most_of, names_of, table
from portolan.fleet.timeline import STYLE, timeline
from portolan.fleet.words import FleetWords

_USUAL = tuple(f"{kind}:{DEFAULT_NAMESPACE}/" for kind in ("component", "group", "system"))
_MOST_TEAMS = 200
_MOST_NAMES, _MOST_RELEASES, _MOST_SUPPORTED = 4, 8, 3


@dataclass(frozen=True, slots=True)
class About:
    """What the page is of. `day`: that most was decided as of; `files`: what has all of it."""

    knowledge: Knowledge
    language: Language
    day: date
    files: tuple[str, ...]


def fleet_page(summary: Summary, about: About) -> str:
    """The whole file."""
    page = _Page(summary, about)
    sections = [(name, inner) for name, inner in page.sections() if inner]
    style = page_style() + TABLES + STYLE
    policy = f"default-src 'none'; style-src '{hash_of(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    title = said(page.words.say("title"))
    contents = "".join(
        f'<li><a href="#{anchor("part", name)}">{said(page.words.say(name))}</a></li>' for name, _ in sections
    )
    body = "".join(
        f'<section aria-labelledby="{anchor("part", name)}"><h2 id="{anchor("part", name)}">'
        f"{said(page.words.say(name))}</h2>{inner}</section>\n"
        for name, inner in sections
    )
    return (
        f'<!doctype html>\n<html lang="{about.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<title>{title} – Portolan</title>\n<link rel="icon" href="data:,">\n<style>{style}</style>\n</head>\n'
        f'<body>\n<a class="skip" href="#parts">{said(page.words.say("skip"))}</a>\n'
        f'<header class="inner"><h1>{title}</h1><p class="lead">{said(page.words.say("lead"))}</p>'
        f"{page.facts()}{page.figures()}"
        f'<nav aria-label="{said(page.words.say("contents"))}"><ul class="toc">{contents}</ul></nav></header>\n'
        f'<main class="inner" id="parts">\n{body}</main>\n'
        f'<footer class="inner">Portolan</footer>\n</body>\n</html>\n'
    )


class _Page:
    def __init__(self, summary: Summary, about: About) -> None:
        self.summary, self.about = summary, about
        self.words = FleetWords(about.knowledge, about.language)

    def sections(self) -> Iterator[tuple[str, str]]:
        if not self.summary.checked:
            yield "nothing", self.lead("nothing lead")
            yield "bad entries", self.bad()
            return
        yield "moves", self.moves()
        yield "upgrades", self.upgrades()
        yield "deadlines", self.deadlines()
        yield "exceptions", self.exceptions()
        yield "questions", self.questions()
        yield "missing", self.missing()
        yield "by owner", self.teams("owner", self.summary.owners)
        yield "by system", self.teams("system", self.summary.systems)
        yield "twice", self.twice()
        yield "bad entries", self.bad()

    # --- the head -------------------------------------------------------------------------------------------------

    def facts(self) -> str:
        editions = ", ".join(self.words.edition(one) for one, _ in self.summary.editions.most_common())
        told = [
            *([("edition", said(editions))] if editions else []),
            ("as of", self.about.day.isoformat()),
            ("knowledge", f"<code>{said(self.about.knowledge.digest)}</code>"),
        ]
        inner = "".join(f"<div><dt>{said(self.words.say(name))}</dt><dd>{what}</dd></div>" for name, what in told)
        return f'<dl class="facts">{inner}</dl>'

    def figures(self) -> str:
        outcomes = [(name, self.summary.outcomes[name]) for name in OUTCOMES]
        levels = [(level, self.summary.levels[level]) for level in reversed(LEVELS)]
        told = [
            ("profiles", self.summary.checked),
            *outcomes,
            ("silent", self.summary.silent),
            ("moves", len(self.summary.moves)),
        ]
        told += [("upgrades", len(self.summary.upgrades)), *levels, ("waived", self.summary.waived)]
        always = ("profiles", "passed", "failed")
        shown = [(name, f"{count:,}") for name, count in told if count or name in always]
        next_end = next((one.by for one in self.summary.deadlines if self.left(one.by) >= 0), None)
        if next_end:
            shown.append(("next end", self.day(next_end)))
        inner = "".join(f"<div><dt>{said(self.words.say(name))}</dt><dd>{inner}</dd></div>" for name, inner in shown)
        return f'<dl class="figures">{inner}</dl>'

    # --- what is found --------------------------------------------------------------------------------------------

    def moves(self) -> str:
        moves = most_first(self.summary.moves)
        if not moves:
            return self.none("no moves")
        heads = ("product", "subjects", "with errors", "why", "to", "first end", "owners")
        lines = [
            [
                said(self.words.product(product)),
                f"{move.subjects:,}",
                f"{move.errors:,}",
                counted((self.words.kind(kind), count) for kind, count in move.kinds.most_common()),
                said(", ".join(self.words.product(one) for one, _ in move.to.most_common(_MOST_NAMES))),
                self.end(move),
                self.whose(move),
            ]
            for product, move in moves
        ]
        return self.lead("moves lead") + self.table("moves", heads, lines, numbers=(1, 2))

    def upgrades(self) -> str:
        heads = ("product", "subjects", "with errors", "releases", "supported", "first end", "owners")
        lines = [
            [
                said(self.words.product(product)),
                f"{move.subjects:,}",
                f"{move.errors:,}",
                most_of(move.releases, str, _MOST_RELEASES),
                said(", ".join(self.supported(product))),
                self.end(move),
                self.whose(move),
            ]
            for product, move in most_first(self.summary.upgrades)
        ]
        if not lines:
            return ""
        return self.lead("upgrades lead") + self.table("upgrades", heads, lines, numbers=(1, 2))

    def supported(self, product: str) -> list[str]:
        """The newest releases that have support on the day of the page."""
        known = self.about.knowledge.products[product]
        cycles = [one.cycle for one in supported_releases(known, self.about.day)]
        return sorted(cycles, key=version_key, reverse=True)[:_MOST_SUPPORTED]

    def end(self, move: Move) -> str:
        if not move.by:
            return ""
        return f'{self.day(move.by)}<br><span class="also">{said(self.words.days(self.left(move.by)))}</span>'

    def whose(self, move: Move) -> str:
        told = [said(short(one)) for one in move.named]
        more = move.subjects - len(move.named)
        if more > 0:
            told.append(said(self.more(more, "findings")))
        which = fold("sources which", said(self.words.say("who")), names_of(told))
        return most_of(move.owners, lambda name: short(name) or self.words.say("nobody")) + which

    def deadlines(self) -> str:
        deadlines = self.summary.deadlines
        if not deadlines:
            return self.none("no deadlines")
        to_come = [one for one in deadlines if self.left(one.by) >= 0]
        passed = [one for one in reversed(deadlines) if self.left(one.by) < 0]
        inner = timeline(deadlines, self.about.day, self.words)
        inner += self.ends(to_come) if to_come else ""
        if passed:
            count = sum(one.subjects for one in passed)
            inner += fold("sources", said(self.words.say("passed count", count=f"{count:,}")), self.ends(passed))
        return self.lead("deadlines lead") + inner

    def ends(self, deadlines: Sequence[Deadline]) -> str:
        lines = [
            [
                self.day(one.by),
                said(self.words.days(self.left(one.by))),
                said(self.words.product(one.product, one.release)),
                f"{one.subjects:,}",
            ]
            for one in deadlines
        ]
        return self.table("deadlines", ("day", "left", "product", "subjects"), lines, numbers=(1, 3))

    def exceptions(self) -> str:
        if not self.summary.exceptions:
            return self.none("no exceptions")
        teams = [
            [
                said(short(name) or self.words.say("nobody")),
                *(f"{team.waivers[state]:,}" for state in WAIVER_STATES),
                self.day(team.ends) if team.ends else "",
            ]
            for name, team in sorted(self.summary.owners.items())
            if team.waivers
        ]
        heads = ("owner", *WAIVER_STATES, "next ends")
        by_team = self.table("exceptions", heads, teams[:_MOST_TEAMS], numbers=(1, 2, 3, 4))
        lines = [self.exception(one) for one in self.summary.exceptions]
        heads = ("until", "owner", "subject", "about", "state", "reason", "given by")
        each = self.table("exceptions", heads, lines)
        more = self.summary.more_exceptions
        rest = f"<p>{said(self.more(more, 'waivers'))}</p>" if more > 0 else ""
        rest += f"<p>{said(self.more(len(teams) - _MOST_TEAMS, 'waivers'))}</p>" if len(teams) > _MOST_TEAMS else ""
        return self.lead("exceptions lead") + by_team + each + rest

    def exception(self, waiver: Mapping[str, Any]) -> list[str]:
        product, slot = waiver["product"], waiver["slot"]
        names = [self.words.product(product)] if product else []
        names += [self.words.slot(slot)] if slot else []
        return [
            self.day(waiver["until"]),
            said(short(waiver["owner"] or "") or self.words.say("nobody")),
            said(short(waiver["subject"] or waiver["where"])),
            said(", ".join(names)),
            said(self.words.say(waiver["state"])),
            said(waiver["reason"]),
            said(waiver["by"]),
        ]

    def questions(self) -> str:
        questions = self.summary.questions.most_common(NAMED)
        if not questions:
            return self.none("no questions")
        lines = [
            [
                f"{said(self.words.question(one))} <code>{said(one)}</code>",
                f"{count:,}",
                most_of(self.summary.question_slots[one], self.words.slot),
            ]
            for one, count in questions
        ]
        more = len(self.summary.questions) - len(questions)
        rest = f"<p>{said(self.words.say('more', count=more))}</p>" if more > 0 else ""
        heads = ("question", "subjects", "bears on")
        return self.lead("questions lead") + self.table("questions", heads, lines, numbers=(1,)) + rest

    def missing(self) -> str:
        lines = [[said(self.words.slot(slot)), f"{count:,}"] for slot, count in self.summary.missing.most_common()]
        if not lines:
            return ""
        return self.lead("missing lead") + self.table("missing", ("slot", "subjects"), lines, numbers=(1,))

    def teams(self, what: str, teams: Mapping[str, Team]) -> str:
        """Nothing where nobody says whose anything is."""
        if not any(teams):
            return ""
        worst = sorted(teams.items(), key=lambda item: (-item[1].failed, -item[1].levels[LEVELS[-1]], item[0]))
        nobody = "nobody" if what == "owner" else "no system"
        lines = [
            [
                said(short(name) or self.words.say(nobody)),
                f"{team.subjects:,}",
                f"{team.failed:,}",
                *(f"{team.levels[level]:,}" for level in reversed(LEVELS)),
                most_of(team.products, self.words.product),
            ]
            for name, team in worst[:_MOST_TEAMS]
        ]
        more = len(worst) - _MOST_TEAMS
        rest = f"<p>{said(self.more(more, 'subjects'))}</p>" if more > 0 else ""
        heads = (what, "subjects", "failed", *reversed(LEVELS), "to leave")
        return self.table(f"by {what}", heads, lines, numbers=(1, 2, 3, 4, 5)) + rest

    def twice(self) -> str:
        lines = [
            [said(short(subject)), f"{len(places):,}", names_of(f"<code>{said(one)}</code>" for one in places[:NAMED])]
            for subject, places in list(self.summary.twice.items())[:MOST_BAD]
        ]
        if not lines:
            return ""
        more = len(self.summary.twice) - MOST_BAD
        rest = f"<p>{said(self.more(more, 'subjects'))}</p>" if more > 0 else ""
        return self.lead("twice lead") + self.table("twice", ("subject", "places", "where"), lines, numbers=(1,)) + rest

    def bad(self) -> str:
        lines = [[said(row["where"]), said(short(row["subject"] or "")), _mistakes(row)] for row in self.summary.bad]
        if not lines:
            return ""
        more = self.summary.outcomes["bad"] - MOST_BAD
        rest = f"<p>{said(self.more(more, 'mistakes'))}</p>" if more > 0 else ""
        lead = self.lead("bad lead") if self.summary.checked else ""
        return lead + self.table("bad entries", ("where", "subject", "what"), lines) + rest

    # --- parts ----------------------------------------------------------------------------------------------------

    def table(
        self, name: str, heads: Sequence[str], lines: Sequence[Sequence[str]], numbers: Sequence[int] = ()
    ) -> str:
        """The first cell of a line is what the line is about. Cells are HTML."""
        rest = self.words.say("more", count=f"{len(lines) - SHOWN:,}")
        told = [said(self.words.say(one)) for one in heads]
        return table(said(self.words.say(name)), told, lines, numbers, said(rest))

    def lead(self, what: str) -> str:
        return f'<p class="lead">{said(self.words.say(what))}</p>'

    def none(self, what: str) -> str:
        return f"<p>{said(self.words.say(what))}</p>"

    def more(self, count: int, table: str) -> str:
        file = next((one for one in self.about.files if one.startswith(f"{table}.")), None)
        file = file or next((one for one in self.about.files if one.endswith(".jsonl")), None)
        if file is None:
            return self.words.say("more", count=f"{count:,}")
        return self.words.say("more in", count=f"{count:,}", file=file)

    def left(self, day: str) -> int:
        return (date.fromisoformat(day) - self.about.day).days

    def day(self, day: str) -> str:
        return f'<span class="day">{said(day)}</span>'


def short(ref: str) -> str:
    """A ref without what goes without saying in its column, as a portal shows it."""
    for usual in _USUAL:
        ref = ref.removeprefix(usual)
    return ref


def _mistakes(row: Mapping[str, Any]) -> str:
    return "<br>".join(_mistake(one, row["where"]) for one in row["mistakes"])


def _mistake(one: Mapping[str, Any], where: str) -> str:
    """With its place, as far as the line that it stands on does not say that already."""
    place = f"{one['file']}:{one['line']}" if one["line"] else one["file"]
    parts = [place.removeprefix(where).removeprefix(":"), one["pointer"] or ""]
    code = "".join(f"<code>{said(part)}</code> " for part in parts if part)
    hint = f" ({one['hint']})" if one["hint"] else ""
    return f"{code}{said(one['detail'] + hint)}"
