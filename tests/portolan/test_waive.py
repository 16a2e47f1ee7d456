"""`portolan waive`: a waiver in the file, with everything else as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.detection import Detection, Evidence
from engine.explanation.yaml_edit import comments_in
from portolan.checking.waiving import Entry, with_waivers
from tests.portolan.conftest import Ran, Run

PROFILE = """\
# yaml-language-server: $schema=portolan.schema.json
as_of: 2026-04-15   # the day of the review
profile:
  stack:
    in_use: [old-ingress, jaeger]   # both for now
    works_well: []
  wishes:
    signals: [traces]
    licences: open-source
"""
SAID = ("--until", "2026-12-31", "--reason", "The move is under way: PLAT-12 #3", "--by", "group:default/platform")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "portolan.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def waive(run: Run, shop: Path) -> Any:
    def waive(product: str = "old-ingress", *more: str, file: str = "portolan.yaml") -> Ran:
        return run("waive", file, product, *SAID, *more)

    return waive


def states(run: Run, *more: str) -> list[str]:
    return [one["state"] for one in run("check", "--format", "json", *more).data["checks"][0]["waivers"]]


def test_it_silences_what_is_found_and_leaves_the_rest_of_the_file_alone(run: Run, shop: Path, waive: Any) -> None:
    ran = waive()
    assert (ran.code, ran.err) == (0, "")
    assert "Waived: Support for Old Ingress ended on 2026-03-31" in ran.out
    text = shop.read_text()
    assert text.startswith(PROFILE)
    (waiver,) = yaml.safe_load(text)["waivers"]
    assert waiver["grounds"].startswith("sha256:")
    assert (waiver["product"], waiver["kinds"], waiver["reason"]) == ("old-ingress", ["end-of-life"], SAID[3])
    assert run("check").code == 0
    assert states(run) == ["applied"]


def test_it_reopens_when_its_premises_change(run: Run, shop: Path, waive: Any) -> None:
    waive()
    assert states(run, "--as-of", "2026-01-15") == ["reopened"]  # support was only ending then
    assert states(run, "--as-of", "2027-01-01") == ["expired"]


def test_one_that_is_over_is_given_anew_in_its_place(run: Run, shop: Path, waive: Any) -> None:
    waive()
    before = shop.read_text()
    ran = run(
        "waive",
        "portolan.yaml",
        "old-ingress",
        "--as-of",
        "2027-02-01",
        "--until",
        "2027-06-30",
        "--reason",
        "Late.",
        "--by",
        "me",
    )
    assert ran.code == 0
    (waiver,) = yaml.safe_load(shop.read_text())["waivers"]
    assert (waiver["reason"], str(waiver["until"])) == ("Late.", "2027-06-30")
    assert shop.read_text().splitlines()[:10] == before.splitlines()[:10]
    assert states(run, "--as-of", "2027-02-01") == ["applied"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("olde-ingress", *SAID), "There is no product 'olde-ingress'. Did you mean 'old-ingress'?"),
        (("zipkin", *SAID), "there is nothing to waive about zipkin. Something is found about old-ingress."),
        (("old-ingress", *SAID, "--kind", "licence"), "there is nothing to waive about old-ingress but end-of-life."),
        (("old-ingress", *SAID, "--kind", "licens"), "did you mean 'licence'?"),
        (("old-ingress", *SAID, "--slot", "ingres"), "Did you mean 'ingress'?"),
        (("old-ingress", "--until", "2026-01-01", *SAID[2:]), "--until: 2026-01-01 is over as of 2026-04-15."),
        (("old-ingress", "--reason", " ", "--until", "2026-12-31", "--by", "me"), "--reason is a text"),
        (("old-ingress", *SAID, "--by", "\udcb1"), "--by is not in the encoding"),
    ],
)
def test_what_cannot_be_waived_is_refused(run: Run, shop: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = run("waive", "portolan.yaml", *arguments)
    assert ran.code == 2
    assert said.lower() in ran.err.lower()
    assert shop.read_text() == PROFILE


def test_what_is_waived_already_is_not_waived_twice(waive: Any) -> None:
    waive()
    ran = waive()
    assert (ran.code, "is waived already, until 2026-12-31. For another day," in ran.err) == (2, True)


def test_what_files_say_is_waived_where_they_are_read(
    run: Run, shop: Path, waive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fake of detection: what it makes of files is tested where it is."""
    (shop.parent / "charts").mkdir()
    there = Detection(products={"tempo": (Evidence("Chart.yaml", 2, "tempo 1.0", "chart"),)})
    monkeypatch.setattr("portolan.checking.detecting.detect", lambda files, knowledge: there)
    refused = waive("jaeger", "--kind", "not-found")
    assert (refused.code, "What files say is held against it with --detect." in refused.err) == (2, True)
    for product in ("old-ingress", "tempo"):
        assert waive(product, "--detect", "charts").code == 0
    waivers = yaml.safe_load(shop.read_text())["waivers"]
    assert [(one["product"], one["kinds"], "grounds" in one) for one in waivers] == [
        ("old-ingress", ["end-of-life"], True),
        ("old-ingress", ["not-found"], False),
        ("tempo", ["undeclared"], False),
    ]
    assert states(run, "--detect", "charts") == ["applied", "applied", "applied"]
    assert "silences nothing" not in run("check").out  # nobody looked


def test_a_file_that_cannot_be_understood_is_told_with_its_lines(run: Run, shop: Path, waive: Any) -> None:
    shop.write_text("profile: {stack: {in_use: [old-ingres]}}\n")
    ran = waive()
    assert ran.code == 2
    assert "portolan.yaml:1:28: the catalog has no product 'old-ingres' (did you mean 'old-ingress'?)" in ran.err
    assert waive(file="-").code == 2


ENTITY = """\
apiVersion: backstage.io/v1alpha1   # of the portal
kind: Component
metadata:
  name: {name}
  annotations:
    portolan.io/profile: {annotation}
    other: "yes"
spec: {{owner: me}}
"""
INSIDE = "|   # what it runs on\n        # both for now\n        stack:\n          in_use: [old-ingress, jaeger]\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_annotation_of_an_entity_takes_a_waiver(run: Run, shop: Path, waive: Any, newline: str) -> None:
    file = shop.with_name("catalog-info.yaml")
    system = "apiVersion: v1\nkind: System\nmetadata: {name: all}\n---\n"
    text = (system + ENTITY.format(name="shop", annotation=INSIDE)).replace("\n", newline)
    file.write_bytes(text.encode())
    day = ("--as-of", "2026-04-15")
    assert waive("old-ingress", *day, file="catalog-info.yaml").code == 0
    later = ("--as-of", "2027-01-01", "--until", "2027-06-30")
    assert waive("old-ingress", *later, file="catalog-info.yaml").code == 0  # anew in its place
    ran = run("check", "catalog-info.yaml", *later[:2], "--format", "json")
    assert [one["state"] for one in ran.data["checks"][0]["waivers"]] == ["applied"]
    written = file.read_bytes().decode()
    head, tail = (
        text.split(f"        # both for now{newline}")[0],
        f'    other: "yes"{newline}spec: {{owner: me}}{newline}',
    )
    assert written.startswith(
        f"{head}        # both for now{newline}        profile:{newline}          stack:{newline}"
    )
    assert written.endswith(tail)
    assert written.count("\r") == (written.count("\n") if newline == "\r\n" else 0)


def test_the_file_that_an_annotation_names_takes_the_waiver(run: Run, shop: Path, waive: Any) -> None:
    entity = ENTITY.format(name="shop", annotation="./portolan.yaml")
    shop.with_name("catalog-info.yaml").write_text(entity)
    assert "Written into portolan.yaml." in waive(file="catalog-info.yaml").out
    assert shop.with_name("catalog-info.yaml").read_text() == entity
    assert states(run) == ["applied"]


def test_of_several_entities_one_is_meant(run: Run, shop: Path, waive: Any) -> None:
    file = shop.with_name("catalog-info.yaml")
    file.write_text("---\n".join(ENTITY.format(name=name, annotation=INSIDE) for name in ("a", "b")))
    refused = waive(file="catalog-info.yaml")
    assert (refused.code, "choose one with --entity" in refused.err) == (2, True)
    assert waive("old-ingress", "--entity", "b", file="catalog-info.yaml").code == 0
    first, second = yaml.safe_load_all(file.read_text())
    notes = [one["metadata"]["annotations"]["portolan.io/profile"] for one in (first, second)]
    assert ["waivers:" in note for note in notes] == [False, True]


@pytest.mark.parametrize(
    "annotation", ['"{stack: {in_use: [old-ingress]}}"', ">\n      stack: {in_use: [old-ingress]}"]
)
def test_an_annotation_in_another_layout_is_left_to_people(shop: Path, waive: Any, annotation: str) -> None:
    file = shop.with_name("catalog-info.yaml")
    file.write_text(ENTITY.format(name="shop", annotation=annotation))
    before = file.read_text()
    ran = waive("old-ingress", "--as-of", "2026-04-15", file="catalog-info.yaml")
    assert (ran.code, "Put this into its `waivers`" in ran.err) == (4, True)
    assert file.read_text() == before


# --- layouts ----------------------------------------------------------------------------------------------------

WAIVER = {"product": "x", "kinds": ["dropped"], "reason": 'say "no"', "until": "2026-12-31", "by": "me"}
BLOCK = '\n  - product: x\n    kinds: [dropped]\n    reason: "say \\"no\\""\n    until: "2026-12-31"\n    by: me\n'
FLOW = '{"product": "x", "kinds": ["dropped"], "reason": "say \\"no\\"", "until": "2026-12-31", "by": "me"}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("profile: {}\n", f"profile: {{}}\n\nwaivers:{BLOCK}"),
        ("profile: {}", f"profile: {{}}\n\nwaivers:{BLOCK}"),
        ("waivers:   # none yet\nprofile: {}\n", f"waivers:   # none yet{BLOCK}profile: {{}}\n"),
        ("waivers: []  # none yet\nprofile: {}\n", f"waivers:  # none yet{BLOCK}profile: {{}}\n"),
        ("profile: {}\nwaivers: null # none yet", f"profile: {{}}\nwaivers: # none yet{BLOCK}"),
        ("waivers:\n- {product: y}\n# about the profile\nprofile: {}\n", None),
        ("waivers:\n  - product: y   # why\n    by: me  # who\n\n# below\nprofile: {}\n", None),
        ("waivers: [{product: y}]\nprofile: {}\n", f"waivers: [{{product: y}}, {FLOW}]\nprofile: {{}}\n"),
        ('{"profile": {}}\n', f'{{"profile": {{}}, "waivers": [{FLOW}]}}\n'),
        ('{\n\t"profile": {}\n}\n', f'{{\n\t"profile": {{}},\n\t"waivers": [{FLOW}]\n}}\n'),
        ('{"profile": {}, "waivers": []}', f'{{"profile": {{}}, "waivers": [{FLOW}]}}'),
        ('{"profile": {}, "waivers": null}', f'{{"profile": {{}}, "waivers": [{FLOW}]}}'),
        ("profile: {}\r\n", None),
    ],
)
def test_any_usual_layout_takes_a_waiver(before: str, after: str | None) -> None:
    written = with_waivers(before, [Entry(WAIVER)], bare=False)
    assert written is not None
    if after is not None:
        assert written == after
    kept = [part for line in before.splitlines() for part in line.split("#")[1:]]
    assert all(comment in written for comment in kept)  # no comment is lost
    if "\r" in before:
        assert written.count("\n") == written.count("\r\n")


@pytest.mark.parametrize(
    "before",
    [
        "# $schema\n\nplatform: {production: true}\nstack:\n  # these\n  in_use:\n    - x\n",
        '{"platform": {"production": true}}',
        "",
        "# nothing yet\n",
        "platform:\n  note: |\n    a\n\n    b\n",
        "# ours\n---\n# where\nplatform: {production: true}\n",
    ],
)
def test_a_bare_profile_becomes_a_request(before: str) -> None:
    written = with_waivers(before, [Entry(WAIVER)], bare=True)
    assert written is not None
    data = yaml.safe_load(written)
    assert data == {"profile": yaml.safe_load(before) or {}, "waivers": [WAIVER]}


@pytest.mark.parametrize(
    "before",
    [
        "profile: {}\nwaivers:\n  - product: x   # old\n    # agreed\n    by: you\n\n  # why\n  - product: y\n",
        "profile: {}\nwaivers:\n- product: x\n  until: 2025-01-01 # asked for more\n  # of theirs\n- product: y\n",
        "profile: {}\nwaivers: [{product: x}, {product: y}]\n",
    ],
)
def test_one_takes_the_place_of_another(before: str) -> None:
    written = with_waivers(before, [Entry(WAIVER, instead_of=0)], bare=False)
    assert written is not None
    assert yaml.safe_load(written)["waivers"] == [WAIVER, {"product": "y"}]
    assert comments_in(written) == comments_in(before)


@pytest.mark.parametrize("before", ["profile: {}\n...\n", "--- {profile: {}}\n--- 2\n", "- 1\n", "profile: [\n"])
def test_what_is_not_foreseen_is_left_to_people(before: str) -> None:
    assert with_waivers(before, [Entry(WAIVER)], bare=False) is None
