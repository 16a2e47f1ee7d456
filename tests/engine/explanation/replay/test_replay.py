"""Kept decisions, decided again: the same, edited in any place, or made on knowledge that has changed since."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.explanation.document import decision_document
from engine.explanation.narrowing import narrowed
from engine.explanation.replay.document import SHOWN, replay_document
from engine.explanation.replay.recorded import read_recorded
from engine.explanation.replay.replay import OUTCOMES, Replay, replay
from engine.inference.profile import ProfileError
from engine.knowledge.files import KnowledgeFile, kind_of
from engine.knowledge.loader import build_knowledge
from engine.model import LANGUAGES
from engine.request import decision_id, read_request
from tests.engine.documents import GOLDEN, TINY
from tests.engine.knowledge.laying import BASE, laid

TRACING = "observability/tracing.yaml"
JAEGER = {"shop": {"size": "small", "signals": ["traces"]}, "stack": {"in_use": ["jaeger"]}}
WITHDRAWING = """
module: acme-tracing
title: {en: "Acme", ko: "아크메"}
rules: []
changes:
  - {rule: tracing/jaeger-may-stay, withdrawn: true, reason: {en: "We leave it.", ko: "그만둡니다."}}
"""


def over(name: str, *pairs: tuple[str, str]) -> Advisor:
    """An advisor on the base with some words of a file exchanged."""
    text = next(file.content.decode() for file in BASE if file.name == name)
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return Advisor(build_knowledge(laid({name: text})))


def decided(advisor: Advisor, profile: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A decision's document as it comes back from a file."""
    raw = {"profile": profile, "as_of": "2025-07-01", **members}
    request = read_request(raw, advisor.knowledge, today=next(iter(advisor.knowledge.editions.values())).published)
    id_ = decision_id(request, advisor.knowledge)
    document = decision_document(advisor.decide(request), advisor.reasoner, id_, request.language)
    found: dict[str, Any] = json.loads(json.dumps(document))
    return found


def again(document: Any, advisor: Advisor, base: Advisor | None = None) -> Replay:
    return replay(read_recorded(document), advisor, base)


def fates(found: Replay, slot: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What became of the rules of a slot."""
    (change,) = [one for one in found.slots if one.slot == slot]
    return {rule.rule: (rule.how, rule.by or rule.fields) for rule in change.rules}


@pytest.fixture(scope="module")
def base() -> Iterator[Advisor]:
    built = Advisor(build_knowledge(BASE))
    yield built
    built.close()


# --- identical ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("request_", TINY, ids=range(len(TINY)))
def test_a_decision_is_identical_in_either_language(base: Advisor, request_: dict[str, Any], language: str) -> None:
    document = decided(base, **{**request_, "language": language})
    found = again(document, base)
    assert (found.outcome, found.edits, found.packs) == ("identical", (), ())
    assert replay_document(found, "ko")["outcome"] == "identical"


def test_the_order_of_members_and_the_form_of_numbers_mean_nothing(base: Advisor) -> None:
    document = decided(base, {"shop": {"people": 3}})
    turned = json.loads(json.dumps(dict(reversed(document.items()))))
    assert again(turned, base).outcome == "identical"


def test_a_narrowed_decision_is_held_against_its_slots(base: Advisor) -> None:
    document = narrowed(decided(base, JAEGER), ["tracing"])
    assert again(document, base).outcome == "identical"
    assert replay_document(again(document, base), "en")["decision"]["slots"] == ["tracing"]
    document["slots"][0]["status"] = "contested"
    assert [edit.pointer for edit in again(document, base).edits] == ["/slots/0/status"]


def test_a_slot_cannot_be_left_out_in_silence(base: Advisor) -> None:
    document = decided(base, JAEGER)
    del document["slots"][-1]
    assert again(document, base).outcome == "edited"


# --- edited ---------------------------------------------------------------------------------------------------


def leaves(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything that holds nothing further."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = False
    for key, one in inside:
        found = True
        yield from leaves(one, (*at, key))
    if not found:
        yield at


LATER = over(TRACING, ("is: small", "is: large"))
DOCUMENT = json.loads(GOLDEN.read_text(encoding="utf-8"))
LEAVES = list(leaves(DOCUMENT))
WORDS = st.sampled_from(["id", "knowledge", "receipt", "request", "slots", "packs", "digest", "profile", "slot"])
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8), st.just([]), st.just({})
)


def changed_at(document: dict[str, Any], way: tuple[Any, ...], change: Callable[[Any, Any], None]) -> dict[str, Any]:
    found = copy.deepcopy(document)
    around: Any = found
    for key in way[:-1]:
        around = around[key]
    change(around, way[-1])
    return found


def is_identical(document: Any, advisor: Advisor, base: Advisor | None = None) -> bool:
    try:
        found = again(document, advisor, base)
    except ProfileError:
        return False
    assert found.outcome in OUTCOMES
    replay_document(found, "en")
    return found.outcome == "identical" or (base is not None and found.outcome in ("confirmed", "changed"))


@given(way=st.sampled_from(LEAVES), value=VALUES)
def test_any_change_of_a_leaf_is_found(base: Advisor, way: tuple[Any, ...], value: Any) -> None:
    def put(around: Any, key: Any) -> None:
        around[key] = value

    edited = changed_at(DOCUMENT, way, put)
    same = json.dumps(edited, sort_keys=True) == json.dumps(DOCUMENT, sort_keys=True)
    # 1 and 1.0 are one number, and one answer; so is an answer that is null and one that is left out, but the digest
    # is over what is written.
    if not same and edited != DOCUMENT:
        assert not is_identical(edited, base)


@given(way=st.sampled_from(LEAVES))
def test_anything_left_out_is_found(base: Advisor, way: tuple[Any, ...]) -> None:
    def drop(around: Any, key: Any) -> None:
        del around[key]

    assert not is_identical(changed_at(DOCUMENT, way, drop), base)


@given(way=st.sampled_from(LEAVES), value=VALUES)
def test_with_the_old_knowledge_any_change_is_found_by_the_new(base: Advisor, way: tuple[Any, ...], value: Any) -> None:
    def put(around: Any, key: Any) -> None:
        around[key] = value

    edited = changed_at(DOCUMENT, way, put)
    assert is_identical(edited, LATER, base) == (edited == DOCUMENT and json.dumps(edited) == json.dumps(DOCUMENT))


def test_what_is_sound_by_itself_can_only_be_seen_through_with_the_old_knowledge(base: Advisor) -> None:
    document = decided(base, JAEGER)
    slot = next(slot for slot in document["slots"] if slot["slot"] == "tracing")
    slot["picks"] = ["tempo"]
    assert again(document, LATER).outcome == "changed"
    assert again(document, LATER, base).outcome == "edited"


@pytest.mark.parametrize(
    ("way", "value", "text"),
    [
        (("receipt", "request", "profile", "shop", "people"), 2, "The request is not the one"),
        (("receipt", "request_digest"), "sha256:0", "The digest is not over the request"),
        (("id",), "0" * 32, "The id is not over"),
        (("slots", 0, "status"), "contested", "The request is the one that was decided"),
    ],
)
def test_what_was_edited_is_told(base: Advisor, way: tuple[Any, ...], value: Any, text: str) -> None:
    def put(around: Any, key: Any) -> None:
        around[key] = value

    told = replay_document(again(changed_at(DOCUMENT, way, put), base), "en")
    assert told["outcome"] == "edited"
    assert told["edits"]["text"].startswith(text)
    assert "/" + "/".join(map(str, way)) in [edit["pointer"] for edit in told["edits"]["first"]] or text.endswith("one")


def test_edits_are_counted_and_the_first_told(base: Advisor) -> None:
    document = decided(base, JAEGER)
    for slot in document["slots"]:
        slot["verdicts"] = []
        slot["need"] |= {f"added-{i}": i for i in range(SHOWN)}
    told = replay_document(again(document, base), "en")["edits"]
    assert told["count"] > SHOWN
    assert len(told["first"]) == SHOWN
    assert {edit["kind"] for edit in told["first"]} == {"missing", "surplus"}


# --- changed knowledge ----------------------------------------------------------------------------------------


def test_other_knowledge_that_says_the_same_confirms(base: Advisor) -> None:
    reordered = over(TRACING, ("module: tracing", "# a remark\nmodule: tracing"))
    found = again(decided(base, JAEGER), reordered)
    assert (found.outcome, found.slots, found.parts, found.edits) == ("confirmed", (), (), ())
    assert [pack.pack for pack in found.packs] == ["tiny"]


@pytest.mark.parametrize("with_base", [False, True], ids=["without-the-old", "with-the-old"])
@pytest.mark.parametrize(
    ("pair", "rule", "fate"),
    [
        (("is: small", "is: large"), "tracing/jaeger-may-stay", ("silent", ())),
        (("id: tracing/jaeger-may-stay", "id: tracing/stay"), "tracing/jaeger-may-stay", ("gone", ())),
        (("id: tracing/jaeger-may-stay", "id: tracing/stay"), "tracing/stay", ("speaks", ())),
        (("may stay.", "shall stay."), "tracing/jaeger-may-stay", ("changed", ("text",))),
        (("overrides: [defaults]", "overrides: []"), "tracing/jaeger-was-the-standard", ("no-longer-set-aside", ())),
    ],
)
def test_what_became_of_a_rule_is_told(
    base: Advisor, pair: tuple[str, str], rule: str, fate: tuple[str, tuple[str, ...]], with_base: bool
) -> None:
    found = again(decided(base, JAEGER), over(TRACING, pair), base if with_base else None)
    assert found.outcome == "changed"
    assert fates(found, "tracing")[rule] == fate
    assert (found.original is not None) == with_base


def test_a_rule_that_is_set_aside_now_says_by_whom(base: Advisor) -> None:
    strict = over(TRACING, ("cites: [handbook/keep]\n", "cites: [handbook/keep]\n" + _STRICTER))
    assert fates(again(decided(base, JAEGER), strict), "tracing")["tracing/jaeger-may-stay"] == (
        "set-aside",
        ("tracing/no-jaeger",),
    )


_STRICTER = """\
  - id: tracing/no-jaeger
    strength: exception
    when: {in_use: jaeger}
    then:
      - migrate: jaeger
        to: tempo
    overrides: [tracing/jaeger-may-stay]
    because: {en: "Leave it.", ko: "옮기세요."}
    cites: [handbook/tempo]
"""


def test_a_rule_that_is_no_longer_about_its_product(base: Advisor) -> None:
    document = decided(base, {"shop": {"open_source": True, "signals": ["traces"]}})
    fewer = over("limits/limits.yaml", ("for_each: products\n", "for_each: {except: [ledger]}\n"))
    assert fates(again(document, fewer), "dashboards")["limits/open-source@ledger"] == ("narrowed", ())


def test_a_rule_that_fires_where_nobody_asks(base: Advisor) -> None:
    document = decided(base, {"shop": {"signals": ["traces"]}})
    idle = over(TRACING, ("includes: traces", "includes: logs"))
    assert fates(again(document, idle), "tracing")["tracing/tempo-is-the-standard"] == ("without-effect", ())


def test_a_rule_that_a_pack_withdrew_names_the_pack(base: Advisor) -> None:
    head = b'pack: acme\nversion: "1"\ntitle: {en: Acme, ko: "acme"}\nextends: tiny\n'
    files = (
        *BASE,
        KnowledgeFile("portolan.yaml", "pack", head, "acme"),
        KnowledgeFile("acme/acme.yaml", kind_of("acme/acme.yaml"), WITHDRAWING.encode(), "acme"),
    )
    found = again(decided(base, JAEGER), Advisor(build_knowledge(files)))
    assert [(pack.pack, pack.before) for pack in found.packs] == [("acme", None)]
    assert fates(found, "tracing")["tracing/jaeger-may-stay"] == ("withdrawn", ("acme",))


def test_the_old_knowledge_follows_a_difference_back(base: Advisor) -> None:
    later = over(
        "catalog/all.yaml", ("date: 2025-12-31, announced: 2025-03-01", "date: 2027-12-31, announced: 2025-09-01")
    )
    told = replay_document(again(decided(base, JAEGER), later, base), "en")
    assert [(one["sort"], one["id"], one["fields"]) for one in told["knowledge"]["changes"]] == [
        ("product", "jaeger", ["end_of_life"])
    ]
    (part,) = [part for part in told["parts"] if part["part"] == "warnings"]
    (rule,) = part["rules"]
    assert (rule["rule"], rule["how"]) == ("limits/support-ends@jaeger", "silent")
    assert [(root["kind"], root["subject"]) for root in rule["because"]] == [("catalog", "jaeger")]


def test_another_base_is_passed_over(base: Advisor) -> None:
    other = over(TRACING, ("Tempo is the standard.", "Tempo it is."))
    found = again(decided(base, JAEGER), LATER, other)
    assert (found.original, found.knowledge) == (None, None)


def test_a_request_that_cannot_be_read_any_more_says_why(base: Advisor) -> None:
    text = next(file.content.decode() for file in BASE if file.name == "questionnaire.yaml")
    assert "people" in text
    fewer = {"questionnaire.yaml": text.replace("id: people", "id: staff")}
    rules = {
        file.name: file.content.replace(b"shop.people", b"shop.staff")
        for file in BASE
        if b"shop.people" in file.content
    }
    later = Advisor(build_knowledge(laid({**fewer, **rules})))
    found = again(decided(base, {"shop": {"people": 2}}), later, base)
    assert found.outcome == "unreadable"
    assert [mistake.pointer for mistake in found.mistakes] == ["/profile/shop/people"]
    assert replay_document(found, "ko")["mistakes"][0]["pointer"] == "/receipt/request/profile/shop/people"


@given(st.recursive(VALUES, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(WORDS, inside, max_size=4)))
def test_whatever_is_sent_is_understood_or_named(base: Advisor, body: Any) -> None:
    assert not is_identical(body, base)
