"""Plain data from YAML, stricter than YAML, with the place of everything."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import pytest

from engine.knowledge.yaml_reader import MAX_DEPTH, Decimalish, Document, read_yaml


def read(text: str) -> Document:
    return read_yaml(text.encode(), "f.yaml")


def value(text: str) -> Any:
    document = read(f"v: {text}\n")
    assert not document.problems
    return document.data["v"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("null", None),
        ("~", None),
        ("", None),
        ("7", 7),
        ("-7", -7),
        ("+7", 7),
        ("0", 0),
        ("007", "007"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", "1e3"),
        ("1.0e3", 1000.0),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1.2.3", "1.2.3"),
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-3-31", "2026-3-31"),
        ("2026-03-31T10:00:00", "2026-03-31T10:00:00"),
        ('"7"', "7"),
        ("'true'", "true"),
        ('"2026-03-31"', "2026-03-31"),
        ('""', ""),
        ("<<", "<<"),
        ("[1, [2], {a: 3}]", [1, [2], {"a": 3}]),
        ("{}", {}),
    ],
)
def test_a_value_means_what_it_looks_like(written: str, meant: Any) -> None:
    found = value(written)
    assert found == meant
    assert isinstance(found, bool) == isinstance(meant, bool)


def test_blocks_of_text_are_text() -> None:
    assert value("|\n  7\n") == "7\n"
    assert value(">-\n  one\n  two\n") == "one two"


def test_a_number_with_a_fraction_remembers_how_it_was_written() -> None:
    number = value("1.30")
    assert isinstance(number, Decimalish)
    assert (number, number.text) == (1.3, "1.30")
    assert pickle.loads(pickle.dumps(number)).text == "1.30"


def test_a_number_of_absurd_length_does_not_take_its_time() -> None:
    assert value("9" * 400) == float("inf")
    assert value("9" * 30) == 1e30


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert read("<<: {a: 1}\n").data == {"<<": {"a": 1}}


def test_an_empty_file_holds_nothing() -> None:
    for text in ("", "# a comment\n", "---\n", "\n\n"):
        document = read(text)
        assert (document.data, document.problems) == (None, [])


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter() -> None:
    document = read_yaml("\ufeffa: 1\r\nb: 2\r\n".encode(), "f.yaml")
    assert (document.data, document.problems) == ({"a": 1, "b": 2}, [])


# --- places ---------------------------------------------------------------------------------------------------

TEXT = """\
rules:
  - id: one
    when: {all: [{in_use: jaeger},
                 {in_use: tempo}]}
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), "1:1"),
        (("rules",), "1:1"),
        (("rules", 0), "2:5"),
        (("rules", 0, "id"), "2:5"),
        (("rules", 0, "when", "all", 1), "4:18"),
        (("rules", 0, "when", "all", 1, "in_use"), "4:19"),
    ],
)
def test_everything_has_a_place(path: tuple[Any, ...], place: str) -> None:
    assert str(read(TEXT).place(path)) == f"f.yaml:{place}"


def test_what_is_not_there_has_the_place_of_what_is_around_it() -> None:
    document = read(TEXT)
    assert document.place(("rules", 0, "because", "en")) == document.place(("rules", 0))
    assert document.place(("nothing",)) == document.place(())
    assert str(read("").place(("a",))) == "f.yaml:1:1"


def test_columns_count_characters() -> None:
    assert read('{한국: {"é": 1}}\n').place(("한국", "é")).column == 7


# --- what is turned away --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1: error[duplicate-key]: 'a' stands here twice (first at line 1)"),
        ("{a: {b: 1, b: 2}}\n", "1:12: error[duplicate-key]: 'b' stands here twice (first at line 1)"),
        ("a: &x 1\n", "1:4: error[anchor]: anchors and aliases are not allowed (&x) (write the value out)"),
        ("a: *x\n", "1:4: error[anchor]: anchors and aliases are not allowed (&x) (write the value out)"),
        ("a: !!int 7\n", "1:4: error[tag]: tags are not allowed (tag:yaml.org,2002:int) (write a plain value)"),
        (
            "a: !python/name:os.system x\n",
            "1:4: error[tag]: tags are not allowed (!python/name:os.system) (write a plain value)",
        ),
        ("[1]: 2\n", "1:1: error[bad-key]: a key must be a plain word"),
        ("a: 1\n---\nb: 2\n", "2:1: error[several-documents]: one document a file, please"),
        ("a: 2025-02-30\n", "1:4: error[bad-date]: 2025-02-30 is not a day of the calendar"),
        ("a: [1\n", "2:1: error[not-yaml]: not YAML: did not find expected ',' or ']' (for the bracket at 1:4)"),
        (
            "a:\n\tb: 1\n",
            "2:1: error[not-yaml]: not YAML: found character that cannot start any token"
            " (YAML takes no tabs for an indent: write blanks)",
        ),
    ],
)
def test_what_is_more_than_plain_data_is_turned_away(text: str, problem: str) -> None:
    assert [str(found) for found in read(text).problems] == [f"f.yaml:{problem}"]


def test_control_characters_are_turned_away() -> None:
    assert [found.code for found in read("a: \x00\n").problems] == ["not-yaml"]


def test_half_a_character_is_turned_away() -> None:
    (problem,) = read_yaml("a: 1\nbc: é".encode()[:-1], "f.yaml").problems
    assert str(problem) == "f.yaml:2:5: error[not-utf-8]: the file is not UTF-8"


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_depth_is_bounded(text: str) -> None:
    (problem,) = read(text).problems
    assert (problem.code, problem.message) == ("too-deep", f"nested deeper than {MAX_DEPTH} levels")


def test_the_deepest_that_is_allowed() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).problems == []
