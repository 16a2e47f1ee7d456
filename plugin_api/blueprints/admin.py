"""For whoever runs the service: reading the knowledge anew."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint

from engine.inference.profile import Mistake
from plugin_api.board import BusyError, OrphanedError, Report, current_board
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.problems import Problem
from plugin_api.schemas.admin import ReloadSchema
from plugin_api.vocabulary import CONFLICT, INTERNAL, INVALID, JSON, NOT_READY

blueprint = Blueprint("admin", __name__, url_prefix="/v1/admin", description="For whoever runs the service")

# How long a caller is kept waiting for the knowledge to be loaded, in seconds.
PATIENCE = 25.0


@view(
    blueprint,
    "POST",
    "/reload",
    Documented(
        "reloadKnowledge",
        ReloadSchema,
        problems=(406, 409, 422, 503),
        role="admin",
        description=(
            "What is in force from now on. Requests that began before are answered on the knowledge they began with, "
            "so for some seconds answers may come from either; `GET /readyz` and every decision say from which."
        ),
    ),
)
def reload() -> tuple[dict[str, Any], dict[str, str]]:
    """Read the knowledge anew

    The directories that the service was started with are read, checked and put in the place of what was in force, in
    every worker. Knowledge with mistakes is refused with all of them, and the old goes on serving. Settings are not
    read again.
    """
    media_type_for(request.headers.get("Accept"), JSON)
    board = current_board()
    if board is None:
        raise Problem(
            CONFLICT, "This service was not started by `portolan serve`: start it again to read the knowledge."
        )
    try:
        report = board.reload(PATIENCE)
    except BusyError:
        raise Problem(CONFLICT, "Another reload is under way.", headers={"Retry-After": "2"}) from None
    except OrphanedError:
        detail = "The process that loads knowledge is gone, and this one ends: nothing was loaded."
        raise Problem(NOT_READY, detail, headers={"Retry-After": "10"}) from None
    return _answer(report), {"Cache-Control": "no-store"}


def _answer(report: Report | None) -> dict[str, Any]:
    if report is None:
        detail = "The knowledge is still being loaded; GET /readyz tells when another is in force."
        raise Problem(NOT_READY, detail, headers={"Retry-After": "10"})
    errors = tuple(Mistake("", one["detail"], one["hint"]) for one in report["errors"])
    if report["status"] == "refused":
        raise Problem(INVALID, "The knowledge was refused, so what was in force goes on serving.", errors)
    if report["status"] == "ending":
        raise Problem(NOT_READY, "The service is about to end.", headers={"Retry-After": "10"})
    if report["status"] == "failed":
        raise Problem(INTERNAL, "The knowledge could not be loaded. The error has been logged; it is ours, not yours.")
    return {name: report[name] for name in ("status", "knowledge", "before")}
