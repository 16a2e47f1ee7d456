"""What `portolan waive` says, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model import Language, Text

_SAID: dict[str, Text] = {
    "waived": Text("Waived: {title}", "예외 처리: {title}"),
    "bound": Text(
        "Written into {file}. It holds until {day}, and reopens as soon as what it rests on changes.",
        "{file}에 적었습니다. {day}까지 유효하며, 근거가 바뀌면 효력을 잃습니다.",
    ),
    "until": Text("Written into {file}. It holds until {day}.", "{file}에 적었습니다. {day}까지 유효합니다."),
}


@dataclass(frozen=True, slots=True)
class WaiveWords:
    language: Language

    def say(self, phrase: str, /, **parts: object) -> str:
        return _SAID[phrase].in_language(self.language).format(**parts)
