"""The first profile file of a repository: an empty profile, and how it is to be checked, each explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checking.kinds import KINDS, LEVELS, OFF
from engine.checking.request import DEFAULT_DAYS, DEFAULT_FAIL_ON, NEVER
from engine.explanation.profile_file import head_lines
from engine.explanation.profile_lines import WIDTH
from engine.explanation.wrapping import wrapped
from engine.model import Language, Text
from portolan.common import as_yaml

_FAIL_ON = Text(
    "What portolan check fails on: a level and all above it ({levels}), a list of levels and kinds, or {never}.",
    "portolan check가 실패로 처리하는 기준: 수준({levels}) 하나와 그보다 높은 수준, 수준과 종류의 목록, 또는 {never}.",
)
_DAYS = Text("How many days before an end of support a warning is due.", "지원 종료 며칠 전부터 경고하는지 정합니다.")
_LEVELS = Text(
    "How grave each kind of finding is: {levels}, or {off} to leave the kind out. What stands here are the defaults: to"
    " change one, take away the # before it.",
    "종류별 발견 사항의 수준: {levels}, 또는 해당 종류를 표시하지 않는 {off}. 아래는 기본값이며,"
    " 바꾸려면 앞의 #을 지우십시오.",
)
_DETECTED = Text("(found by portolan check --detect)", "(portolan check --detect로만 확인)")
_WAIVERS = Text(
    "To accept a finding until a day; this writes it below:",
    "발견 사항을 기한까지 예외로 두려면 다음을 실행합니다. 결과는 아래에 적힙니다.",
)
_WAIVE = 'portolan waive {file} PRODUCT --until DAY --reason "…" --by WHO'


def skeleton(schema: str | None, beside: Mapping[str, Any], name: str, language: Language) -> str:
    """A file that reads as an empty profile with all else as it is by default. `beside`: what stands above it."""
    return "\n".join(_lines(schema, beside, name, language)) + "\n"


def _lines(schema: str | None, beside: Mapping[str, Any], name: str, language: Language) -> Iterator[str]:
    yield from head_lines(schema, language)
    if beside:
        yield as_yaml(dict(beside))
    yield from ("profile: {}", "")
    levels = ", ".join(LEVELS)
    yield from _comment(_FAIL_ON.in_language(language).format(levels=levels, never=NEVER))
    yield from (f"fail_on: {DEFAULT_FAIL_ON[0]}", "")
    yield from _comment(_DAYS.in_language(language))
    yield from (f"end_of_life_days: {DEFAULT_DAYS}", "")
    yield from _comment(_LEVELS.in_language(language).format(levels=levels, off=OFF))
    yield "levels:"
    for kind in KINDS.values():
        means = kind.means.in_language(language)
        yield from _comment(f"{means} {_DETECTED.in_language(language)}" if kind.detected else means, "  ")
        yield f"  #{kind.id}: {kind.level}"
    yield ""
    yield from _comment(_WAIVERS.in_language(language))
    yield f"#   {_WAIVE.format(file=name)}"


def _comment(text: str, indent: str = "") -> list[str]:
    return wrapped(text, WIDTH, f"{indent}# ", f"{indent}# ")
