"""What detection found, for people: products by area, with where each was seen, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.detection.detect import IN_USE, VERSIONS
from engine.detection.found import Ambiguous, Detection, Evidence, Unknown
from engine.knowledge.problems import NOTE, Problem
from engine.model import Knowledge, Language, Text
from engine.told import told_in
from portolan.common import no_commands
from portolan.detection_profile import value_text

# How much evidence of one thing is shown.
_SHOWN = 3
_INDENT = "    "

_WORDS = {
    "found": Text(
        "{products} in use, found in {files}",
        "{files}에서 사용 중인 {products}를 찾았습니다",
    ),
    "nothing": Text("No product that is known was found in {files}", "{files}에서 알려진 제품을 찾지 못했습니다"),
    "parts": Text("Other parts", "그 밖의 요소"),
    "answers": Text("Answers", "답변"),
    "seen": Text(
        "Seen, but not in use as far as that shows (tests, examples, defaults, what is switched off)",
        "보이지만 사용 중인지 알 수 없음(테스트, 예제, 기본값, 꺼진 것)",
    ),
    "ambiguous": Text("Not to be told apart", "구별할 수 없음"),
    "could_be": Text("could be {names}", "가능한 제품: {names}"),
    "unknown": Text("Not known to any fingerprint", "알려지지 않은 항목"),
    "unknown_hint": Text(
        "{counts}; `portolan detect --unknown` lists them",
        "{counts}. 목록은 `portolan detect --unknown`으로 볼 수 있습니다",
    ),
    "problems": Text("Not read", "읽지 못한 파일"),
    "notes": Text("Remarks", "참고"),
    "more": Text("and {count} more", "외 {count}곳"),
    "or": Text(" or ", " 또는 "),
}
_KOREAN = {
    "chart": "차트",
    "image": "이미지",
    "object": "API 그룹",
    "repository": "저장소",
    "format": "형식",
    "answer": "답변",
    "provisioner": "프로비저너",
    "ingress-class": "인그레스 클래스",
    "ingress-controller": "인그레스 컨트롤러",
    "gateway-class": "게이트웨이 클래스",
    "gateway-controller": "게이트웨이 컨트롤러",
    "storage-class": "스토리지 클래스",
    "runtime-handler": "런타임 핸들러",
    "acme-server": "ACME 서버",
}
# One, and several, of what is counted.
_COUNTED = {
    "file": (Text("{count} file", "파일 {count}개"), Text("{count} files", "파일 {count}개")),
    "product": (Text("{count} product", "제품 {count}개"), Text("{count} products", "제품 {count}개")),
    "chart": (Text("{count} chart", "차트 {count}개"), Text("{count} charts", "차트 {count}개")),
    "image": (Text("{count} image", "이미지 {count}개"), Text("{count} images", "이미지 {count}개")),
    "object": (Text("{count} API group", "API 그룹 {count}개"), Text("{count} API groups", "API 그룹 {count}개")),
    "repository": (Text("{count} repository", "저장소 {count}개"), Text("{count} repositories", "저장소 {count}개")),
    "other": (Text("{count} other", "기타 {count}개"), Text("{count} others", "기타 {count}개")),
}


def detection_text(found: Detection, knowledge: Knowledge, language: Language, *, unknown: bool = False) -> str:
    """`unknown`: list what no fingerprint knows, rather than count it."""
    return no_commands("\n".join(_lines(found, knowledge, language, unknown)) + "\n")


def _lines(found: Detection, knowledge: Knowledge, language: Language, unknown: bool) -> Iterator[str]:
    head = _word("found" if found.products else "nothing", language)
    files = _counted("file", found.files, language)
    yield head.format(products=_counted("product", len(found.products), language), files=files)
    yield from _products(found, knowledge, language)
    rest = {id_: one for id_, one in found.answers.items() if id_ not in (IN_USE, VERSIONS)}
    if rest:
        yield from ("", _word("answers", language))
        for id_, one in rest.items():
            yield f"  {id_}: {value_text(one.value)}"
            yield from _evidence(one.evidence, language)
    if found.ambiguous:
        yield from ("", _word("ambiguous", language))
        for alike in found.ambiguous:
            yield f"  {_kind(alike.kind, language)} {alike.name}: {_could_be(alike, knowledge, language)}"
            yield from _evidence(alike.evidence, language)
    if found.seen:
        yield from ("", _word("seen", language))
        for id_, evidence in found.seen.items():
            yield f"  {knowledge.products[id_].name} ({id_})"
            yield from _evidence(evidence, language, shown=1)
    yield from _unknown(found.unknown, language, listed=unknown)
    notes = [one for one in found.problems if one.level == NOTE]
    yield from _problems("problems", [one for one in found.problems if one.level != NOTE], language)
    yield from _problems("notes", notes, language)


def _products(found: Detection, knowledge: Knowledge, language: Language) -> Iterator[str]:
    """Under the title of the area of each, in the order of the architecture."""
    grouped: dict[str | None, list[str]] = {}
    for id_ in found.products:
        home = knowledge.products[id_].home
        grouped.setdefault(knowledge.slots[home].area if home else None, []).append(id_)
    for area in (*knowledge.areas, None):
        if area in grouped:
            yield from ("", knowledge.areas[area].title.in_language(language) if area else _word("parts", language))
        for id_ in grouped.get(area, ()):
            version = f" {found.versions[id_].value}" if id_ in found.versions else ""
            yield f"  {knowledge.products[id_].name}{version} ({id_})"
            yield from _evidence(found.products[id_], language)


def _evidence(evidence: Sequence[Evidence], language: Language, shown: int = _SHOWN) -> Iterator[str]:
    more = len(evidence) - shown
    for i, one in enumerate(evidence[:shown]):
        last = f" ({_word('more', language).format(count=more)})" if more > 0 and i == shown - 1 else ""
        what = "" if one.what == one.path else f"  {told_in(one.what, language)}"
        yield f"{_INDENT}{one}{what}{last}"


def _could_be(alike: Ambiguous, knowledge: Knowledge, language: Language) -> str:
    names = [knowledge.products[id_].name if id_ in knowledge.products else id_ for id_ in alike.could_be]
    return _word("could_be", language).format(names=_word("or", language).join((*names, *alike.or_else)))


def _unknown(unknown: Sequence[Unknown], language: Language, *, listed: bool) -> Iterator[str]:
    if not unknown:
        return
    yield from ("", _word("unknown", language))
    if not listed:
        counts: dict[str, int] = {}
        for one in unknown:
            kind = one.kind if one.kind in _COUNTED else "other"
            counts[kind] = counts.get(kind, 0) + 1
        said = ", ".join(_counted(kind, count, language) for kind, count in counts.items())
        yield f"  {_word('unknown_hint', language).format(counts=said)}"
        return
    for one in unknown:
        yield f"  {_kind(one.kind, language)} {one.name}"
        yield from _evidence(one.evidence, language, shown=1)


def _problems(word: str, problems: Iterable[Problem], language: Language) -> Iterator[str]:
    """What is the same in many files is told once, with the first of them."""
    grouped: dict[str, list[Problem]] = {}
    for one in problems:
        grouped.setdefault(told_in(one.message, language), []).append(one)
    if grouped:
        yield from ("", _word(word, language))
    for message, same in grouped.items():
        places = [f"{one.place.file}:{one.place.line}" for one in same[:_SHOWN]]
        more = len(same) - len(places)
        last = f" ({_word('more', language).format(count=more)})" if more else ""
        yield f"  {message}"
        yield from (f"{_INDENT}{place}{last if place is places[-1] else ''}" for place in places)


def _kind(kind: str, language: Language) -> str:
    """What sort of thing it is, as JSON has it in English."""
    return _KOREAN.get(kind, kind) if language == "ko" else kind


def _counted(kind: str, count: int, language: Language) -> str:
    one, several = _COUNTED[kind]
    return (one if count == 1 else several).in_language(language).format(count=count)


def _word(key: str, language: Language) -> str:
    return _WORDS[key].in_language(language)
