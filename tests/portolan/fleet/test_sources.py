"""Lists that are read member by member, and what streams may be."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portolan.fleet import export
from portolan.fleet.export import NoExportError, items
from portolan.fleet.sources import source

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=12,
)


@given(st.lists(_JSON), st.sampled_from([None, 1]), st.booleans(), st.integers(1, 40), st.booleans())
def test_members_are_those_of_the_list_however_it_is_cut(
    members: list[object], indent: int | None, inside: bool, chunk: int, escaped: bool
) -> None:
    whole = {"totalItems": 1, "more": {"items": [1]}, "items": members, "last": []} if inside else members
    text = json.dumps(whole, indent=indent, ensure_ascii=escaped)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export, "_CHUNK", chunk)
        found = list(items(io.BytesIO(text.encode(errors="surrogatepass") if escaped else text.encode())))
    assert [json.loads(value) for _, value, _ in found] == members
    for line, value, _ in found:
        assert "\n".join(text.split("\n")[line - 1 :]).find(value) >= 0


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ('[{"a": 1},\n{"b"', "not JSON", 2),
        ('[{"a": 1}\n', "the list is cut short", 2),
        ('[{"a": 1}\n{"b": 2}]', "not JSON: '{' after a member", 2),
        ('{"a": [1]}', "there is no list in it", 1),
        ("{}", "there is no list in it", 1),
        ('{"items": 3}', "it is no list", 1),
        ("[" * 100_000, "not JSON: nested too deep", 1),
        ('{"a"}', "a colon is missing", 1),
        ("", "it is no list", 1),
    ],
)
def test_what_is_no_list_is_said_with_its_line(text: str, said: str, line: int) -> None:
    with pytest.raises(NoExportError, match=said) as raised:
        list(items(io.BytesIO(text.encode())))
    assert raised.value.line == line


def _entries(path: Path, content: bytes) -> list[tuple[str, str, str]]:
    path.write_bytes(content)
    found = source(str(path)).entries()
    return [(one.where.removeprefix(str(path)), one.form, "".join(m.detail for m in one.mistakes)) for one in found]


def test_a_file_is_known_by_what_it_begins_with(tmp_path: Path) -> None:
    line = b'{"profile": {}}'
    assert _entries(tmp_path / "a.jsonl", line + b"\n\n" + line) == [(":1", "json", ""), (":3", "json", "")]
    assert _entries(tmp_path / "a.txt", b"\xef\xbb\xbf" + line + b"\n" + line) == [
        (":1", "json", ""),
        (":2", "json", ""),
    ]
    assert _entries(tmp_path / "a.json", line) == [(":1", "json", "")]
    assert _entries(tmp_path / "b.json", b"[\n" + line + b"\n]") == [(":2", "json", "")]
    assert _entries(tmp_path / "c.json", b'{"items": [' + line + b"]}") == [(":1", "json", "")]
    assert _entries(tmp_path / "portolan.yaml", b"profile: {}") == [("", "yaml", "")]
    assert _entries(tmp_path / "d.json", b"profile: {}") == [("", "yaml", "")]
    assert _entries(tmp_path / "e.json", b"") == []


def test_a_line_that_is_too_long_or_no_text_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    long = b'{"profile": "' + b"x" * (8 * 1024 * 1024) + b'"}'
    found = _entries(tmp_path / "a.jsonl", long + b"\n\xff\n" + b'{"profile": {}}\n')
    assert found == [
        (":1", "yaml", "the line is over 8388608 bytes"),
        (":2", "yaml", "it is not UTF-8: byte 1 of the line"),
        (":3", "json", ""),
    ]
