"""What stands at the head of every sheet of a decision that is printed: a style sheet, as there is no other way."""

from __future__ import annotations

from flask import Response, request
from flask_smorest import Blueprint

from plugin_api.blueprints.decisions import find
from plugin_api.negotiation import VARY, media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import reader_language
from plugin_api.pages.phrases import phrase
from plugin_api.service import current_service
from plugin_api.vocabulary import CSS

blueprint = Blueprint("paper", __name__, description="Decisions on paper")


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/paper.css",
    Documented(
        "getDecisionPaperStyle",
        {"type": "string"},
        reads=("lang",),
        problems=(404, 406, 503),
        cached="knowledge",
        content_type=CSS,
        description="A style sheet for print that heads every sheet with the decision, its day and its knowledge.",
    ),
)
def style(decision_id: str) -> Response:
    """The head of a decision's sheets on paper"""
    media_type_for(request.headers.get("Accept"), CSS)
    record = find(decision_id)
    language = reader_language(record.language)
    topic = topic_of(record.id, current_service().again(record).decision, language)
    told = " · ".join(
        (
            f"Portolan · {topic.edition_title}",
            f"{phrase('as_of', language)} {topic.as_of}",
            f"{phrase('knowledge', language)} {topic.version}",
            f"{phrase('decision_id', language)} {topic.id}",
        )
    )
    text = f'@page {{ @top-left {{ content: "{_quoted(told)}"; font: 8pt system-ui, sans-serif; color: #56686e }} }}\n'
    return Response(text, headers={"Content-Type": f"{CSS}; charset=utf-8", "Content-Language": language, "Vary": VARY})


def _quoted(text: str) -> str:
    """As what stands between the quotes of a string of CSS."""
    return "".join(
        letter if letter.isprintable() and letter not in '"\\<' else f"\\{ord(letter):x} " for letter in text
    )
