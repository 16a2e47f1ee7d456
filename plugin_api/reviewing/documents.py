"""Reviews, waivers and what they come to, as the API tells them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.explanation.grounds.document import difference_document, grounds_document
from engine.model import Language
from plugin_api.reviewing.granting import WaiverStanding
from plugin_api.reviewing.model import Review, Waiver, Withdrawal
from plugin_api.reviewing.standing import NOT_NEEDED, DecisionStanding, SlotStanding
from plugin_api.schemas.listing import moment_text


def review_document(review: Review, day: date) -> dict[str, Any]:
    return {
        "id": review.id,
        "decision": review.decision,
        "kind": review.kind,
        "state": review.state(day),
        "by": review.by,
        "at": moment_text(review.at),
        "text": review.text,
        "slot": review.slot,
        "product": review.product,
        "verdict": review.verdict,
        "until": review.until.isoformat() if review.until else None,
        "review": review.withdraws,
        "withdrawn": _withdrawal(review.withdrawn),
        "links": {
            "self": f"/v1/reviews/{review.id}",
            "decision": f"/v1/decisions/{review.decision}",
            "standing": f"/v1/decisions/{review.decision}/standing",
        },
    }


def _withdrawal(found: Withdrawal | None) -> dict[str, Any] | None:
    return {"by": found.by, "at": moment_text(found.at), "text": found.text} if found else None


def standing_document(
    standing: DecisionStanding, decision: str, slots: Mapping[str, Mapping[str, Any]], day: date
) -> dict[str, Any]:
    """`slots`: by id those of the decision's body."""
    return {
        "decision": decision,
        "as_of": day.isoformat(),
        "standing": standing.standing,
        "counts": {
            "accepted": standing.count("accepted"),
            "overruled": standing.count("overruled"),
            "pending": standing.count("pending"),
            "comments": standing.comments,
        },
        "slots": [_slot(one, slots[one.slot]) for one in standing.slots],
        "links": {
            "self": f"/v1/decisions/{decision}/standing",
            "decision": f"/v1/decisions/{decision}",
            "reviews": f"/v1/decisions/{decision}/reviews",
        },
    }


def _slot(standing: SlotStanding, slot: Mapping[str, Any]) -> dict[str, Any]:
    verdicts = {one["product"]: one["verdict"] for one in slot["verdicts"]}
    accepted = standing.accepted
    return {
        "slot": standing.slot,
        "title": slot["title"],
        "standing": standing.standing,
        "accepted": {
            "review": accepted.id,
            "by": accepted.by,
            "at": moment_text(accepted.at),
            "whole": accepted.slot is None,
        }
        if accepted and standing.standing != NOT_NEEDED
        else None,
        "overruled": [
            {
                "review": one.id,
                "product": one.product,
                "verdict": verdicts[one.product or ""],
                "instead": one.verdict,
                "until": one.until.isoformat() if one.until else None,
                "by": one.by,
                "text": one.text,
            }
            for one in standing.overrules
        ],
        "comments": standing.comments,
    }


def waiver_document(waiver: Waiver, standing: WaiverStanding, language: Language) -> dict[str, Any]:
    return {**waiver_summary(waiver, standing), "grounds": grounds_document(waiver.grounds, language)}


def waiver_summary(waiver: Waiver, standing: WaiverStanding) -> dict[str, Any]:
    """`standing`: against its own request, decided again."""
    return {
        "id": waiver.id,
        "state": standing.state,
        "subject": waiver.subject,
        "slot": waiver.slot,
        "product": waiver.product,
        "verdict": waiver.grounds.verdict,
        "reason": waiver.reason,
        "until": waiver.until.isoformat(),
        "decision": waiver.decision,
        "by": waiver.by,
        "at": moment_text(waiver.at),
        "withdrawn": _withdrawal(waiver.withdrawn),
        "digest": waiver.grounds.digest,
        "links": {
            "self": f"/v1/waivers/{waiver.id}",
            "standing": f"/v1/waivers/{waiver.id}/standing",
            "decision": f"/v1/decisions/{waiver.decision}",
        },
    }


def waiver_standing_document(waiver: Waiver, standing: WaiverStanding, language: Language) -> dict[str, Any]:
    now = standing.now
    return {
        "waiver": waiver.id,
        "state": standing.state,
        "as_of": standing.day.isoformat(),
        "decided_for": standing.decided_for.isoformat() if standing.decided_for else None,
        "decision": standing.decision,
        "knowledge": standing.knowledge,
        "verdict": {"before": waiver.grounds.verdict, "after": now.verdict if now else None},
        "needed": bool(now and now.objects),
        "digest": {"before": waiver.grounds.digest, "after": now.digest if now else None},
        "differences": [difference_document(one, language) for one in standing.differences],
        "mistakes": [{"pointer": one.pointer, "detail": one.detail, "hint": one.hint} for one in standing.mistakes],
        "links": {"self": f"/v1/waivers/{waiver.id}/standing", "waiver": f"/v1/waivers/{waiver.id}"},
    }
