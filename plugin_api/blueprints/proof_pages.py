"""The pages that prove a decision to people: why, why not, what is still to be asked."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_smorest import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from engine.explanation.proofs.contrast import NoContrast, contrast, contrast_document
from engine.explanation.proofs.tree import slot_proof
from engine.explanation.proofs.why import slot_of, why_document
from engine.explanation.what_if.open_groups import grouped
from engine.explanation.what_if.open_questions import still_open
from engine.explanation.why_not.answer import why_not
from engine.explanation.why_not.holding import held_questions
from engine.explanation.why_not.text import why_not_outline
from engine.inference.profile import Mistake
from engine.inference.reasoner import Decision
from engine.model import Language
from plugin_api.blueprints.decisions import find
from plugin_api.blueprints.shared import check_filters
from plugin_api.negotiation import media_type_for
from plugin_api.openapi import Documented, view
from plugin_api.pages.navigation import topic_of
from plugin_api.pages.page import page, problem_page, reader_language
from plugin_api.pages.products import why_view
from plugin_api.problems import Problem, invalid, not_found
from plugin_api.service import current_service
from plugin_api.store import Record
from plugin_api.vocabulary import HTML, NOT_FOUND

blueprint = Blueprint("decision_pages", __name__, description="Why a decision is as it is, as pages for people")
blueprint.register_error_handler(Problem, problem_page)

_PAGE = {"type": "string"}


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/why/<string:product_id>",
    Documented(
        "getWhyPage", _PAGE, reads=("lang", "slot", "rather_than"), problems=(404, 406, 422, 503), content_type=HTML
    ),
)
def why(decision_id: str, product_id: str) -> AnyResponse:
    """The page that says why a product got its verdict

    `slot` names one of several that it fills, `rather_than` another product to hold it against.
    """
    record, decision, language = asked_of(decision_id)
    slot = slot_to_ask(decision, product_id)
    other = request.args.get("rather_than")
    if other:
        check_filters({"rather_than": other}, {"rather_than": decision.knowledge.products})
        try:
            found = contrast(decision, product_id, other, language, slot=slot)
        except NoContrast as error:
            raise invalid((Mistake("/query/rather_than", str(error).rstrip(".")),)) from None
        body = contrast_document(found, decision, record.id, language)
        shown = why_view(body, (), decision, language)
    else:
        body = why_document(decision, record.id, slot, product_id, language)
        shown = why_view(body, slot_proof(decision, slot, language, product_id).children, decision, language)
    return page(
        "why.html",
        language,
        view=shown,
        decision_id=record.id,
        other=other,
        topic=topic_of(record.id, decision, language),
    )


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/open-questions",
    Documented("getOpenQuestionsPage", _PAGE, reads=("lang", "slot"), problems=(404, 406, 422, 503), content_type=HTML),
)
def open_questions(decision_id: str) -> AnyResponse:
    """The page of what is still to be asked, and what each answer would change

    `slot` asks about one slot alone.
    """
    record, decision, language = asked_of(decision_id)
    slot = request.args.get("slot")
    check_filters({"slot": slot}, {"slot": decision.knowledge.slots})
    found = still_open(decision, {slot} if slot else None)
    knowledge = decision.knowledge
    return page(
        "open_questions.html",
        language,
        alone=[(one.question, grouped(one, knowledge, language)) for one in found if one.effects],
        together=[one.question for one in found if not one.effects],
        decision_id=record.id,
        slot=knowledge.slots[slot].title.in_language(language) if slot else None,
        topic=topic_of(record.id, decision, language),
        here_is="open",
    )


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/about",
    Documented(
        "askAboutProduct",
        None,
        reads=("lang", "product", "slot"),
        problems=(404, 406, 422, 503),
        status=303,
        headers=(),
        description="To the page",
    ),
)
def about(decision_id: str) -> AnyResponse:
    """To the page that says why a product is a pick, or why it is none

    `product` names it.
    """
    record, decision, language = asked_of(decision_id)
    product = request.args.get("product")
    if not product:
        return redirect(url_for("pages.decision", decision_id=record.id, lang=request.args.get("lang")), 303)
    slot = slot_to_ask(decision, product)
    picked = product in decision.slot(slot).picks
    target = "decision_pages.why" if picked else "decision_pages.why_not_page"
    return redirect(url_for(target, decision_id=record.id, product_id=product, slot=slot, lang=language), 303)


@view(
    blueprint,
    "GET",
    "/decisions/<string:decision_id>/why-not/<string:product_id>",
    Documented("getWhyNotPage", _PAGE, reads=("lang", "slot"), problems=(404, 406, 422, 503), content_type=HTML),
)
def why_not_page(decision_id: str, product_id: str) -> AnyResponse:
    """The page that says why a product is not a pick, and what would make it one

    `slot` names one of several that it fills.
    """
    record, decision, language = asked_of(decision_id)
    slot = slot_to_ask(decision, product_id)
    told = why_not(decision, slot, product_id, held_questions(decision.knowledge, decision.answers, "given"))
    return page(
        "why_not.html",
        language,
        outline=why_not_outline(told, language),
        name=decision.knowledge.products[product_id].name,
        title=decision.knowledge.slots[slot].title.in_language(language),
        slot=slot,
        product_id=product_id,
        decision_id=record.id,
        topic=topic_of(record.id, decision, language),
    )


def asked_of(decision_id: str) -> tuple[Record, Decision, Language]:
    media_type_for(request.headers.get("Accept"), HTML)
    record = find(decision_id)
    language = reader_language(record.language)
    return record, current_service().again(record).decision, language


def slot_to_ask(decision: Decision, product: str) -> str:
    """The slot that a page about a product is about. Raises a 404 problem, and a 422 problem for a wrong slot."""
    knowledge = decision.knowledge
    if product not in knowledge.products:
        raise not_found("product", product, knowledge.products)
    slots = knowledge.products[product].slots
    if not slots:
        name = knowledge.products[product].name
        raise Problem(NOT_FOUND, f"{name} fills no slot of the architecture: nothing decides on it.")
    slot = request.args.get("slot")
    check_filters({"slot": slot or None}, {"slot": slots})
    return slot or slot_of(decision, product) or slots[0]
