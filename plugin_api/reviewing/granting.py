"""Waivers and the decisions they are held against: what one would rest on, and whether what it rests on is still so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import orjson

from engine.explanation.grounds.differences import Difference, differences
from engine.explanation.grounds.grounds import Grounds, grounds, nothing
from engine.explanation.grounds.standing import State, state_of
from engine.inference.profile import Mistake, ProfileError
from engine.inference.reasoner import Decision
from engine.request import read_request
from plugin_api.caching import RecentlyUsed
from plugin_api.reviewing.model import Waiver, day_of
from plugin_api.service import Service
from plugin_api.store import Record, StoreError
from plugin_api.store.review_store import ReviewStore, Slice, Span, WaiverFilter

# Standings that are remembered: ten kilobytes each.
REMEMBERED = 1_000
# Waivers that one request for those in a state has decided again, at most.
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class WaiverStanding:
    """A waiver on a day, held against a decision.

    `decision`: the one that was asked about; None: the waiver's own request, decided again by `knowledge`, a digest.
    `decided_for`: the day whose facts that decision goes by; None where it could not be made.
    `now`: the grounds there, None where the knowledge cannot read the request any more, for `mistakes`.
    """

    state: State
    day: date
    decided_for: date | None
    decision: str | None
    knowledge: str
    now: Grounds | None
    differences: tuple[Difference, ...]
    mistakes: tuple[Mistake, ...] = ()


class Waivers:
    """Threads may share one. Standings by the knowledge in force are remembered until the day or the knowledge is
    another.
    """

    def __init__(self, store: ReviewStore) -> None:
        self.store = store
        self._known: RecentlyUsed[tuple[str, date | None, str, date], WaiverStanding] = RecentlyUsed(REMEMBERED)

    def for_subject(self, subject: str, day: date) -> tuple[Waiver, ...]:
        """Those of an entity that nobody has taken back, the newest first. Raises StoreError.

        Also those that have run out by a day, and those that were given after it: a check of what was asked long ago
        goes by what is allowed now, and tells what has lapsed.
        """
        return self.store.waivers(WaiverFilter(day, subject=subject, withdrawn=False)).items

    def listed(self, wanted: WaiverFilter, state: State | None, span: Span, service: Service) -> Slice[Waiver]:
        """Those in a state on the day; None: in whatever state. Raises StoreError."""
        if state is None:
            return self.store.waivers(wanted, span)
        if state == "withdrawn":
            return self.store.waivers(replace(wanted, withdrawn=True), span)
        wanted = replace(wanted, withdrawn=False, lapsed=state == "expired")
        if state == "expired":
            return self.store.waivers(wanted, span)
        return self._in_state(wanted, state, span, service)

    def _in_state(self, wanted: WaiverFilter, state: State, span: Span, service: Service) -> Slice[Waiver]:
        """Rows alone do not tell those that hold from those that are reopened: each is decided again.

        Where so many are not in the state, the slice holds fewer than could be, and says where to go on.
        """
        backwards = span.before is not None
        rows = self.store.waivers(wanted, replace(span, limit=LOOKED_AT))
        limit = LOOKED_AT if span.limit is None else span.limit
        found: list[Waiver] = []
        for one in reversed(rows.items) if backwards else rows.items:
            if self.standing(one, service, wanted.day).state == state:
                found.append(one)
            if len(found) > limit:
                break
        more, edge = rows.before if backwards else rows.after, None
        if len(found) > limit:
            found, more = found[:limit], True
        elif more:
            last = rows.items[0 if backwards else -1]
            edge = (last.at, last.id)
        if backwards:
            return Slice(tuple(reversed(found)), before=more, after=True, first=edge)
        return Slice(tuple(found), before=rows.before, after=more, last=edge)

    def standing(self, waiver: Waiver, service: Service, day: date) -> WaiverStanding:
        """Against its own request, decided again by the knowledge in force, on a day. Raises StoreError."""
        key = (waiver.id, _withdrawn_on(waiver), service.knowledge.digest, day)
        known = self._known.get(key)
        if known is None:
            known = self._standing_today(waiver, service, day)
            self._known.put(key, known)
        return known

    def would_stand(self, waiver: Waiver, service: Service, day: date) -> WaiverStanding:
        """`standing` of one that is not kept yet: not remembered either. Raises StoreError."""
        return self._standing_today(waiver, service, day)

    def standing_in(self, waiver: Waiver, record: Record, service: Service, day: date) -> WaiverStanding:
        """Against another decision that was made here. Raises StoreError."""
        decision = service.again(record).decision
        return _held_against(waiver, decision, service, day, record.id)

    def _standing_today(self, waiver: Waiver, service: Service, day: date) -> WaiverStanding:
        record = service.find(waiver.decision)
        if record is None:
            raise StoreError(f"the decision of the waiver {waiver.id} is gone")
        asked = orjson.loads(record.request)
        try:
            request = read_request(asked, service.knowledge, today=day)
        except ProfileError as error:
            state = state_of(waiver.until, _withdrawn_on(waiver), True, day)
            return WaiverStanding(state, day, None, None, service.knowledge.digest, None, (), error.mistakes)
        # Facts are those of the day that is asked about, or of the later one that the decision was made for.
        decision = service.advisor.decide(replace(request, as_of=max(request.as_of, day)))
        return _held_against(waiver, decision, service, day, None)


def grounds_in(decision: Decision, slot: str, product: str) -> Grounds:
    """Of a slot or product that the knowledge has no more, there is nothing to be said."""
    try:
        return grounds(decision, slot, product)
    except KeyError:
        return nothing(slot, product)


def _held_against(waiver: Waiver, decision: Decision, service: Service, day: date, id_: str | None) -> WaiverStanding:
    now = grounds_in(decision, waiver.slot, waiver.product)
    found: tuple[Difference, ...] = ()
    if now.digest != waiver.grounds.digest:
        found = differences(waiver.grounds, now, _original(waiver, service), decision)
    state = state_of(waiver.until, _withdrawn_on(waiver), found, day)
    return WaiverStanding(state, day, decision.as_of, id_, decision.knowledge.digest, now, found)


def _original(waiver: Waiver, service: Service) -> Decision | None:
    """The decision that it was given on, where its knowledge is still kept: it tells more of what changed."""
    record = service.find(waiver.decision)
    if record is None or service.kept(record.knowledge) is None:
        return None
    return service.again(record).decision


def _withdrawn_on(waiver: Waiver) -> date | None:
    """The day, in UTC, on which it was taken back: it counts on it no more."""
    return None if waiver.withdrawn is None else day_of(waiver.withdrawn.at)
