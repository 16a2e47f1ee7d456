"""What can be asked, for whoever builds a form or writes a profile file."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from engine.explanation.packs import knowledge_document
from engine.knowledge.profile_schema import profile_file_schema
from plugin_api.blueprints.shared import headers, spoken
from plugin_api.openapi import Documented, view
from plugin_api.representations import section_data
from plugin_api.schemas.base import LanguageQuery
from plugin_api.schemas.knowledge import QuestionnaireSchema
from plugin_api.service import current_service

blueprint = Blueprint("questionnaire", __name__, url_prefix="/v1", description="What a profile can say")


@view(
    blueprint,
    "GET",
    "/questionnaire",
    Documented("getQuestionnaire", QuestionnaireSchema, query=LanguageQuery, problems=(406, 422), cached="knowledge"),
)
def questionnaire(arguments: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the questionnaire

    The sections and questions in the order of the screen, and a JSON Schema for a profile file.
    """
    knowledge, language = current_service().knowledge, spoken(arguments)
    found = {
        "language": language,
        "knowledge": knowledge_document(knowledge),
        "sections": [section_data(section, language) for section in knowledge.sections],
        "schema": profile_file_schema(knowledge, language),
    }
    return found, headers(language)
