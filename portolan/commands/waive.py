"""`portolan waive`: write a waiver into a profile file, bound to what the finding rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.checking.check import Checked, Told, check
from engine.checking.kinds import KINDS, Kind
from engine.checking.request import LONGEST, MOST_WAIVERS
from engine.checking.words import headline
from engine.knowledge.problems import nearest
from engine.model import LANGUAGES, Knowledge, Language
from engine.one_line import has_halves
from portolan.checking.files import Readable, Reader, Wins, told
from portolan.checking.waive_words import WaiveWords
from portolan.checking.waiving import Entry, is_bare, with_waivers
from portolan.checking.waiving_entities import with_waivers_in_annotation
from portolan.common import BAD_INPUT, OUTSIDE, advisor, day, fail, load, sentence
from portolan.options import with_packs
from portolan.profile_target import write_whole

if TYPE_CHECKING:
    from engine.detection import Detection


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be waived, and what is said of it."""

    subject: str
    until: date
    reason: str
    by: str
    slot: str | None
    kinds: tuple[Kind, ...]
    edition: str | None
    as_of: date | None
    lang: Language | None
    entity: str | None
    detect: Path | None

    @property
    def wins(self) -> Wins:
        given = {"edition": self.edition, "as_of": self.as_of, "language": self.lang}
        return Wins({name: value for name, value in given.items() if value is not None}, self.entity)


@click.command(short_help="Write a waiver into a profile file.")
@click.argument("file")
@click.argument("product")
@click.option("--until", metavar="DAY", required=True, callback=day, help="The last day on which it holds.")
@click.option("--reason", metavar="TEXT", required=True, help="Why it is given.")
@click.option("--by", metavar="WHO", required=True, help="Who gives it, as group:default/platform.")
@click.option("--slot", metavar="SLOT", help="Of a product with findings in several slots: this one alone.")
@click.option(
    "--kind",
    "kinds",
    metavar="KIND",
    multiple=True,
    help="This kind of finding alone (all there are). May be repeated.",
)
@click.option(
    "--detect",
    metavar="[DIRECTORY]",
    is_flag=False,
    flag_value=".",
    type=click.Path(exists=True, path_type=Path),
    help="Also waive what is found by comparing with what the files below DIRECTORY (.) say is there.",
)
@click.option("--edition", metavar="ID", help="Read this edition of the rules (the newest as of the day).")
@click.option("--as-of", metavar="DAY", callback=day, help="Decide as of this day (today).")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the texts (en).")
@click.option("--entity", metavar="REF", help="The entity that is meant, where FILE has several.")
@with_packs
def command(file: str, product: str, kinds: tuple[str, ...], **rest: Any) -> None:
    """Write a waiver for what `portolan check` finds about PRODUCT into FILE.

    \b
    Examples:
      portolan waive portolan.yaml ingress-nginx --until 2026-12-31 \\
        --reason "The move is under way, see PLAT-12." --by group:default/platform
      portolan waive portolan.yaml jaeger --kind superseded --until 2027-03-31 --reason "…" --by me
      portolan waive portolan.yaml argo-cd --detect --kind not-found --until 2027-03-31 --reason "…" --by me

    It is bound to its premises: it names the kinds of findings that there are, and the digest of what they rest on
    (`grounds`), and reopens as soon as the rules, claims, facts or answers behind them change. One that has expired or
    reopened is given anew in its place. Comments, order and layout of FILE stay. Where a finding is about a slot as a
    whole, name the slot in place of PRODUCT.

    Exit code 0, 2 if FILE cannot be understood or there is nothing to waive, 3 if the knowledge cannot be loaded, 4 if
    FILE cannot be written.
    """
    knowledge = load()
    asked = _Asked(product, kinds=_kinds(kinds), **rest)
    _check_asked(asked, knowledge)
    reader = Reader(knowledge, asked.wins, date.today())
    read = None if file == "-" else reader.read(file)
    if read is None:
        fail(BAD_INPUT, *(map(told, reader.mistakes) if file != "-" else ["Name a file: standard input is none."]))
    detected = _detected(asked.detect, knowledge) if asked.detect else None
    checked = check(advisor(knowledge).decide(read.request), read.options, read.raw, detected=detected)
    if asked.until < checked.decision.as_of:
        fail(BAD_INPUT, f"--until: {asked.until} is over as of {checked.decision.as_of}.")
    found = _found(checked, asked, file)
    entries = [_entry(some, checked, asked) for some in _by_grounds(found, checked)]
    _write(read, entries)
    words = WaiveWords(read.request.language)
    for one in found:
        click.echo(words.say("waived", title=headline(one.finding, checked.decision, read.request.language)))
    bound = any("grounds" in entry.waiver for entry in entries)
    click.echo(words.say("bound" if bound else "until", file=read.path, day=asked.until))


def _detected(root: Path, knowledge: Knowledge) -> Detection:
    from portolan.checking.detecting import detected_in  # its readers are loaded for nothing else

    return detected_in(root, knowledge)


def _kinds(named: Sequence[str]) -> tuple[Kind, ...]:
    for one in named:
        if one not in KINDS:
            fail(BAD_INPUT, f"--kind: there is no kind of finding {one!r}.{sentence(nearest(one, KINDS))}")
    return tuple(kind for kind in KINDS if kind in named)


def _check_asked(asked: _Asked, knowledge: Knowledge) -> None:
    if asked.subject not in knowledge.products and asked.subject not in knowledge.slots:
        hint = sentence(nearest(asked.subject, [*knowledge.products, *knowledge.slots]))
        fail(BAD_INPUT, f"There is no product {asked.subject!r}.{hint}")
    if asked.slot is not None and asked.slot not in knowledge.slots:
        fail(BAD_INPUT, f"--slot: there is no slot {asked.slot!r}.{sentence(nearest(asked.slot, knowledge.slots))}")
    for option, text in (("--reason", asked.reason), ("--by", asked.by)):
        if not text.strip() or len(text) > LONGEST:
            fail(BAD_INPUT, f"{option} is a text of at most {LONGEST} characters.")
        if has_halves(text):
            fail(BAD_INPUT, f"{option} is not in the encoding of this terminal, or is not UTF-8.")


def _found(checked: Checked, asked: _Asked, file: str) -> list[Told]:
    """The findings to be waived. Ends the process where there are none."""
    about = [one for one in checked.findings if one.finding.kind != "waiver-expired"]
    named = [one for one in about if asked.subject in (one.finding.product, *_slot_alone(one))]
    found = [
        one
        for one in named
        if (not asked.kinds or one.finding.kind in asked.kinds)
        and (asked.slot is None or asked.slot in one.finding.slots)
        and one.waived_by is None
    ]
    if found:
        return found
    until = [checked.waivers[one.waived_by].waiver.until for one in named if one.waived_by is not None]
    if until:
        told = f"what is found about {asked.subject} is waived already, until {max(until)}"
        fail(BAD_INPUT, f"{file}: {told}. For another day, change `until` of that waiver in the file.")
    others = ", ".join(dict.fromkeys(one.finding.product for one in about if one.finding.product))
    what = f" Something is found about {others}." if others and not named else ""
    kinds = ", ".join(dict.fromkeys(one.finding.kind for one in named))
    unseen = asked.detect is None and any(KINDS[kind].detected for kind in asked.kinds)
    more = " What files say is held against it with --detect." if unseen else ""
    but = f" but {kinds}" if kinds else ""
    fail(BAD_INPUT, f"{file}: there is nothing to waive about {asked.subject}{but}.{what}{more}")


def _slot_alone(one: Told) -> tuple[str, ...]:
    return one.finding.slots if one.finding.product is None else ()


def _by_grounds(found: Sequence[Told], checked: Checked) -> list[list[Told]]:
    """Those that rest on the same are waived together."""
    groups: dict[str | None, list[Told]] = {}
    for one in found:
        groups.setdefault(checked.grounds(one.finding), []).append(one)
    return list(groups.values())


def _entry(found: Sequence[Told], checked: Checked, asked: _Asked) -> Entry:
    first = found[0].finding
    grounds = checked.grounds(first)
    kinds = [kind for kind in KINDS if any(one.finding.kind == kind for one in found)]
    slot = asked.slot or (None if first.product else asked.subject)
    about = {"product": first.product, "slot": slot, "kinds": kinds}
    said = {"reason": asked.reason.strip(), "until": asked.until, "by": asked.by.strip(), "grounds": grounds}
    waiver = {name: value for name, value in {**about, **said}.items() if value is not None}
    return Entry(waiver, _lapsed(found, checked))


def _lapsed(found: Sequence[Told], checked: Checked) -> int | None:
    """The number of the waiver in the file that silenced the same, and does no more."""
    wanted = {one.finding.fingerprint for one in found}
    for number, judged in enumerate(checked.waivers):
        if judged.state in ("expired", "reopened") and wanted.issuperset(judged.findings) and judged.waiver.pointer:
            return number
    return None


def _write(read: Readable, entries: Sequence[Entry]) -> None:
    file = Path(read.path)
    if len(read.options.waivers) + len(entries) > MOST_WAIVERS:
        fail(BAD_INPUT, f"{file}: it has {MOST_WAIVERS} waivers, and may have no more.")
    try:
        text = file.read_bytes().decode("utf-8")
        written = _written(text, read, entries)
        if written is not None:
            write_whole(file, written)
            return
    except OSError as error:
        fail(OUTSIDE, f"{file}: {error.strerror or error}")
    listed = "\n".join(f"  {name}: {value}" for entry in entries for name, value in entry.waiver.items())
    fail(OUTSIDE, f"{file} is laid out in a way that is not edited here. Put this into its `waivers`:", listed)


def _written(text: str, read: Readable, entries: Sequence[Entry]) -> str | None:
    if read.annotation is not None:
        return with_waivers_in_annotation(text, read.annotation, entries)
    return with_waivers(text, entries, bare=is_bare(text))
