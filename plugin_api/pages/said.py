"""What reviewers said of a decision, as its page shows it: to be read there, and to be written through the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from engine.explanation.grounds.standing import State
from engine.explanation.labels import verdict_word
from engine.explanation.particles import fitted
from engine.model import Knowledge, Language, Text
from plugin_api.reviewing.finding import slots_of, tellings
from plugin_api.reviewing.granting import Waivers
from plugin_api.reviewing.model import Kind, Review, ReviewState, Waiver
from plugin_api.reviewing.standing import DecisionStanding, Standing, standing_of
from plugin_api.schemas.listing import moment_text, place_text
from plugin_api.service import Service
from plugin_api.store import Record
from plugin_api.store.review_store import ReviewFilter, Slice, Span, WaiverFilter

# Entries of either sort that a page shows; the API lists all.
SHOWN = 50

_TITLES = {
    "reviews": Text("Reviews", "검토 의견"),
    "waivers": Text("Waivers", "예외 승인"),
    "none": Text("Nobody has reviewed this yet.", "아직 아무도 검토하지 않았습니다."),
    "as_json": Text("As JSON", "JSON으로 보기"),
    "more": Text("Older ones, as JSON", "이전 항목을 JSON으로 보기"),
    "waiver": Text("Waiver", "예외 승인"),
    "opposing": Text("Where reviewers decided otherwise", "추천과 달리 적용되는 검토 결과"),
}
_STANDINGS: dict[Standing, Text] = {
    "accepted": Text("accepted", "승인됨"),
    "overruled": Text("accepted, with verdicts overruled", "일부 판정을 뒤집고 승인됨"),
    "pending": Text("waiting for review", "검토 대기"),
    "not-needed": Text("not needed", "불필요"),
}
_COUNTS = Text(
    "{accepted} slots accepted, {overruled} with an overruled verdict, {pending} waiting",
    "승인 {accepted}개, 판정을 뒤집은 영역 {overruled}개, 대기 {pending}개",
)
_KINDS: dict[Kind, Text] = {
    "comment": Text("Comment", "의견"),
    "accept": Text("Accepts", "승인"),
    "overrule": Text("Overrules", "판정 변경"),
    "withdraw": Text("Takes a review back", "검토 철회"),
}
_STATES: dict[ReviewState | State, Text] = {
    "in-force": Text("", ""),
    "active": Text("holds", "유효"),
    "expired": Text("expired", "만료됨"),
    "withdrawn": Text("taken back", "철회됨"),
    "reopened": Text("reopened: what it rests on has changed", "재검토 필요: 근거가 달라졌습니다"),
}
_WHOLE = Text("the whole recommendation", "추천 전체")
_OVERRULED = Text("{product} in “{slot}”: {verdict}", "“{slot}” 영역의 {product}: {verdict}")
_INSTEAD = Text("{before} → {after}", "{before} → {after}")
_NOT_TO_COUNT = Text("“{before}” does not count", "“{before}” 판정을 적용하지 않음")
_ALLOWED = Text("{product} in “{slot}” for {subject}", "“{slot}” 영역의 {product}, 대상: {subject}")
_ALLOWED_ANY = Text("{product} in “{slot}”", "“{slot}” 영역의 {product}")
_UNTIL = Text("until {day}", "{day}까지")


@dataclass(frozen=True, slots=True)
class Entry:
    """A review or a waiver in words. `state` is empty for what simply counts; `counts` says whether it does.

    `returnable`: it can still be taken back; `opposes`: it counts in spite of a verdict; `slot` is empty where it is
    about the whole.
    """

    id: str
    address: str
    kind: str
    about: str
    until: str
    by: str
    at: str
    text: str
    state: str
    counts: bool
    returnable: bool
    opposes: bool
    slot: str
    slot_title: str


@dataclass(frozen=True, slots=True)
class Said:
    """All that a page shows, the newest entries of either sort.

    `titles`: the words of the section by their names; `more_reviews`, `more_waivers`: where the older ones are listed,
    empty where there are none.
    """

    titles: Mapping[str, str]
    standing: Standing
    word: str
    counts: str
    reviews: tuple[Entry, ...]
    waivers: tuple[Entry, ...]
    more_reviews: str
    more_waivers: str

    @property
    def opposing(self) -> tuple[Entry, ...]:
        """Who reads the verdicts has to know these."""
        return tuple(one for one in (*self.reviews, *self.waivers) if one.opposes)


def said_of(record: Record, knowledge: Knowledge, waivers: Waivers, service: Service, language: Language) -> Said:
    """`knowledge`: that of the decision. Raises StoreError."""
    day, ids, slots = service.today(), tellings(record), slots_of(record)
    wanted = ReviewFilter(day, said_by=day, decisions=ids)
    reviews = waivers.store.reviews(wanted, Span(SHOWN))
    standing = standing_of(slots, waivers.store.newest_of_each(replace(wanted, state="in-force")), day)
    telling = _telling(record, knowledge, day, language)
    granted = waivers.store.waivers(WaiverFilter(day, said_by=day, decisions=ids), Span(SHOWN))
    return Said(
        titles={name: text.in_language(language) for name, text in _TITLES.items()},
        standing=standing.standing,
        word=_STANDINGS[standing.standing].in_language(language),
        counts=_counts(standing, language),
        reviews=tuple(telling.review(one) for one in reversed(reviews.items)),
        waivers=tuple(telling.waiver(one, waivers.standing(one, service, day).state) for one in granted.items),
        more_reviews=_rest(f"/v1/decisions/{record.id}/reviews?", reviews),
        more_waivers=_rest(f"/v1/waivers?decision={record.id}&", granted),
    )


def review_entry(one: Review, record: Record, knowledge: Knowledge, day: date, language: Language) -> Entry:
    """`record`: the decision that it is about, in the language."""
    return _telling(record, knowledge, day, language).review(one)


def waiver_entry(
    one: Waiver, state: State, record: Record, knowledge: Knowledge, day: date, language: Language
) -> Entry:
    return _telling(record, knowledge, day, language).waiver(one, state)


def _telling(record: Record, knowledge: Knowledge, day: date, language: Language) -> _Telling:
    slots = slots_of(record)
    return _Telling(knowledge, {one["slot"]: one["title"] for one in slots}, _verdicts(slots), day, language)


def _rest(address: str, shown: Slice[Review] | Slice[Waiver]) -> str:
    if not shown.after:
        return ""
    last = shown.items[-1]
    return f"{address}{urlencode({'limit': SHOWN, 'after': place_text((last.at, last.id))})}"


def _counts(standing: DecisionStanding, language: Language) -> str:
    found = {name: standing.count(name) for name in ("accepted", "overruled", "pending")}
    return _COUNTS.in_language(language).format(**found)


def _verdicts(slots: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    return {(slot["slot"], one["product"]): one["verdict"] for slot in slots for one in slot["verdicts"]}


@dataclass(frozen=True, slots=True)
class _Telling:
    """Tells entries in one language. `verdicts`: those of the decision, by slot and product."""

    knowledge: Knowledge
    slots: Mapping[str, str]
    verdicts: Mapping[tuple[str, str], str]
    day: date
    language: Language

    def say(self, text: Text, **parts: object) -> str:
        return fitted(text.in_language(self.language).format(**parts))

    def review(self, one: Review) -> Entry:
        return self._entry(
            one,
            f"/reviews/{one.id}?lang={self.language}",
            self.say(_KINDS[one.kind]),
            self._about(one),
            one.text,
            one.state(self.day),
        )

    def waiver(self, one: Waiver, state: State) -> Entry:
        form = _ALLOWED if one.subject else _ALLOWED_ANY
        about = self.say(form, product=self._name(one.product), slot=self.slots[one.slot], subject=one.subject)
        return self._entry(one, f"/waivers/{one.id}?lang={self.language}", "", about, one.reason, state)

    def _entry(
        self, one: Review | Waiver, address: str, kind: str, about: str, text: str | None, state: ReviewState | State
    ) -> Entry:
        at, counts = moment_text(one.at), state in ("in-force", "active")
        return Entry(
            id=one.id,
            address=address,
            kind=kind,
            about=about,
            until=self.say(_UNTIL, day=one.until) if one.until else "",
            by=one.by,
            at=at,
            text=text or "",
            state=self.say(_STATES[state]),
            counts=counts,
            returnable=state != "withdrawn" and getattr(one, "kind", None) != "withdraw",
            opposes=counts and (isinstance(one, Waiver) or one.kind == "overrule"),
            slot=one.slot or "",
            slot_title=self.slots.get(one.slot or "", ""),
        )

    def _about(self, one: Review) -> str:
        if one.kind == "withdraw":
            return ""
        if one.slot is None or one.product is None:
            name = self._name(one.product) if one.product else ""
            return self.slots[one.slot] if one.slot else name or (self.say(_WHOLE) if one.kind == "accept" else "")
        parts = {"product": self._name(one.product), "slot": self.slots[one.slot]}
        if one.kind != "overrule":
            return self.say(_ALLOWED_ANY, **parts)
        before = verdict_word(self.verdicts[one.slot, one.product], self.language)
        if one.verdict is None:
            return self.say(_OVERRULED, **parts, verdict=self.say(_NOT_TO_COUNT, before=before))
        after = verdict_word(one.verdict, self.language)
        return self.say(_OVERRULED, **parts, verdict=self.say(_INSTEAD, before=before, after=after))

    def _name(self, product: str) -> str:
        return self.knowledge.products[product].name
