"""What somebody wants checked, and how: a request with levels, waivers and what to fail on beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, cast

from engine.checking.kinds import KINDS, LEVELS, OFF, Kind
from engine.checking.waivers import Waiver
from engine.inference.profile import Mistake, ProfileError, pointer
from engine.knowledge.problems import listed, nearest_after, one_of
from engine.model import Knowledge, Language
from engine.request import DAY_HINT, Request, read_day, read_request
from engine.request import MEMBERS as REQUEST_MEMBERS
from engine.told import quoted

# The members beside those of a request.
MEMBERS = ("levels", "fail_on", "end_of_life_days", "waivers")
NEVER = "never"
# What people write where they mean that nothing counts.
_NOTHING = ("none", "no", "nothing", "off", "ignore", "false", "never", "")
DEFAULT_FAIL_ON: tuple[str, ...] = ("error",)
DEFAULT_DAYS, MOST_DAYS = 90, 3650
MOST_WAIVERS = 500
LONGEST = 2000  # characters of a reason
_SURELY = 0.75  # how much a word is like another one that it is taken for: no section is so near
_GROUNDS = re.compile(r"sha256:[0-9a-f]{64}\Z", re.ASCII)
_WAIVER = ("product", "slot", "kinds", "reason", "until", "by", "grounds")


@dataclass(frozen=True, slots=True)
class Options:
    """`levels`: those that differ from the kinds' own; `fail_on`: levels, of which the mildest counts, and kinds."""

    levels: Mapping[Kind, str]
    fail_on: tuple[str, ...] = DEFAULT_FAIL_ON
    end_of_life_days: int = DEFAULT_DAYS
    waivers: tuple[Waiver, ...] = ()

    def fails(self, kind: Kind, level: str) -> bool:
        ranks = [LEVELS.index(one) for one in LEVELS if one in self.fail_on]
        return kind in self.fail_on or (bool(ranks) and LEVELS.index(cast(Any, level)) >= min(ranks))


def bare_members(members: Iterable[object]) -> bool:
    """Do they make a profile by itself, without a request around it? A misspelt `profile` makes a request."""
    known = {*REQUEST_MEMBERS, *MEMBERS}
    return not any(one in known or get_close_matches(str(one), ["profile"], cutoff=_SURELY) for one in members)


def read_check(raw: object, knowledge: Knowledge, *, today: date, language: Language = "en") -> tuple[Request, Options]:
    """What is to be decided, and how it is to be checked. Raises ProfileError with every mistake of both."""
    mistakes: list[Mistake] = []
    request, options = None, None
    try:
        request = read_request(raw, knowledge, today=today, language=language, also=MEMBERS)
    except ProfileError as error:
        mistakes.extend(error.mistakes)
    try:
        options = read_options(raw if isinstance(raw, Mapping) else {}, knowledge)
    except ProfileError as error:
        mistakes.extend(error.mistakes)
    if request is None or options is None:
        raise ProfileError(mistakes)
    return request, options


def read_options(raw: Mapping[str, Any], knowledge: Knowledge) -> Options:
    """Of the request itself nothing is read here. Raises ProfileError with every mistake."""
    mistakes: list[Mistake] = []
    options = Options(
        levels=_levels(raw.get("levels"), mistakes),
        fail_on=_fail_on(raw.get("fail_on"), mistakes),
        end_of_life_days=_days(raw.get("end_of_life_days"), mistakes),
        waivers=_waivers(raw.get("waivers"), knowledge, mistakes),
    )
    if mistakes:
        raise ProfileError(mistakes)
    return options


def _levels(raw: object, mistakes: list[Mistake]) -> dict[Kind, str]:
    found: dict[Kind, str] = {}
    if raw is None:
        return found
    if not isinstance(raw, Mapping):
        mistakes.append(Mistake("/levels", "levels are a mapping of kind to level", '{"redundant": "error"}'))
        return found
    for kind, level in raw.items():
        if kind not in KINDS:
            mistakes.append(Mistake(pointer("levels", kind), *_unknown("kind of finding", kind, KINDS, mistakes)))
        elif level in (*LEVELS, OFF):
            found[kind] = level
        elif level is not None:
            said = (f"there is no level {quoted(level)}", one_of(OFF if level in _NOTHING else level, (*LEVELS, OFF)))
            mistakes.append(Mistake(pointer("levels", kind), *said))
    return found


def _fail_on(raw: object, mistakes: list[Mistake]) -> tuple[str, ...]:
    if raw is None:
        return DEFAULT_FAIL_ON
    if raw == NEVER:
        return ()
    single = isinstance(raw, str)
    if not single and not isinstance(raw, (list, tuple)):
        hint = f"{listed((*LEVELS, NEVER))}, or a list of levels and kinds"
        mistakes.append(Mistake("/fail_on", "what to fail on is a level or a list", hint))
        return ()
    found = []
    for number, one in enumerate([raw] if single else cast(list[Any], raw)):
        if isinstance(one, str) and (one in LEVELS or one in KINDS):
            found.append(one)
        else:
            at = pointer("fail_on") if single else pointer("fail_on", number)
            mistakes.append(Mistake(at, *_no_fail_on(one, single, mistakes)))
    return tuple(dict.fromkeys(found))


def _no_fail_on(one: object, single: bool, mistakes: list[Mistake]) -> tuple[str, str]:
    if one == NEVER:
        return f"{NEVER!r} stands by itself, not in a list", f"write {NEVER}, or an empty list"
    if isinstance(one, str) and one.lower() in _NOTHING:  # by its letters it would be near `note`, which means the most
        said = f"there is no level or kind of finding {quoted(one)}"
        return said, f"did you mean {NEVER!r}?" if single else "leave it out: an empty list never fails"
    return _unknown("level or kind of finding", one, (*LEVELS, *KINDS, *([NEVER] if single else [])), mistakes)


def _days(raw: object, mistakes: list[Mistake]) -> int:
    if raw is None:
        return DEFAULT_DAYS
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= MOST_DAYS:
        return raw
    mistakes.append(Mistake("/end_of_life_days", f"{quoted(raw)} is not a number of days", f"from 0 to {MOST_DAYS}"))
    return DEFAULT_DAYS


# --- waivers ----------------------------------------------------------------------------------------------------


def _waivers(raw: object, knowledge: Knowledge, mistakes: list[Mistake]) -> tuple[Waiver, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, (list, tuple)):
        mistakes.append(Mistake("/waivers", "waivers are a list"))
        return ()
    if len(raw) > MOST_WAIVERS:
        mistakes.append(Mistake("/waivers", f"there are {len(raw)} waivers", f"at most {MOST_WAIVERS}"))
        return ()
    read = (_Reading(pointer("waivers", number), knowledge, mistakes) for number in range(len(raw)))
    found = [reading.waiver(one) for reading, one in zip(read, raw, strict=True)]
    return tuple(one for one in found if one is not None)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One waiver: where it stands, and what is wrong with it."""

    at: str
    knowledge: Knowledge
    mistakes: list[Mistake]

    def say(self, member: str, detail: str, hint: str | None = None) -> None:
        self.mistakes.append(Mistake(f"{self.at}{pointer(member) if member else ''}", detail, hint))

    def waiver(self, raw: object) -> Waiver | None:
        """None, and a mistake, for what is none."""
        if not isinstance(raw, Mapping):
            self.say("", "a waiver is a mapping", "product, reason, until and by")
            return None
        before = len(self.mistakes)
        for member in raw:
            if member not in _WAIVER:
                hint = nearest_after(self.mistakes, member, _WAIVER) or f"known: {listed(_WAIVER)}"
                self.say(member, f"there is no member {quoted(member)}", hint)
        product = self.one_of(raw, "product", self.knowledge.products)
        slot = self.one_of(raw, "slot", self.knowledge.slots)
        if raw.get("product") is None and raw.get("slot") is None:
            self.say("product", "a waiver is about a product, or about a slot", "name one of them")
        found = (self.text(raw, "reason"), self.day(raw), self.text(raw, "by"))
        kinds, grounds = self.kinds(raw), self.grounds(raw)
        if len(self.mistakes) > before:
            return None
        reason, until, by = found
        return Waiver(reason, until, by, product, slot, kinds, grounds, self.at)

    def one_of(self, raw: Mapping[str, Any], member: str, known: Iterable[str]) -> str | None:
        value = raw.get(member)
        if value is None or (isinstance(value, str) and value in known):
            return value
        self.say(member, *_unknown(member, value, known, self.mistakes))
        return None

    def text(self, raw: Mapping[str, Any], member: str) -> str:
        value = raw.get(member)
        if isinstance(value, str) and value.strip() and len(value) <= LONGEST:
            return value.strip()
        what = "who gives the waiver" if member == "by" else "why the waiver is given"
        detail = "is missing" if value is None else f"is a text of at most {LONGEST} characters"
        self.say(member, f"`{member}` {detail}: {what}")
        return ""

    def day(self, raw: Mapping[str, Any]) -> date:
        value = raw.get("until")
        try:
            return read_day(value)
        except ValueError as error:
            self.say(
                "until", "`until` is missing: the last day on which it holds" if value is None else str(error), DAY_HINT
            )
        return date.max

    def kinds(self, raw: Mapping[str, Any]) -> tuple[Kind, ...]:
        value = raw.get("kinds")
        if value is None:
            return ()
        if not isinstance(value, (list, tuple)):
            self.say("kinds", "kinds are a list", f"of {listed(KINDS, 12)}")
            return ()
        for number, one in enumerate(value):
            if not isinstance(one, str) or one not in KINDS:
                detail, hint = _unknown("kind of finding", one, KINDS, self.mistakes)
                self.mistakes.append(Mistake(f"{self.at}/kinds/{number}", detail, hint))
        return tuple(kind for kind in KINDS if kind in value)

    def grounds(self, raw: Mapping[str, Any]) -> str | None:
        value = raw.get("grounds")
        if value is None:
            return None
        if not isinstance(value, str) or not _GROUNDS.match(value):
            self.say("grounds", f"{quoted(value)} is not the digest of grounds", "as the finding has it in `grounds`")
        elif raw.get("product") is None:
            self.say("grounds", "grounds are those of a product", "name the product")
        else:
            return value
        return None


def _unknown(what: str, value: object, known: Iterable[str], mistakes: list[Mistake]) -> tuple[str, str]:
    names = list(known)
    return f"there is no {what} {quoted(value)}", nearest_after(
        mistakes, value, names
    ) or f"there are {listed(names, 12)}"
