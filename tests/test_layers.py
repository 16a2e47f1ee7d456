"""Dependencies point one way, and what is written about the rule language is true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from engine.advisor import Advisor
from engine.conflict import SETTLEMENTS
from engine.dated import ATTRIBUTES
from engine.inference.plan import make_plan
from engine.knowledge.files import KnowledgeFile, read_directory
from engine.knowledge.language import (
    ATTRIBUTE_OPERATORS,
    COMBINATIONS,
    CONCLUSION_OPTIONS,
    CONCLUSIONS,
    LEAVES,
    QUESTION_OPERATORS,
    VERSION_OPERATORS,
)
from engine.knowledge.loader import build_knowledge
from engine.scenarios import read_scenarios, run
from tests.conftest import ROOT, RULES

# --- layers ---------------------------------------------------------------------------------------------------

# What each package may import of ours. Rules are data: nobody imports them.
LAYERS = {
    "engine": {"engine"},
    "plugin_api": {"plugin_api", "engine"},
    "portolan": {"portolan", "plugin_api", "engine"},
}
# The engine is a library: no web, no command line, no database.
NOT_IN_THE_ENGINE = {
    "flask",
    "flask_smorest",
    "werkzeug",
    "jinja2",
    "click",
    "gunicorn",
    "sqlalchemy",
    "alembic",
    "orjson",
}


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The full names that a file imports, wherever in it, with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            yield str(node.module), node.lineno


def files_of(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def importers(name: str) -> set[str]:
    """Which of our files import a module, or what is in it."""
    return {
        str(path.relative_to(ROOT))
        for package in LAYERS
        for path in files_of(package)
        if any(imported == name or imported.startswith(f"{name}.") for imported, _ in imports(path))
    }


@pytest.mark.parametrize("package", sorted(LAYERS))
def test_dependencies_point_one_way(package: str) -> None:
    ours = LAYERS.keys() | {"tests", "bench", "rules"}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in files_of(package)
        for name, line in imports(path)
        if (top := name.partition(".")[0]) in ours and top not in LAYERS[package]
    ]
    assert files_of(package)
    assert wrong == []


def test_the_engine_knows_no_web_no_command_line_and_no_database() -> None:
    found = {name.partition(".")[0] for path in files_of("engine") for name, _ in imports(path)}
    assert found & NOT_IN_THE_ENGINE == set()
    libraries = {"durable_rules_engine", "graphlay", "marshmallow", "ruamel", "tree_sitter", "yaml"} | {
        "tree_sitter_bash",
        "tree_sitter_hcl",
    }
    assert found - sys.stdlib_module_names == {"engine", *libraries}


def test_one_module_alone_imports_durable_rules_and_none_its_python_half() -> None:
    assert importers("durable_rules_engine") == {"engine/inference/rete.py"}
    assert importers("durable") == set()


def test_one_module_alone_imports_the_layout_library_and_only_to_draw() -> None:
    assert importers("graphlay") == {"engine/explanation/proofs/drawing/layered.py"}
    code = "import sys, portolan.cli, engine.explanation.proofs.drawing.svg; sys.exit('graphlay' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_inference_reads_no_files_and_knowledge_does_not_infer() -> None:
    inference = {name for path in files_of("engine/inference") for name, _ in imports(path)}
    assert inference & {"pathlib", "os", "io", "yaml", "marshmallow"} == set()
    knowledge = {name for path in files_of("engine/knowledge") for name, _ in imports(path)}
    assert not [name for name in knowledge if name.startswith(("engine.inference", "engine.explanation"))]


def test_nothing_in_code_knows_a_year() -> None:
    """Editions are data. A year may stand in a comment, a docstring or an example in a message."""
    for path in files_of("engine/inference") + files_of("engine/knowledge"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and not isinstance(node.value, bool):
                assert node.value not in ("2025", "2026", 2025, 2026), f"{path}:{node.lineno}"


# --- docs/writing-rules.md ------------------------------------------------------------------------------------

DOCUMENT = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
EXAMPLES = [block.group(1) for block in re.finditer(r"^```yaml\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)]
MODULES = {yaml.safe_load(text)["module"]: text for text in EXAMPLES if text.startswith("module:")}
STAGES = [text for text in EXAMPLES if text.startswith("question:")]
SCENARIOS = [text for text in EXAMPLES if text.startswith("scenarios:")]
CONFLICTS = [text for text in EXAMPLES if text.startswith("conflicts:")]


def with_examples() -> tuple[KnowledgeFile, ...]:
    examples = [KnowledgeFile(f"examples/{name}.yaml", "module", text.encode()) for name, text in MODULES.items()]
    return (*read_directory(RULES), *examples)


def test_every_example_of_the_document_is_of_a_kind_that_is_tried() -> None:
    assert len(MODULES) + len(SCENARIOS) + len(STAGES) + len(CONFLICTS) == len(EXAMPLES)
    assert MODULES
    assert SCENARIOS


def test_the_document_s_modules_load_on_top_of_the_shipped_knowledge_and_its_scenarios_pass() -> None:
    knowledge = build_knowledge(with_examples())
    assert MODULES.keys() <= knowledge.modules.keys()
    assert all(knowledge.modules[name].rules for name in MODULES)
    advisor = Advisor(knowledge, plan=make_plan(knowledge))
    for text in SCENARIOS:
        for scenario in read_scenarios(text.encode(), "docs/writing-rules.md"):
            assert [str(failure) for failure in run(scenario, advisor).failures] == []
    advisor.close()


def test_the_document_s_roadmap_loads_in_the_place_of_the_shipped_one() -> None:
    (text,) = STAGES
    files = [file for file in read_directory(RULES) if file.kind != "stages"]
    knowledge = build_knowledge((*files, KnowledgeFile("stages.yaml", "stages", text.encode())))
    assert knowledge.roadmap is not None
    assert [stage.id for stage in knowledge.roadmap.stages] == [stage["id"] for stage in yaml.safe_load(text)["stages"]]


def test_the_document_s_conflict_could_stand_among_the_shipped_ones() -> None:
    (text,) = CONFLICTS
    others = (file for file in read_directory(RULES) if file.kind != "conflicts")
    knowledge = build_knowledge((*others, KnowledgeFile("conflicts.yaml", "conflicts", text.encode())))
    assert list(knowledge.conflicts) == ["cni-level-in-the-guide"]


@pytest.mark.parametrize("how", SETTLEMENTS)
def test_every_way_of_settling_a_conflict_is_in_the_document(how: str) -> None:
    assert f"| `{how}` |" in DOCUMENT


WORDS = {
    *("for_each", "each", "products_of", "except", "slot: every", "defaults", "against", "for", *ATTRIBUTES),
    *(*LEAVES, *(test for tests in LEAVES.values() for test in tests)),
    *(*CONCLUSIONS, *(option for options in CONCLUSION_OPTIONS.values() for option in options)),
    *(*COMBINATIONS, *QUESTION_OPERATORS, *VERSION_OPERATORS, *ATTRIBUTE_OPERATORS),
}


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_of_the_rule_language_is_in_the_document(word: str) -> None:
    code = " ".join([*re.findall(r"`([^`\n]+)`", DOCUMENT), *EXAMPLES])
    assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", code), f"docs/writing-rules.md does not say {word!r}"
