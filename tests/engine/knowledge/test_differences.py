"""What two bodies of knowledge have in common is not told; what they have not, by sort and id."""

from __future__ import annotations

import pytest

from engine.knowledge.differences import Difference, differences, pack_differences
from engine.knowledge.files import KnowledgeFile, kind_of
from engine.knowledge.loader import build_knowledge
from engine.model import Knowledge
from tests.engine.knowledge.laying import BASE, base_with, laid

TRACING = "observability/tracing.yaml"
CATALOG = "catalog/all.yaml"
EVERY = """
module: extra
title: {en: "Extra", ko: "추가"}
rules:
  - id: extra/leave-copyleft
    for_each: {products_of: [tracing]}
    when:
      - {product: each, attribute: licence_class, is: copyleft}
    then:
      - avoid: each
    because: {en: "{each} is copyleft.", ko: "{each}의 라이선스는 카피레프트입니다."}
    cites: [handbook/tempo]
"""


def changed(name: str, old: str, new: str) -> Knowledge:
    """The base with some words of a file exchanged."""
    text = next(file.content.decode() for file in BASE if file.name == name)
    assert old in text
    return build_knowledge(laid({name: text.replace(old, new)}))


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return build_knowledge(BASE)


def told(before: Knowledge, after: Knowledge) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(one.sort, one.id, one.kind, one.fields) for one in differences(before, after).things]


def test_the_same_knowledge_does_not_differ(base: Knowledge) -> None:
    found = differences(base, build_knowledge(BASE))
    assert (found.packs, found.things) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("strength: exception", "strength: default", "strength"),
        ("is: small", "is: large", "when"),
        ("consider: tempo", "avoid: tempo", "then"),
        ("overrides: [defaults]", "overrides: [tracing/tempo-is-the-standard]", "overrides"),
        ("may stay.", "shall stay.", "because"),
        ("cites: [handbook/keep]", "cites: [handbook/keep, handbook/tempo]", "cites"),
    ],
)
def test_a_changed_rule_names_the_field_and_where_it_stands(base: Knowledge, old: str, new: str, field: str) -> None:
    (found,) = differences(base, changed(TRACING, old, new)).things
    assert (found.sort, found.id, found.kind, found.fields) == ("rule", "tracing/jaeger-may-stay", "changed", (field,))
    assert found.place is not None
    assert (found.place.file, found.place.line) == (TRACING, 26)


def test_rules_that_one_has_alone(base: Knowledge) -> None:
    more = base_with(EVERY)
    assert told(base, more) == [("rule", "extra/leave-copyleft", "added", ())]
    assert told(more, base) == [("rule", "extra/leave-copyleft", "removed", ())]


def test_comments_and_order_are_no_difference_but_of_the_files(base: Knowledge) -> None:
    found = differences(base, changed(TRACING, "module: tracing", "# of traces\nmodule: tracing"))
    assert found.things == ()
    ((pack, before, after),) = [(one.pack, one.before, one.after) for one in found.packs]
    assert before is not None
    assert after is not None
    assert (pack, before[0]) == (base.pack.id, base.pack.version)
    assert (before[1], after[1]) == (base.digest, build_knowledge(BASE).digest) or before[1] != after[1]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (CATALOG, "date: 2025-12-31", "date: 2026-12-31", ("product", "jaeger", "changed", ("end_of_life",))),
        (CATALOG, "name: Jaeger", "name: Hunter", ("product", "jaeger", "changed", ("name",))),
        ("slots.yaml", 'en: "Tracing"', 'en: "Traces"', ("slot", "tracing", "changed", ("title",))),
    ],
)
def test_other_things_name_their_fields(
    base: Knowledge, file: str, old: str, new: str, expected: tuple[str, str, str, tuple[str, ...]]
) -> None:
    assert told(base, changed(file, old, new)) == [expected]


def test_what_a_product_brings_into_a_rule_is_no_difference_of_the_rule() -> None:
    """Its name stands in the text of the rule about it, and a product more is one more to be about."""
    catalog = next(file.content.decode() for file in BASE if file.name == CATALOG)
    more = catalog.replace("name: Tempo", "name: Tempo 2") + (
        "  - id: zipkin\n    name: Zipkin\n    slots: [tracing]\n    licences:\n"
        "      - {spdx: AGPL-3.0-only, since: null, source: gazette}\n"
    )
    found = told(base_with(EVERY), build_knowledge(laid({"extra/extra.yaml": EVERY, CATALOG: more})))
    assert found == [("product", "tempo", "changed", ("name",)), ("product", "zipkin", "added", ())]


def test_a_rule_that_ranges_over_others_says_so() -> None:
    fewer = EVERY.replace("[tracing]", "[tracing], except: [tempo]")
    assert told(base_with(EVERY), base_with(fewer)) == [("rule", "extra/leave-copyleft", "changed", ("for_each",))]


def test_packs_are_told_apart() -> None:
    found = pack_differences({"base": ("1", "a"), "old": ("1", "b")}, {"base": ("1", "a"), "new": ("2", "c")})
    assert [(one.pack, one.before, one.after) for one in found] == [
        ("old", ("1", "b"), None),
        ("new", None, ("2", "c")),
    ]


def test_a_pack_on_top_is_what_is_added(base: Knowledge) -> None:
    head = KnowledgeFile(
        "portolan.yaml",
        "pack",
        f'pack: acme\nversion: "1"\ntitle: {{en: Acme, ko: 아크메}}\nextends: {base.pack.id}\n'.encode(),
        "acme",
    )
    rules = KnowledgeFile("extra/extra.yaml", kind_of("extra/extra.yaml"), EVERY.encode(), "acme")
    found = differences(base, build_knowledge((*BASE, head, rules)))
    assert [one.pack for one in found.packs] == ["acme"]
    assert isinstance(found.of("rule")["extra/leave-copyleft"], Difference)
