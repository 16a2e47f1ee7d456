"""What a picture says besides names of slots and products."""

from __future__ import annotations

from engine.model import Language, Text

_WORDS = {
    "title": Text("Platform architecture", "플랫폼 아키텍처"),
    "as of": Text("as of {day}", "기준일 {day}"),
    "collected": Text("Not needed", "필요 없음"),
    "no picks": Text("nothing is recommended", "추천하는 제품 없음"),
    "undecided": Text("nothing is recommended yet", "아직 추천하는 제품 없음"),
    "since": Text("Since edition {edition} (as of {day}): {changes}", "{edition}판({day} 기준) 이후의 변경: {changes}"),
    "count.new": Text("{count} new", "신규 {count}개"),
    "count.changed": Text("{count} changed", "변경 {count}개"),
    "count.gone": Text("{count} gone", "제외 {count}개"),
    "unchanged": Text("no pick has changed", "추천이 달라진 영역 없음"),
    "usual": Text("Where nothing else is said: {words}", "따로 적지 않은 추천: {words}"),
    "new": Text("new", "신규"),
    "changed": Text("changed", "변경"),
    "gone": Text("gone", "제외"),
    "before": Text("before: {names}", "변경 전: {names}"),
    "and more": Text("+ {count} more", "외 {count}개"),
    "id": Text("decision {id}", "결정 {id}"),
    "legend.change": Text("changed since that edition", "그 판 이후 달라진 영역"),
    "legend.warning": Text("warning, with its day", "경고와 날짜"),
    "described": Text(
        "{slots} slots in {areas} areas, from what is close to developers at the top to the foundation at the bottom.",
        "위쪽의 개발자 영역부터 아래쪽의 기반까지 {areas}개 분야의 {slots}개 영역.",
    ),
}


def say(word: str, language: Language, **parts: object) -> str:
    return _WORDS[word].in_language(language).format(**parts)
