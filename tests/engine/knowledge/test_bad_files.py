"""One small file for each thing that can be wrong in a knowledge file, with the message it must give.

Each file in `bad/` is named after its fault and says in its first lines where it is laid over the base, and what is
then printed: `# over: FILE`, perhaps `# without: FILE …`, and `# expect: PROBLEM` for each problem, in their order.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.knowledge.laying import BASE, HERE, laid, problems_of

BAD = sorted((HERE / "bad").glob("*.yaml"))


def header(text: str, word: str) -> list[str]:
    mark = f"# {word}: "
    return [line.removeprefix(mark) for line in text.splitlines() if line.startswith(mark)]


def test_the_base_is_sound() -> None:
    assert problems_of(BASE) == ()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_fault_is_named_with_its_place_and_remedy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    (over,), without = header(text, "over"), " ".join(header(text, "without")).split()
    found = problems_of(laid({over: text}, without))
    assert [str(problem) for problem in found] == header(text, "expect")


@pytest.mark.parametrize("kind", ["portolan", "sources", "editions", "questionnaire", "slots", "licences"])
def test_a_file_that_is_missing_is_named(kind: str) -> None:
    modules = ("observability/", "limits/", "catalog/", "claims/")
    everything_else = tuple(file for file in laid({}, modules) if file.name != f"{kind}.yaml")
    expected = f"{kind}.yaml:1:1: error[missing-file]: the knowledge has no {kind}.yaml"
    assert expected in [str(problem) for problem in problems_of(everything_else)]


def test_text_that_is_not_utf_8_is_named_with_its_place() -> None:
    (problem,) = problems_of(laid({"extra/extra.yaml": b"module: extra\ntitle: \xff\n"}))
    assert str(problem) == "extra/extra.yaml:2:8: error[not-utf-8]: the file is not UTF-8"


def test_a_file_beyond_reason_is_not_read() -> None:
    (problem,) = problems_of(laid({"extra/extra.yaml": b"#" * (8 * 1024 * 1024 + 1)}))
    assert (problem.code, problem.place.line) == ("too-large", 1)


def test_all_problems_of_all_files_are_named_at_once_in_their_order() -> None:
    bad = "module: {0}\ntitle: {{en: E, ko: K}}\nrules:\n  - id: {0}/rule\n    zzz: 1\n"
    found = problems_of(laid({f"extra/{name}.yaml": bad.format(name) for name in ("b", "a")}))
    assert [problem.place.file for problem in found] == ["extra/a.yaml"] * 4 + ["extra/b.yaml"] * 4
    assert {problem.code for problem in found} == {"missing-field", "unknown-field"}


def test_a_fault_in_one_rule_does_not_hide_those_of_others() -> None:
    text = (
        "module: extra\nslot: tracing\ntitle: {en: E, ko: K}\nrules:\n"
        "  - {id: extra/one, then: [{adopt: tempo}], because: {en: E, ko: K}, cites: []}\n"
        "  - {id: extra/two, then: [{adpot: tempo}], because: {en: E, ko: K}, cites: [handbook/tempo]}\n"
        "  - {id: extra/three, then: [{adopt: temppo}], because: {en: E, ko: K}, cites: [handbook/tempo]}\n"
    )
    found = problems_of(laid({"extra/extra.yaml": text}))
    assert [(problem.place.line, problem.code) for problem in found] == [
        (5, "no-evidence"),
        (6, "bad-conclusion"),
        (7, "unknown-product"),
    ]
