"""Examples: requests that the knowledge gives rise to, and what is answered to them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson

from engine.catalog_entity import PROFILE
from engine.checking.insights import CHECKS
from engine.checking.kinds import KINDS
from engine.explanation.conflicts import all_conflicts
from engine.explanation.profile_file import fresh
from engine.explanation.why_not.holding import HOLDS
from engine.inference.encoding import IN_USE
from engine.inference.profile import read_profile
from engine.knowledge.references import leaves
from engine.model import LANGUAGES, STANCES_AGAINST, VERDICTS, Knowledge, Question
from plugin_api import vocabulary
from plugin_api.description.problem_examples import ProblemExamples, make_problem_examples
from plugin_api.description.responses import operations
from plugin_api.description.scratch import Scratch, scratch_of
from plugin_api.description.shortening import shortened, shortened_text
from plugin_api.openapi import OPERATIONS
from plugin_api.pages.forms import form_of
from plugin_api.problems import Problem
from plugin_api.schemas.listing import place_text
from plugin_api.security.caller import ANYBODY
from plugin_api.service import current_service
from plugin_api.yaml_writer import to_yaml

log = logging.getLogger(__name__)

Schema = dict[str, Any]

_ANSWERED = 4  # questions
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SUBJECT = "component:default/shop"
_TEAM = "group:default/platform"
_REASON = "The shop is built on it until the move in spring."
_TEXTS = (vocabulary.CSS, vocabulary.MARKDOWN, vocabulary.SVG, vocabulary.XML, vocabulary.JUNIT_XML)
# Of these an answer is no use: the description itself, which asks, and what no caller reads.
_NOT_ASKED = ("getDescription",)


@dataclass(frozen=True, slots=True)
class Scene:
    """What examples are about: a request, its decision in full, and one thing of each sort.

    `review` and `waiver` are bodies that add such; None where no verdict gives rise to one.
    """

    knowledge: Knowledge
    request: dict[str, Any]
    decision: dict[str, Any]
    picked: str
    not_picked: str
    review: dict[str, Any]
    waiver: dict[str, Any] | None
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Examples:
    """`answers` by operation and media type, in full."""

    parameters: Mapping[str, Any]
    bodies: Mapping[str, Any]
    answers: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    problems: ProblemExamples = field(default_factory=ProblemExamples)


def _entity(profile: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": "shop", "annotations": {PROFILE: to_yaml(profile)}},
    }


def _beside(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if name != "profile"}


def _check(scene: Scene) -> dict[str, Any]:
    used = [product for section in scene.request["profile"].values() for product in section.get("in_use", ())]
    waiver = {"reason": _REASON, "until": _until().isoformat(), "by": _TEAM}
    waivers = [{"product": product, "kinds": ["end-of-life"], **waiver} for product in used[:1]]
    return {**scene.request, "levels": {"redundant": "warning"}, "fail_on": ["error", "licence"], "waivers": waivers}


def _form(scene: Scene) -> dict[str, str]:
    said = form_of(scene.request["profile"], scene.knowledge)
    return {name: value for name, value in said.items() if isinstance(value, str) and value}


def _file(scene: Scene) -> str:
    answers = read_profile(scene.request["profile"], scene.knowledge)
    return fresh(answers, "", scene.knowledge, LANGUAGES[0])


# Bodies by operation. An operation with a body that is not here has none to show.
BODIES: dict[str, Callable[[Scene], Any]] = {
    "recommend": lambda scene: {**scene.request, "subject": _SUBJECT},
    "compare": lambda scene: {
        "before": {**scene.request, "edition": next(iter(scene.knowledge.editions))},
        "after": {"decision": scene.decision["id"]},
        "language": "en",
    },
    "continueInterview": lambda scene: {
        **scene.request,
        "skipped": [one["question"] for one in scene.decision["open_questions"][:1]],
    },
    "recommendEntities": lambda scene: {"entities": [_entity(scene.request["profile"])], **_beside(scene.request)},
    "replay": lambda scene: scene.decision,
    "addReview": lambda scene: scene.review,
    "grantWaiver": lambda scene: scene.waiver,
    "withdrawWaiver": lambda _: {"text": "The move is done."},
    "check": _check,
    "retrieveFacts": lambda _: {"entities": [_SUBJECT]},
    "runInsightChecks": lambda _: {"entities": [_SUBJECT], "checks": list(CHECKS)[:1]},
    "runInsightChecksOnEntity": lambda scene: {"decision": scene.decision["id"]},
    "reviewForm": lambda scene: {
        "action": "comment",
        "about": f"{scene.parameters['slot']} {scene.picked}",
        "text": _REASON,
        "key": "3f6c1e7a90b24d58c1f0a2e7",
        "lang": LANGUAGES[0],
    },
    "loadForm": lambda scene: {"file": _file(scene)},
    **dict.fromkeys(("decideForm", "updateForm", "outlookForm", "saveForm"), _form),
}
# Parameters that are telling for one operation only.
_OWN: dict[str, Callable[[Scene], dict[str, str]]] = {
    "getWhyNot": lambda scene: {"product_id": scene.not_picked},
}
# What a service of no workers cannot be asked, and what only a form asks.
_TOLD: dict[str, Callable[[Scene], Any]] = {
    "saveForm": lambda scene: {"profile": scene.request["profile"]},
    "reloadKnowledge": lambda scene: {
        "status": "unchanged",
        "knowledge": scene.decision["knowledge"],
        "before": scene.decision["knowledge"],
    },
}


def make_examples(document: Schema) -> Examples:
    """Of the knowledge in force, for the operations of a description. Takes about a second."""
    knowledge = current_service().knowledge
    newest = list(knowledge.editions.values())[-1]
    with scratch_of(newest.published) as scratch:
        scene = _scene(knowledge, scratch)
        bodies = {name: body(scene) for name, body in BODIES.items()}
        bodies = {name: body for name, body in bodies.items() if body is not None}
        answers = _answers(document, scratch, scene, bodies)
        problems = make_problem_examples(document, scratch, scene.parameters, bodies)
        return Examples(scene.parameters, bodies, answers, problems)


def _answers(document: Schema, scratch: Scratch, scene: Scene, bodies: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    answers = {(name, vocabulary.JSON): told(scene) for name, told in _TOLD.items()}
    # What is read first is as the scene left it.
    for path, method, operation in sorted(operations(document), key=lambda one: one[1] != "get"):
        name = operation["operationId"]
        documented = OPERATIONS[name]
        if name in _NOT_ASKED or documented.answer is None or (method != "get" and name not in bodies):
            continue
        for media_type in documented.offered:
            if media_type in (vocabulary.JSON, vocabulary.SARIF_JSON, *_TEXTS):
                found = _asked(scratch, scene, (name, method, path), media_type, bodies.get(name))
                if found is not None:
                    answers[name, media_type] = found
    return answers


def add_examples(document: Schema, examples: Examples) -> None:
    """Puts bodies and answers, shortened, beside their schemas."""
    components = document["components"]["schemas"]
    for _, _, operation in operations(document):
        name = operation["operationId"]
        if name in examples.bodies:
            for content in operation["requestBody"]["content"].values():
                content["example"] = shortened(examples.bodies[name], content["schema"], components)
        for status, response in operation["responses"].items():
            for media_type, content in response.get("content", {}).items():
                # As YAML an answer is the same data.
                shown = vocabulary.JSON if media_type == vocabulary.YAML else media_type
                found = examples.answers.get((name, shown))
                if found is not None and status == str(OPERATIONS[name].status):
                    content["example"] = _short(found, content["schema"], components)


def _short(found: Any, schema: Schema, components: dict[str, Schema]) -> Any:
    return shortened_text(found) if isinstance(found, str) else shortened(found, schema, components)


# --- the scene ------------------------------------------------------------------------------------------------


def _scene(knowledge: Knowledge, scratch: Scratch) -> Scene:
    asked = _request(knowledge)
    asking = {**asked, "subject": _SUBJECT}
    decision: dict[str, Any] = scratch.ask("POST", "/v1/recommendations", vocabulary.JSON, asking).get_json()
    slots = decision["slots"]
    judged = [(slot, verdict["product"]) for slot in slots for verdict in slot["verdicts"]]
    every = list(knowledge.products)
    picked = next((slot["picks"][0] for slot in slots if slot["picks"]), every[0])
    not_picked = next((product for slot, product in judged if product not in slot["picks"]), every[-1])
    slot = next((id_ for id_ in knowledge.products[picked].slots), next(iter(knowledge.slots)))
    review, review_id = _reviewed(scratch, decision, slots)
    waiver, waiver_id = _waived(scratch, decision, slots)
    first = {
        "rule_id": knowledge.rules,
        "claim_id": knowledge.claims,
        "source_id": knowledge.sources,
        "area": knowledge.areas,
        "waiver_id": waiver_id,
        "conflict_id": [conflict.id for conflict in all_conflicts(knowledge)],
        "module": knowledge.modules,
        "source": knowledge.sources,
        "kind": [claim.kind for claim in knowledge.claims.values()],
        "category": [claim.category for claim in knowledge.claims.values()],
    }
    parameters = {
        "decision_id": decision["id"],
        "product_id": picked,
        "product": picked,
        "rather_than": not_picked,
        "details": "all",
        "slot": slot,
        "slot_id": slot,
        "edition": asked["edition"],
        "edition_id": asked["edition"],
        "pack_id": knowledge.packs[0].id,
        "as_of": asked["as_of"],
        "date": asked["as_of"],
        "lang": LANGUAGES[-1],
        "limit": vocabulary.DEFAULT_PAGE,
        "offset": 0,
        "q": knowledge.products[picked].name,
        "only": "rule",
        "question": next(iter(knowledge.questions)),
        "from": decision["id"],
        "slots": decision["slots"][0]["slot"],
        "theme": "dark",
        "hold": [HOLDS[0]],
        "review_id": review_id,
        "decision": decision["id"],
        "subject": _SUBJECT,
        "by": ANYBODY.subject,
        "since": asked["as_of"],
        "until": _until().isoformat(),
        "entity_kind": "component",
        "entity_namespace": "default",
        "entity_name": "shop",
        "kind_id": next(iter(KINDS)),
        "file": "portolan.yaml",
        "Idempotency-Key": "7f9c24e5-2b0a-4b8e-9a55-0d5d3c1f6b7e",
        **_places(scratch),
        **{name: next(iter(ids)) for name, ids in first.items() if ids},
    }
    return Scene(knowledge, asked, decision, picked, not_picked, review, waiver, parameters)


def _until() -> date:
    """A day that is not over when somebody tries the example."""
    return date(date.today().year + 1, 12, 31)


def _reviewed(scratch: Scratch, decision: Mapping[str, Any], slots: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """A review that was added, and its id: an overrule, where there is a verdict."""
    judged = ((slot, verdict) for slot in slots for verdict in slot["verdicts"] if verdict["verdict"] == VERDICTS[-1])
    body: dict[str, Any] = {"kind": "accept"}
    for slot, verdict in judged:
        about = {"slot": slot["slot"], "product": verdict["product"], "verdict": VERDICTS[0]}
        body = {"kind": "overrule", **about, "text": _REASON, "until": _until().isoformat()}
        break
    added = scratch.ask("POST", f"/v1/decisions/{decision['id']}/reviews", vocabulary.JSON, body).get_json()
    return body, added["id"]


def _waived(
    scratch: Scratch, decision: Mapping[str, Any], slots: list[dict[str, Any]]
) -> tuple[dict[str, Any] | None, list[str]]:
    """A waiver that was given, and its id."""
    judged = [(slot, verdict) for slot in slots for verdict in slot["verdicts"]]
    for slot, verdict in sorted(judged, key=lambda one: one[1]["verdict"] not in STANCES_AGAINST):
        about = {"decision": decision["id"], "slot": slot["slot"], "product": verdict["product"]}
        body = {**about, "reason": _REASON, "until": _until().isoformat(), "subject": _SUBJECT}
        try:
            return body, [scratch.ask("POST", "/v1/waivers", vocabulary.JSON, body).get_json()["id"]]
        except Problem:  # nothing stands against it
            continue
    return None, []


def _places(scratch: Scratch) -> dict[str, str]:
    """In the list of decisions, as its links have them."""
    listed = scratch.ask("GET", "/v1/decisions", vocabulary.JSON).get_json()["items"][0]
    made = (datetime.fromisoformat(listed["made_at"]) - _EPOCH) // timedelta(microseconds=1)
    return dict.fromkeys(("after", "before"), place_text((made, listed["id"])))


def _request(knowledge: Knowledge) -> dict[str, Any]:
    """One answer of each sort, to questions that are asked of everybody."""
    profile: dict[str, dict[str, Any]] = {}
    sorts: set[str] = set()
    for question in knowledge.questions.values():
        if question.needs or question.type in sorts or len(sorts) == _ANSWERED:
            continue
        if question.type == "products" and question.id != IN_USE and IN_USE in knowledge.questions:
            continue  # what is in use is the most telling
        answer = _answer(question, knowledge)
        if answer is not None:
            sorts.add(question.type)
            profile.setdefault(question.section, {})[question.name] = answer
    newest = list(knowledge.editions.values())[-1]
    return {"profile": profile, "edition": newest.id, "as_of": newest.published.isoformat(), "language": LANGUAGES[0]}


def _answer(question: Question, knowledge: Knowledge) -> Any:
    if question.type == "bool":
        return True
    if question.type in ("choice", "choices"):
        return question.option_ids[0] if question.type == "choice" else [question.option_ids[0]]
    if question.type == "products":
        return [_telling(knowledge)]
    return None


def _telling(knowledge: Knowledge) -> str:
    """A product that there is something to say of: one that a rule wants replaced, best without further conditions."""
    rules = sorted(knowledge.rules.values(), key=lambda rule: sum(1 for _ in leaves(rule.when)))
    replaced = (conclusion.subject for rule in rules for conclusion in rule.then if conclusion.kind == "migrate")
    return next(replaced, next(product.id for product in knowledge.products.values() if product.slots))


# --- the answers ----------------------------------------------------------------------------------------------


def _asked(scratch: Scratch, scene: Scene, operation: tuple[str, str, str], media_type: str, body: Any) -> Any:
    """JSON as data, a text as it is, None where nothing can be shown."""
    name, method, path = operation
    values = {**scene.parameters, **(_OWN[name](scene) if name in _OWN else {})}
    try:
        address = path.format_map(values)
    except KeyError:  # a path with a parameter that nothing here stands for
        return None
    try:
        response = scratch.ask(method.upper(), address, media_type, body)
    except Exception as error:  # a description without an example is better than none
        log.warning("no example for %s: %r", name, error)
        return None
    if response.status_code != OPERATIONS[name].status or response.mimetype != media_type:
        return None
    return response.get_data(as_text=True) if media_type in _TEXTS else orjson.loads(response.get_data())
