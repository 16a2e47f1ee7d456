"""Reviews that overrule a verdict against a product, as what silences findings on that verdict in a check."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from engine.checking.kinds import Kind
from engine.checking.waivers import Waiver
from engine.model import STANCES_FOR
from plugin_api.reviewing.granting import grounds_in
from plugin_api.reviewing.model import Review
from plugin_api.service import Service
from plugin_api.store.review_store import OLDEST_FIRST, ReviewFilter, ReviewStore

# What a verdict gives rise to. That support ends is a fact, which nobody overrules.
_ON_VERDICTS: tuple[Kind, ...] = ("licence", "incompatible", "dropped", "superseded")


def overrules(
    reviews: ReviewStore, service: Service, decisions: Collection[str], subject: str | None, day: date
) -> tuple[Waiver, ...]:
    """Those in force on a day, of a decision in all its tellings, and of all decisions that somebody asked for.

    One of another decision holds for as long as the verdict rests on the same as there. Raises StoreError.
    """
    found = {one.id: one for one in _in_force(reviews, day, decisions=decisions)}
    if subject is not None:
        found.update((one.id, one) for one in _in_force(reviews, day, subject=subject))
    return tuple(_waivers(found.values(), service, decisions))


def _in_force(reviews: ReviewStore, day: date, **whose: object) -> Iterator[Review]:
    wanted = ReviewFilter(day, kind="overrule", state="in-force", **whose)  # type: ignore[arg-type]
    return (one for one in reviews.reviews(wanted, OLDEST_FIRST) if one.verdict in (None, *STANCES_FOR))


def _waivers(found: Collection[Review], service: Service, decisions: Collection[str]) -> Iterator[Waiver]:
    for one in found:
        grounds = None
        if one.decision not in decisions:
            grounds = _grounds(one, service)
            if grounds is None:  # nobody can say any more what it was given on
                continue
        assert one.slot and one.product and one.text and one.until  # an overrule has them all
        yield Waiver(one.text, one.until, one.by, one.product, one.slot, _ON_VERDICTS, grounds, review=one.id)


def _grounds(review: Review, service: Service) -> str | None:
    record = service.find(review.decision)
    if record is None or service.kept(record.knowledge) is None:
        return None
    return grounds_in(service.again(record).decision, review.slot or "", review.product or "").digest
