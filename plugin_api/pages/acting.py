"""The forms of a review: what they offer, what was typed into them, and what they say as the body of a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from engine.explanation.labels import verdict_word
from engine.inference.profile import Mistake
from engine.model import VERDICTS, Language
from plugin_api.pages.said import Entry, Said
from plugin_api.problems import Problem
from plugin_api.reviewing.finding import slots_of
from plugin_api.security.caller import current_caller
from plugin_api.security.sites import current_sites
from plugin_api.store import Record

Form = MultiDict[str, str]
Action = Literal["comment", "accept", "overrule", "withdraw", "waiver", "withdraw-waiver"]
ACTIONS: tuple[Action, ...] = ("comment", "accept", "overrule", "withdraw", "waiver", "withdraw-waiver")
# Verdicts that a waiver is for.
_AGAINST = ("migrate", "avoid")
# Where a member of a request is typed in, where that is not its own name.
_FIELDS = {"slot": "about", "product": "about", "reason": "text", "review": "id"}
_TYPED = ("about", "text", "verdict", "until", "subject", "id")
_SHORT = 60

# Options by what they belong to: its title, and values with their texts.
Group = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Acting:
    """What the forms show. `open`: the caller can use them; else `closed` says why not: "token" or "role".

    `key` tells what is sent twice from what is said twice. `sent`: the form that was refused, with what was `typed`,
    the `mistakes` by field, and the `problem` where no field is to blame.
    """

    open: bool
    closed: str
    by: str
    key: str
    today: str
    slots: tuple[tuple[str, str], ...]
    judged: tuple[Group, ...]
    against: tuple[Group, ...]
    verdicts: tuple[tuple[str, str], ...]
    reviews: tuple[tuple[str, str], ...]
    waivers: tuple[tuple[str, str], ...]
    sent: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)
    problem: str = ""

    def typed_in(self, action: str, name: str) -> str:
        """What a field of a form shows; a form that was not sent shows what the address names."""
        return self.typed.get(name, "") if self.sent in ("", action) else ""

    def opened(self, action: str) -> bool:
        """Is the form unfolded: the one that was sent, or those that fit what the address names?"""
        if self.sent:
            return self.sent == action
        about = self.typed.get("about", "")
        if " " not in about:
            return bool(about) and action in ("comment", "accept")
        fits = {"overrule": self.judged, "waiver": self.against}.get(action, ())
        return any(value == about for _, options in fits for value, _ in options)

    def mistake_in(self, action: str, name: str) -> Mistake | None:
        return self.mistakes.get(name) if self.sent == action else None


def acting_of(
    record: Record,
    said: Said,
    day: date,
    language: Language,
    form: Mapping[str, str] | None = None,
    refused: Problem | None = None,
) -> Acting:
    """`form`: what is in the fields; `refused`: why what was sent was not kept."""
    caller, typed = current_caller(), {name: form[name] for name in _TYPED if name in form} if form else {}
    token, slots = current_sites().asks_token, slots_of(record)
    mistakes, problem = _blamed(refused)
    return Acting(
        open=not token and "review" in caller.roles,
        closed="token" if token else "" if "review" in caller.roles else "role",
        by=caller.subject,
        key=_key(record, said),
        today=day.isoformat(),
        slots=tuple((one["slot"], one["title"]) for one in slots),
        judged=_groups(slots, VERDICTS, language),
        against=_groups(slots, _AGAINST, language),
        verdicts=tuple((one, verdict_word(one, language)) for one in VERDICTS),
        reviews=_returnable(said.reviews),
        waivers=_returnable(said.waivers),
        sent=(form.get("action") or "-") if form is not None and refused is not None else "",
        typed=typed,
        mistakes=mistakes,
        problem=problem,
    )


def _key(record: Record, said: Said) -> str:
    """Another one as soon as anything was said: until then the same words sent again are the same review."""
    newest = (said.reviews[-1:], said.waivers[:1])
    known = "\n".join((record.id, *(f"{one.id} {one.state}" for found in newest for one in found)))
    return blake2b(known.encode(), digest_size=12).hexdigest()


def _groups(slots: Iterable[Mapping[str, Any]], wanted: Iterable[str], language: Language) -> tuple[Group, ...]:
    """Slots with their products; an option names both, with a blank between them."""
    right = frozenset(wanted)
    found = []
    for slot in slots:
        judged = tuple(
            (f"{slot['slot']} {one['product']}", f"{one['name']}: {verdict_word(one['verdict'], language)}")
            for one in slot["verdicts"]
            if one["verdict"] in right
        )
        if judged:
            found.append((slot["title"], judged))
    return tuple(found)


def _returnable(entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """Those that the caller can take back, with what they are."""
    caller = current_caller()
    return tuple(
        (one.id, " · ".join(filter(None, (one.kind, one.about, one.text[:_SHORT], one.by, one.at[:10]))))
        for one in entries
        if one.returnable and (one.by == caller.subject or "admin" in caller.roles)
    )


def _blamed(refused: Problem | None) -> tuple[dict[str, Mistake], str]:
    """Mistakes by the fields that they are in, and what is wrong otherwise."""
    if refused is None:
        return {}, ""
    found: dict[str, Mistake] = {}
    rest = [] if refused.errors else [refused.detail]
    for mistake in refused.errors:
        name = mistake.pointer.removeprefix("/")
        name = _FIELDS.get(name, name)
        if name in _TYPED:
            found.setdefault(name, mistake)
        else:
            rest.append(f"{mistake.detail} ({mistake.hint})" if mistake.hint else mistake.detail)
    return found, "; ".join(rest)


# --- what was sent ------------------------------------------------------------------------------------------------


def review_said(form: Form) -> dict[str, Any]:
    """As the body of a review. What is wrong with it is for its schema to say."""
    kind = form.get("action", "")
    if kind == "withdraw":
        return _filled(kind=kind, review=_value(form, "id"), text=_value(form, "text"))
    slot, _, product = _value(form, "about").partition(" ")
    more = {name: _value(form, name) for name in ("text", *(("verdict", "until") if kind == "overrule" else ()))}
    return _filled(kind=kind, slot=slot, product=product, **more)


def waiver_said(form: Form, decision: str) -> dict[str, Any]:
    """As the body of a waiver."""
    slot, _, product = _value(form, "about").partition(" ")
    until, subject = _value(form, "until"), _value(form, "subject")
    return _filled(
        decision=decision, slot=slot, product=product, reason=_value(form, "text"), until=until, subject=subject
    )


def withdrawal_said(form: Form) -> dict[str, Any]:
    return _filled(text=_value(form, "text"))


def _value(form: Form, name: str) -> str:
    return form.get(name, "").strip()


def _filled(**members: str) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}
