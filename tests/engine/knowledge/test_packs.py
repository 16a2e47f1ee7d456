"""Packs on top of the base: which there are, what they build on, what their digests are over."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.knowledge.files import KnowledgeFile, digest_of, kind_of, split_path
from engine.knowledge.loader import build_knowledge, load_knowledge
from engine.knowledge.packs import in_force, labelled, place_of, read_packs
from engine.knowledge.problems import KnowledgeError
from tests.engine.knowledge.laying import BASE, HERE
from tests.engine.knowledge.packing import head, module, on_top, pack, wrong

RULE = "- id: acme-policy/rule\n  then: [{consider: jaeger}]\n  because: {en: E, ko: K}\n  cites: [handbook/keep]\n"
ACME = pack("acme", {"policy/acme-policy.yaml": module(rules=RULE)})


def written(directory: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")
    return directory


# --- what is in force -----------------------------------------------------------------------------------------


def test_what_a_pack_adds_stands_beside_what_is_there() -> None:
    knowledge = on_top(ACME)
    base = build_knowledge(BASE)
    assert knowledge.rules.keys() - base.rules.keys() == {"acme-policy/rule"}
    assert knowledge.modules["acme-policy"].pack == "acme"
    assert knowledge.modules["tracing"].pack == "tiny"
    assert str(knowledge.rules["acme-policy/rule"].place) == "acme:policy/acme-policy.yaml:5:5"


def test_packs_are_listed_with_what_each_brings_along() -> None:
    tiny, acme = on_top(ACME).packs
    assert (tiny.id, tiny.version, tiny.extends) == ("tiny", "1.0", ())
    assert (acme.id, acme.version, acme.extends) == ("acme", "1", ("tiny",))
    assert acme.adds == {"module": 1, "rule": 1}
    assert tiny.adds["rule"] == len({rule.template for rule in build_knowledge(BASE).rules.values()})


def test_a_rule_of_a_pack_may_override_one_of_the_base() -> None:
    rules = RULE.replace("  then", "  strength: exception\n  overrides: [defaults]\n  then")
    knowledge = on_top(pack("acme", {"policy/acme-policy.yaml": module(rules=rules)}))
    assert "tracing/tempo-is-the-standard" in knowledge.rules["acme-policy/rule"].overrides


def test_a_new_slot_stands_at_the_end_of_its_area() -> None:
    slots = "areas: [{id: storage, title: {en: S, ko: S}}]\nslots:\n"
    slots += "".join(
        f"  - {{id: {slot}, area: {area}, title: {{en: E, ko: K}}}}\n"
        for slot, area in (("disks", "storage"), ("profiles", "observability"))
    )
    assert list(on_top(pack("acme", {"slots.yaml": slots})).slots) == ["tracing", "dashboards", "profiles", "disks"]


def test_scenarios_and_schemas_of_a_pack_are_no_knowledge(tmp_path: Path) -> None:
    written(tmp_path, {"portolan.yaml": head("acme"), "tests/a.yaml": "scenarios: []", "schemas/b.yaml": ""})
    assert load_knowledge(HERE / "base", tmp_path).packs[1].adds == {}


# --- names and places -----------------------------------------------------------------------------------------


def test_a_name_that_is_there_already_is_told_with_both_places() -> None:
    product = "products:\n  - {id: tempo, name: Tempo, slots: []}\n"
    assert wrong(pack("acme", {"catalog/mine.yaml": product})) == [
        "acme:catalog/mine.yaml:2:6: error[duplicate-id]: the product 'tempo' is there already"
        " (first at catalog/all.yaml:14)"
    ]


def test_a_name_that_does_not_exist_is_told_with_the_nearest_of_the_base() -> None:
    (problem,) = wrong(pack("acme", {"policy/acme-policy.yaml": module(rules=RULE.replace("jaeger", "jager"))}))
    assert problem == (
        "acme:policy/acme-policy.yaml:6:13: error[unknown-product]: there is no product 'jager'"
        " (did you mean 'jaeger'?)"
    )


@pytest.mark.parametrize(
    "path", ["portolan.yaml", "a/b.yaml", "acme:portolan.yaml", "acme:claims/board.yaml", "acme-2:x/y/z.yml"]
)
def test_a_path_names_the_pack_and_the_file(path: str) -> None:
    file = KnowledgeFile.at(path, b"")
    assert (file.pack, file.name) == split_path(path)
    assert file.path == path


def test_a_file_that_would_be_taken_for_one_of_a_pack_is_turned_away() -> None:
    file = KnowledgeFile.at("observability/a:b.yaml", b"")
    assert (file.pack, file.name) == ("observability/a", "b.yaml")
    assert kind_of("observability/a:b.yaml") is None


# --- what packs build on --------------------------------------------------------------------------------------

LISTS = {
    "a pack that nothing has": (
        [pack("acme", extends="tinny")],
        ["acme:portolan.yaml:4:1: error[unknown-pack]: there is no pack 'tinny' to extend (did you mean 'tiny'?)"],
    ),
    "a base on top of a base": (
        [pack("acme", extends="")],
        [
            "acme:portolan.yaml:1:1: error[second-base]: the pack 'acme' extends nothing, so it would be a base, and"
            " there is one already (add `extends: tiny`, or name it first to have it in place of that base)"
        ],
    ),
    "a pack below the one that it extends": (
        [pack("acme", extends="[tiny, board]"), pack("board")],
        [
            "acme:portolan.yaml:4:1: error[pack-order]: the pack 'board', which 'acme' extends, stands on top of it"
            " (name 'board' before 'acme')"
        ],
    ),
    "packs in a circle": (
        [pack("acme", extends="[tiny, board]"), pack("board", extends="acme")],
        [
            "acme:portolan.yaml:4:1: error[pack-cycle]: packs extend each other in a circle: acme → board → acme"
            " (let one of them stand on its own)",
            "board:portolan.yaml:4:1: error[pack-cycle]: packs extend each other in a circle: board → acme → board"
            " (let one of them stand on its own)",
        ],
    ),
    "a pack that extends itself": (
        [pack("acme", extends="acme")],
        [
            "acme:portolan.yaml:4:1: error[pack-cycle]: packs extend each other in a circle: acme → acme"
            " (let one of them stand on its own)"
        ],
    ),
    "a base that is too old": (
        [pack("acme", extends='{tiny: "1.10"}')],
        ["acme:portolan.yaml:4:11: error[old-pack]: 'acme' needs 'tiny' 1.10 or later, and this is 1.0"],
    ),
    "the same pack twice": (
        [pack("acme"), tuple(KnowledgeFile(f.name, f.kind, f.content, "acme~2") for f in pack("acme"))],
        [
            "acme~2:portolan.yaml:1:1: error[duplicate-pack]: the pack 'acme' is there already"
            " (first at acme:portolan.yaml:1:1)"
        ],
    ),
    "a version in words": (
        [pack("acme", extends="{tiny: newest}")],
        [
            "acme:portolan.yaml:4:1: error[wrong-type]: `extends` names the packs that this one builds on"
            ' (as `extends: portolan`, or `extends: {portolan: "0.1"}` for a version and later ones)'
        ],
    ),
    "a pack without a name": (
        [pack("acme", {"portolan.yaml": "extends: tiny\n"})],
        [
            f"acme:portolan.yaml:1:1: error[missing-field]: the field '{field}' is missing"
            for field in ("pack", "title", "version")
        ],
    ),
    "no portolan.yaml": (
        [(KnowledgeFile("slots.yaml", "slots", b"slots: []\n", "acme"),)],
        ["acme:portolan.yaml:1:1: error[missing-file]: the pack has no portolan.yaml"],
    ),
}


@pytest.mark.parametrize(("packs", "expected"), LISTS.values(), ids=list(LISTS))
def test_a_list_of_packs_that_does_not_stand(packs: list[tuple[KnowledgeFile, ...]], expected: list[str]) -> None:
    assert wrong(*packs) == expected


@pytest.mark.parametrize("extends", ["tiny", "[tiny]", '{tiny: "1.0"}', '{tiny: "0.9"}'])
def test_a_base_that_is_new_enough(extends: str) -> None:
    assert on_top(pack("acme", extends=extends)).packs[1].extends == ("tiny",)


# --- directories ----------------------------------------------------------------------------------------------


def test_the_first_that_extends_nothing_takes_the_place_of_the_base(tmp_path: Path) -> None:
    own = written(tmp_path / "own", {"portolan.yaml": head("own", extends="")})
    acme = written(tmp_path / "acme", {"portolan.yaml": head("acme")})
    assert in_force(HERE / "base", ()) == (HERE / "base",)
    assert in_force(HERE / "base", (acme,)) == (HERE / "base", acme)
    assert in_force(HERE / "base", (own, acme)) == (own, acme)
    assert in_force(HERE / "base", (acme, own)) == (HERE / "base", acme, own)
    assert in_force(HERE / "base", (tmp_path,)) == (HERE / "base", tmp_path)  # what is wrong is told when it is loaded


def test_directories_are_told_apart_by_their_packs(tmp_path: Path) -> None:
    texts = {"one": head("acme"), "two": head("acme"), "Not a Name!": "pack: [", "four": "pack: 4"}
    made = [written(tmp_path / name, {"portolan.yaml": text}) for name, text in texts.items()]
    assert list(labelled((HERE / "base", *made, tmp_path / "nothing"))) == [
        *("", "acme", "acme~2", "not-a-name", "four", "nothing"),
    ]
    assert {file.pack for file in read_packs((HERE / "base", *made))} == {"", "acme", "acme~2", "not-a-name", "four"}


def test_a_problem_is_told_where_its_file_is() -> None:
    directories = {"": Path("rules"), "acme": Path("ours/acme-pack")}
    assert place_of("slots.yaml", directories) == Path("rules/slots.yaml")
    assert place_of("acme:slots.yaml", directories) == Path("ours/acme-pack/slots.yaml")


def test_a_pack_that_is_no_directory(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"nothing:1:1: error\[no-directory\]"):
        load_knowledge(HERE / "base", tmp_path / "nothing")


# --- digests --------------------------------------------------------------------------------------------------


def test_the_digest_of_a_base_alone_is_its_own() -> None:
    knowledge = build_knowledge(BASE)
    assert knowledge.digest == knowledge.pack.digest == digest_of(BASE)


def test_packs_have_digests_of_their_own_and_the_whole_another() -> None:
    knowledge = on_top(ACME)
    own = tuple(KnowledgeFile(file.name, file.kind, file.content) for file in ACME)
    assert [one.digest for one in knowledge.packs] == [digest_of(BASE), digest_of(own)]
    assert knowledge.digest == digest_of((*BASE, *ACME))
    assert len({knowledge.digest, *(one.digest for one in knowledge.packs)}) == 3


def test_the_order_of_packs_is_part_of_the_digest() -> None:
    one, other = pack("acme"), pack("board")
    assert digest_of((*BASE, *one, *other)) != digest_of((*BASE, *other, *one))


def test_a_byte_of_one_pack_changes_its_digest_and_that_of_the_whole_alone() -> None:
    before = on_top(pack("acme"), pack("board"))
    after = on_top(pack("acme"), pack("board", {"portolan.yaml": head("board") + "# new\n"}))
    assert [a.digest == b.digest for a, b in zip(before.packs, after.packs, strict=True)] == [True, True, False]
    assert before.digest != after.digest


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_files_of_each_pack_does_not_matter(random: Random) -> None:
    expected = on_top(ACME, pack("board"))
    files = [*BASE, *ACME]
    random.shuffle(files)
    assert build_knowledge((*files, *pack("board"))) == expected
