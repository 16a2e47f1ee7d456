"""Giving a waiver and taking it back: checked against the decision and the knowledge in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engine.explanation.grounds.document import difference_document
from engine.explanation.grounds.grounds import Grounds, grounds
from engine.inference.profile import Mistake
from engine.inference.reasoner import Decision
from engine.knowledge.problems import listed, nearest
from engine.told import told
from plugin_api.problems import Problem, invalid, not_found
from plugin_api.reviewing.asking import named
from plugin_api.reviewing.finding import is_id, tellings
from plugin_api.reviewing.model import Once, Waiver
from plugin_api.reviewing.receiving import check_same, other_content
from plugin_api.reviewing.setup import current_waivers
from plugin_api.security.caller import current_caller
from plugin_api.service import current_service
from plugin_api.store import Record, StoreError
from plugin_api.store.review_store import AlreadyWithdrawn, OtherContent
from plugin_api.vocabulary import FORBIDDEN

ADDRESS = "/v1/waivers"


def grant_waiver(said: Mapping[str, Any], sent: Once | None) -> Waiver:
    """`said`: what `WaiverRequestSchema` understood. The caller gives it.

    Raises Problem: 409 beside every mistake; and StoreError.
    """
    today = current_service().today()
    record = named(said["decision"], "/decision")
    decision = _again(record)
    mistakes = tuple(_misplaced(said["slot"], said["product"], decision))
    if mistakes:
        raise invalid(mistakes)
    found = grounds(decision, said["slot"], said["product"])
    _check_needed(found, decision)
    store = current_waivers().store
    waiver = Waiver(
        id=store.new_id(),
        decision=record.id,
        subject=said.get("subject") or _asked_for(record),
        slot=found.slot,
        product=found.product,
        reason=said["reason"],
        until=said["until"],
        by=current_caller().subject,
        at=store.now(),
        grounds=found,
    )
    _check_alive(waiver, today)
    try:
        kept, _ = store.grant(waiver, sent)
    except OtherContent as error:
        raise other_content(error.id, ADDRESS) from None
    return kept


def withdraw_waiver(waiver_id: str, text: str | None) -> Waiver:
    """Raises Problem: 403, 404 and 409; and StoreError."""
    waiver, caller, store = kept_waiver(waiver_id), current_caller(), current_waivers().store
    if waiver.by != caller.subject and "admin" not in caller.roles:
        raise Problem(FORBIDDEN, f"{waiver.by} gave that waiver: only they, or an admin, can take it back.")
    try:
        store.withdraw(waiver.id, caller.subject, text)
    except AlreadyWithdrawn as error:
        check_same(error.withdrawal, caller.subject, text, "waiver")
    return kept_waiver(waiver.id)


def kept_waiver(id_: str) -> Waiver:
    """Raises a 404 problem."""
    found = current_waivers().store.waiver(id_) if is_id(id_) else None
    if found is None:
        raise not_found("waiver", id_)
    return found


def _asked_for(record: Record) -> str | None:
    """Whom the decision was asked for by, where that was one. Raises a 422 problem where it was several."""
    found = current_waivers().store.subjects_of(tellings(record))
    if len(found) > 1:
        hint = f"one of {listed(found)}"
        detail = told(
            "the decision was asked for by several: say for whom this is",
            "이 추천을 요청한 엔티티가 여럿입니다. 대상을 적어 주십시오",
        )
        raise invalid((Mistake("/subject", detail, hint),))
    return found[0] if found else None


def _again(record: Record) -> Decision:
    """Raises a 422 problem where the knowledge behind a decision is not kept any more."""
    service = current_service()
    try:
        return service.again(record).decision
    except StoreError:
        service.store.check()  # raises where it is the store that cannot be reached
        detail = f"the knowledge {record.knowledge} that it was made on is not kept, or cannot be read any more"
        raise invalid((Mistake("/decision", detail, "decide again, and waive on that decision"),)) from None


def _misplaced(slot: str, product: str, decision: Decision) -> Iterator[Mistake]:
    knowledge = decision.knowledge
    if slot not in knowledge.slots:
        hint = nearest(slot, knowledge.slots) or f"one of {listed(knowledge.slots, 12)}"
        yield Mistake("/slot", f"there is no slot {slot[:60]!r}", hint)
    if product not in knowledge.products:
        yield Mistake("/product", f"there is no product {product[:60]!r}", nearest(product, knowledge.products))
    elif slot in knowledge.slots:
        slots = knowledge.products[product].slots
        judged = any(one.product == product for one in decision.slot(slot).verdicts)
        if slot not in slots and not judged:
            hint = f"it fills {listed(slots)}" if slots else "it fills no slot of the architecture"
            yield Mistake("/slot", f"{product!r} does not fill {slot!r}", hint)


def _check_needed(found: Grounds, decision: Decision) -> None:
    """Raises a 422 problem where nothing stands against the product."""
    if found.objects:
        return
    if found.verdict is None:
        status = decision.slot(found.slot).status
        detail = f"there is no verdict on {found.product} in {found.slot}, which is {status}: there is nothing to waive"
    else:
        detail = f"the verdict on {found.product} in {found.slot} is {found.verdict}: it needs no waiver"
    raise invalid((Mistake("/product", detail),))


def _check_alive(waiver: Waiver, day: date) -> None:
    """Raises a 422 problem where it would not hold at all: what the verdict rested on has changed since."""
    held = current_waivers().would_stand(waiver, current_service(), day)
    if held.state == "active":
        return
    changed = [one["text"] for one in (difference_document(one, "en") for one in held.differences)]
    changed += [f"{one.pointer}: {one.detail}" for one in held.mistakes]
    detail = "what the verdict rested on in that decision has changed since: " + "; ".join(changed)
    raise invalid((Mistake("/decision", detail, "decide again, and waive on that decision if it is still needed"),))
