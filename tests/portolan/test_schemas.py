"""`portolan schemas`: the files beside the rules are those that the code makes."""

from __future__ import annotations

import json
from pathlib import Path

from engine.knowledge.schemas import FILES
from tests.portolan.conftest import Run

SHIPPED = Path(__file__).parents[2] / "rules" / "schemas"


def test_the_shipped_schemas_are_up_to_date(run: Run) -> None:
    ran = run("schemas", "--check", SHIPPED)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_there_is_one_for_each_kind_of_file(run: Run, tmp_path: Path) -> None:
    directory = tmp_path / "made" / "schemas"
    ran = run("schemas", directory)
    assert (ran.code, ran.out) == (0, f"{len(FILES)} of {len(FILES)} schemas in {directory} changed.\n")
    assert {path.name for path in directory.iterdir()} == {f"{kind}.schema.json" for kind in FILES}
    assert run("schemas", directory).out == f"0 of {len(FILES)} schemas in {directory} changed.\n"


def test_check_names_what_is_not_up_to_date_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    run("schemas", tmp_path)
    (tmp_path / "slots.schema.json").write_text("{}")
    (tmp_path / "pack.schema.json").unlink()
    ran = run("schemas", "--check", tmp_path)
    assert ran.code == 1
    assert ran.err == (
        f"Not up to date in {tmp_path}: pack.schema.json, slots.schema.json. `portolan schemas` writes them.\n"
    )
    assert json.loads((tmp_path / "slots.schema.json").read_text()) == {}


def test_places_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert run("schemas", tmp_path / "file" / "schemas").code == 4
    assert run("schemas", tmp_path / "file").code == 2
