"""What the page of a decision says of it. It is the same each time, and costs more than all else: so it is kept."""

from __future__ import annotations

from collections import Counter

import orjson
from flask import request
from markupsafe import Markup

from engine.explanation.connections import sentence
from engine.explanation.disagreements import disagreements
from engine.explanation.picture.usual import standing_words, warnings_said
from engine.explanation.what_if.robustness import robustness
from engine.explanation.what_if.robustness_document import pick_document
from engine.inference.reasoner import Decision
from engine.model import Language
from plugin_api.pages.page import part
from plugin_api.pages.pictures import STROKES, WARNING_SIGN, box_class, sign_of
from plugin_api.pages.products import products_to_ask
from plugin_api.pages.summary import summary_of
from plugin_api.pages.told import reasons_set_aside
from plugin_api.pages.trying import trying_of
from plugin_api.pages.views import decision_view
from plugin_api.picturing import picture_of
from plugin_api.service import current_service
from plugin_api.store import Record


def shown_of(record: Record, id_: str, decided: Decision, language: Language, *, unfolded: bool) -> Markup:
    """`record`: the decision in the language; `id_`: as it is asked for; `unfolded`: every slot in full."""
    kept, key = current_service().proofs, ("page", id_, language, "all" if unfolded else "", request.script_root)
    known = kept.get(key)
    if known is not None:
        return Markup(known.decode())
    made = _made(record, id_, decided, language, unfolded)
    kept.put(key, made.encode(), weight=len(made))
    return made


def _made(record: Record, id_: str, decided: Decision, language: Language, unfolded: bool) -> Markup:
    body, asked = orjson.loads(record.body), orjson.loads(record.request)
    firmness = robustness(decided)
    picks = [pick_document(one, decided.knowledge, language) for one in firmness]
    picture = picture_of(decided, id_, language, firmness)
    return part(
        "decision_shown.html",
        language,
        decision_id=id_,
        unfolded=unfolded,
        view=decision_view(body, asked["profile"], decided.knowledge, language, picks),
        summary=summary_of(body, picture, picks, decided.knowledge, language),
        set_aside=reasons_set_aside(body["slots"], decided, language) if unfolded else {},
        picture=picture,
        sign_of=sign_of,
        strokes=STROKES,
        warning_sign=WARNING_SIGN,
        box_class=box_class,
        standing_words=standing_words,
        warnings_said=warnings_said,
        sentence=sentence,
        products=products_to_ask(decided, language),
        trying=trying_of(decided, [one["question"] for one in body["open_questions"]], language, every=False),
        disagreed=Counter(slot for found in disagreements(decided) if found.spoken for slot in found.slots),
    )
