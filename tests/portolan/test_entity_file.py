"""A profile by way of catalog-info.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portolan.conftest import Run

HEAD = "apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\n"
SYSTEM = HEAD.format(kind="System", name="shop")
INLINE = """\
  annotations:
    github.com/project-slug: acme/checkout
    portolan.io/profile: |
      stack:
        in_use: [{product}]
"""


def component(name: str, annotations: str) -> str:
    return HEAD.format(kind="Component", name=name) + annotations


def named(file: str) -> str:
    return f"  annotations: {{portolan.io/profile: {file}}}\n"


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    return tmp_path / "repository" / "catalog-info.yaml"


def written(path: Path, *documents: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("---\n".join(documents), encoding="utf-8")
    return path


def test_the_profile_is_the_annotation(run: Run, catalog: Path, harbour: Path) -> None:
    file = written(catalog, SYSTEM, component("checkout", INLINE.format(product="jaeger")))
    bare = written(catalog.with_name("portolan.yaml"), "stack: {in_use: [jaeger]}\n")
    ran = run("recommend", file, "--format", "json")
    assert ran.code == 0, ran.err
    assert ran.data["id"] == run("recommend", bare, "--format", "json").data["id"]


@pytest.mark.parametrize(
    "written_as", ["./portolan.yaml", "portolan.yaml", "file:./portolan.yaml", "{$text: ./portolan.yaml}"]
)
def test_the_annotation_names_a_file_beside_it(run: Run, catalog: Path, written_as: str) -> None:
    file = written(catalog, component("checkout", named(written_as)))
    written(catalog.with_name("portolan.yaml"), "profile: {stack: {in_use: [jaeger]}}\n")
    ran = run("recommend", file, "--format", "json")
    assert ran.code == 0, ran.err
    assert ran.data["receipt"]["request"]["profile"] == {"stack": {"in_use": ["jaeger"]}}


def test_a_mistake_has_its_line_in_the_file(run: Run, catalog: Path) -> None:
    file = written(catalog, SYSTEM, component("checkout", INLINE.format(product="jeager")))
    ran = run("recommend", file)
    assert ran.code == 2
    assert ran.err == f"{file}:14:18: the catalog has no product 'jeager' (did you mean 'jaeger'?)\n"


def test_of_several_one_is_chosen(run: Run, catalog: Path) -> None:
    both = [component(name, INLINE.format(product="jaeger")) for name in ("a", "b")]
    file = written(catalog, *both)
    assert run("recommend", file).err == (
        f"{file}: several entities have a profile: component:default/a, component:default/b"
        " (choose one with --entity)\n"
    )
    for ref in ("Component:b", "B", "default/b"):
        assert run("recommend", file, "--entity", ref).code == 0
    wrong = run("recommend", file, "--entity", "component:c")
    assert (wrong.code, "there are component:default/a" in wrong.err) == (2, True)
    assert run("recommend", file, "--entity", "?").code == 2


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        ("../portolan.yaml", ":5:17: ../portolan.yaml is not below the directory of"),
        ("./nowhere.yaml", ":5:17: there is no file"),
        ("/etc/passwd", "is no profile and no file beside the entity"),
        ("https://example.com/portolan.yaml", "nothing is fetched from the network"),
        ("5", "an annotation is a text"),
    ],
)
def test_what_is_no_profile_is_told(run: Run, catalog: Path, annotation: str, said: str) -> None:
    file = written(catalog, component("checkout", named(annotation)))
    written(catalog.parent.parent / "portolan.yaml", "{}")
    ran = run("recommend", file)
    assert ran.code == 2
    assert said in ran.err


def test_a_link_does_not_lead_out_of_the_directory(run: Run, catalog: Path) -> None:
    file = written(catalog, component("checkout", named("./portolan.yaml")))
    outside = written(catalog.parent.parent / "secret.yaml", "stack: {}\n")
    catalog.with_name("portolan.yaml").symlink_to(outside)
    assert "is not below the directory" in run("recommend", file).err


def test_an_entity_without_a_profile_is_no_profile(run: Run, catalog: Path) -> None:
    file = written(catalog, SYSTEM)
    assert run("recommend", file).err == f"{file}: no entity in it has the annotation portolan.io/profile\n"


def test_entity_is_for_files_of_entities(run: Run, harbour: Path) -> None:
    ran = run("recommend", harbour, "--entity", "component:a")
    assert (ran.code, ran.err) == (2, f"--entity: {harbour} is no file of catalog entities.\n")


def test_standard_input_may_be_entities_too(run: Run) -> None:
    inline = component("checkout", INLINE.format(product="jaeger"))
    assert run("recommend", "-", piped=inline).code == 0
    assert "standard input is none" in run("recommend", "-", piped=component("checkout", named("./x.yaml"))).err


def test_json_is_read_as_well(run: Run) -> None:
    piped = '{"apiVersion": "a", "kind": "C", "metadata": {"name": "n", "annotations": {"portolan.io/profile": "{}"}}}'
    assert run("recommend", "-", piped=piped).code == 0
