"""A declared stack held against the verdicts, for pipelines."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

import orjson
from flask import Response, request
from flask_smorest import Blueprint

from engine.checking.junit import junit_xml
from engine.checking.kinds import KINDS, LEVELS, OFF, KindOfFinding
from engine.checking.report import Report
from engine.checking.sarif import sarif_log
from engine.model import Language
from plugin_api.blueprints.shared import headers, listing, mentions, spoken
from plugin_api.checking import Result, current_checking
from plugin_api.negotiation import language_of, media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.posting import read_posted
from plugin_api.problems import not_found
from plugin_api.schemas.base import LanguageQuery, ListQuery, list_of
from plugin_api.schemas.checks import CheckQuery, CheckSchema, KindOfFindingSchema
from plugin_api.vocabulary import JSON, JUNIT_XML, SARIF_JSON, XML

blueprint = Blueprint("checks", __name__, url_prefix="/v1", description="Findings about a declared stack")

_BODY: dict[str, Any] = {
    "required": True,
    "description": "A request as for a recommendation, with what is to be checked beside it. At most 256 KiB.",
    "content": {JSON: {"schema": {"$ref": "#/components/schemas/CheckRequest"}}},
}


@view(
    blueprint,
    "POST",
    "/checks",
    Documented(
        "check",
        CheckSchema,
        query=CheckQuery,
        problems=(400, 406, 413, 415, 422, 503),
        description="The findings, whether the check failed or not: `failed` says so.",
        request_body=_BODY,
        also=(SARIF_JSON, JUNIT_XML, XML),
        role="decide",
    ),
)
def checks(arguments: dict[str, Any]) -> Response:
    """Hold a declared stack against the verdicts

    The decision behind it is kept, and found again under its id. Verdicts that a review of it overrules count no more;
    with a `subject`, the waivers that are kept for it and the reviews of its decisions count as well.
    """
    form = media_type_for(request.headers.get("Accept"), JSON, SARIF_JSON, JUNIT_XML, XML)
    language = language_of(request.headers.get("Accept-Language"))
    result = current_checking().of_request(read_posted(request), language)
    body = _rendered(result, form, arguments["file"])
    return Response(body, headers={"Content-Type": form, **headers(result.language)})


def _rendered(result: Result, form: str, file: str) -> bytes:
    report = Report(result.document(), file)
    if form == SARIF_JSON:
        return orjson.dumps(sarif_log([report], result.language, version=_version(), service=request.host_url))
    if form in (JUNIT_XML, XML):
        return junit_xml([report], result.language)
    return orjson.dumps(report.document)


def _version() -> str:
    try:
        return version("portolan")
    except PackageNotFoundError:  # a checkout that nobody installed
        return "0+unknown"


@view(
    blueprint,
    "GET",
    "/checks/kinds",
    Documented(
        "listKindsOfFindings",
        list_of(KindOfFindingSchema),
        query=ListQuery,
        problems=(406, 422),
        description="Every kind, in the order in which findings are told.",
    ),
)
def kinds(arguments: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """List the kinds of findings

    Each with the level that it has unless a check gives it another one.
    """
    language = spoken(arguments)
    found = [kind for kind in KINDS.values() if mentions(arguments, kind.id, kind.title, kind.means, kind.remedy)]
    return listing(found, arguments, lambda kind: _kind(kind, language), language)


@view(
    blueprint,
    "GET",
    "/checks/kinds/<string:kind_id>",
    Documented("getKindOfFinding", KindOfFindingSchema, query=LanguageQuery, problems=(404, 406, 422)),
)
def kind(arguments: dict[str, Any], kind_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Read what a kind of finding means

    And what to do about such a finding.
    """
    language = spoken(arguments)
    found = next((one for one in KINDS.values() if one.id == kind_id), None)
    if found is None:
        raise not_found("kind of finding", kind_id, KINDS)
    return _kind(found, language), headers(language)


def _kind(kind: KindOfFinding, language: Language) -> dict[str, Any]:
    return {
        "id": kind.id,
        "title": kind.title.in_language(language),
        "means": kind.means.in_language(language),
        "remedy": kind.remedy.in_language(language),
        "level": kind.level,
        "levels": [*LEVELS, OFF],
        "links": {"self": f"/v1/checks/kinds/{kind.id}"},
    }
