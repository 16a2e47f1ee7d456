"""`portolan export`: the knowledge as one document."""

from __future__ import annotations

from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from tests.portolan.conftest import Run


def test_the_document_meets_the_schema_that_goes_with_it(run: Run) -> None:
    exported = run("export").data
    assert list(Draft202012Validator(run("export", "--format", "json-schema").data).iter_errors(exported)) == []


def test_yaml_says_the_same(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "knowledge.yaml"
    assert run("export", "--format", "yaml", "-o", file).code == 0
    assert yaml.safe_load(file.read_text(encoding="utf-8")) == run("export", "--format", "json").data


def test_a_file_is_overwritten_only_by_force(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "knowledge.json"
    file.write_text("mine")
    ran = run("export", "-o", file)
    assert (ran.code, ran.err) == (4, f"{file} is there already; --force overwrites it.\n")
    assert file.read_text() == "mine"
    assert run("export", "-o", file, "--force").code == 0
    assert run("export", "-o", tmp_path / "nowhere" / "x").code == 4
