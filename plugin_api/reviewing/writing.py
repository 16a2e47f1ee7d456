"""Writing a review: what is said of a decision, checked against it and kept, whichever way it came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.explanation.proofs.tree import verdict_word
from engine.inference.profile import Mistake
from engine.knowledge.problems import listed, nearest
from engine.told import told
from plugin_api.problems import Problem, invalid, not_found
from plugin_api.reviewing.finding import is_id, slots_of, tellings
from plugin_api.reviewing.model import Once, Review
from plugin_api.reviewing.receiving import check_same, other_content
from plugin_api.reviewing.setup import current_reviews
from plugin_api.security.caller import current_caller
from plugin_api.store import Record
from plugin_api.store.review_store import AlreadyWithdrawn, OtherContent
from plugin_api.vocabulary import FORBIDDEN


def add_review(said: Mapping[str, Any], record: Record, sent: Once | None) -> Review:
    """`said`: what `ReviewRequestSchema` understood. The caller has written it.

    Raises Problem: 403 and 409 beside every mistake; and StoreError.
    """
    mistakes = tuple(_misplaced(said, record))
    if mistakes:
        raise invalid(mistakes)
    caller, store = current_caller(), current_reviews()
    review = Review(
        id=store.new_id(),
        decision=record.id,
        by=caller.subject,
        at=store.now(),
        withdraws=said.get("review"),
        **{name: value for name, value in said.items() if name != "review"},
    )
    if review.withdraws is not None:
        _check_withdrawal(review.withdraws, record)
    try:
        kept, _ = store.add(review, sent)
    except OtherContent as error:
        raise other_content(error.id, "/v1/reviews") from None
    except AlreadyWithdrawn as error:
        check_same(error.withdrawal, review.by, review.text, "review")
        kept = kept_review(error.withdrawal.id)
    return kept


def kept_review(id_: str) -> Review:
    """Raises a 404 problem."""
    found = current_reviews().review(id_) if is_id(id_) else None
    if found is None:
        raise not_found("review", id_)
    return found


def _misplaced(said: Mapping[str, Any], record: Record) -> Iterator[Mistake]:
    """What is not in the decision: its slots, and the products that have a verdict in them."""
    slots: dict[str, Any] = {one["slot"]: one for one in slots_of(record)}
    slot, product = said.get("slot"), said.get("product")
    if slot is not None and slot not in slots:
        hint: str | None = nearest(slot, slots) or f"one of {listed(slots, 12)}"
        yield Mistake(
            "/slot", told(f"the decision has no slot {slot[:60]!r}", f"이 결정에 없는 영역입니다: {slot[:60]!r}"), hint
        )
        return
    judged: dict[str | None, str] = {
        one["product"]: one["verdict"]
        for name, inside in slots.items()
        if slot in (None, name)
        for one in inside["verdicts"]
    }
    if product is not None and product not in judged:
        hint = nearest(product, map(str, judged)) or (f"there is one on {listed(judged, 12)}" if judged else None)
        where = f"in {slot}" if slot else "in the decision"
        detail = told(f"there is no verdict on {product[:60]!r} {where}", f"판정이 없는 제품입니다: {product[:60]!r}")
        yield Mistake("/product", detail, hint)
    elif product is not None and said.get("verdict") == judged[product]:
        given = verdict_word(judged[product], "ko")
        detail = told(f"the verdict on {product} is {judged[product]} already", f"지금의 판정과 같습니다: {given}")
        other = told("say another, or none", "다른 판정을 고르거나 비워 두십시오")
        yield Mistake("/verdict", detail, other)


def _check_withdrawal(id_: str, record: Record) -> None:
    """Raises a problem unless the review is there to be taken back, and this caller may."""
    found = current_reviews().review(id_) if is_id(id_) else None
    if found is None or found.decision not in tellings(record):
        raise invalid(
            (Mistake("/review", told(f"the decision has no review {id_[:60]!r}", "이 결정에 없는 검토 의견입니다")),)
        )
    if found.kind == "withdraw":
        stays = told("what was taken back stays so", "철회한 것은 되돌릴 수 없습니다")
        raise invalid((Mistake("/review", stays, told("write the review again", "검토를 새로 작성하십시오")),))
    caller = current_caller()
    if found.by != caller.subject and "admin" not in caller.roles:
        raise Problem(FORBIDDEN, f"{found.by} wrote that review: only they, or an admin, can take it back.")
