"""What somebody asks for, read from plain data and given one canonical form: profile, edition, day, language."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.entity_ref import HINT, read_entity_ref
from engine.inference.profile import Answers, Mistake, ProfileError, pointer, read_profile, written
from engine.knowledge.problems import listed, nearest, nearest_after, one_of
from engine.model import LANGUAGES, Edition, Knowledge, Language
from engine.told import told

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
DAY_HINT = told("as 2026-04-01", "예: 2026-04-01")
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
# What a decision depends on, and beside it whom it is for.
CANONICAL = ("profile", "edition", "as_of", "language")
MEMBERS = (*CANONICAL, "subject")


@dataclass(frozen=True, slots=True)
class Request:
    """A request with nothing left open: every member has its value.

    `subject` is who or what the profile is of, an entity ref. The decision does not depend on it.
    """

    answers: Answers
    edition: str
    as_of: date
    language: Language
    subject: str | None = field(default=None, compare=False)


def read_request(
    raw: object, knowledge: Knowledge, *, today: date, language: Language = "en", also: tuple[str, ...] = ()
) -> Request:
    """Check a request body. `today` and `language` stand in for what is left out; `also` names members to pass over.

    Raises ProfileError with every mistake and its JSON pointer.
    """
    if not isinstance(raw, Mapping):
        raise ProfileError(
            [
                Mistake(
                    "",
                    told("a request is a mapping with a member `profile`", "요청은 `profile`이 있는 매핑이어야 합니다"),
                )
            ]
        )
    mistakes: list[Mistake] = []
    for member in raw:
        if member not in MEMBERS and member not in also:
            hint = _below(member, knowledge) or nearest_after(mistakes, member, (*MEMBERS, *also)) or _known(MEMBERS)
            name = repr(str(member)[:60])
            what = told(f"there is no member {name}", f"없는 항목입니다: {name}")
            mistakes.append(Mistake(pointer(member), what, hint))
    if raw.get("profile") is None:
        hint = told(
            'an empty one, {"profile": {}}, asks for the standard architecture',
            '빈 프로필 {"profile": {}}은 표준 아키텍처를 요청합니다',
        )
        mistakes.append(Mistake(pointer("profile"), told("the profile is missing", "프로필이 없습니다"), hint))
    answers: Answers = {}
    try:
        answers = read_profile(raw.get("profile"), knowledge)
    except ProfileError as error:
        mistakes.extend(error.mistakes)
    as_of = _as_of(raw.get("as_of"), today, mistakes)
    edition = _edition(raw.get("edition"), as_of, knowledge, mistakes)
    spoken = _language(raw.get("language"), language, mistakes)
    subject = _subject(raw.get("subject"), mistakes)
    if mistakes:
        raise ProfileError(mistakes)
    return Request(answers, edition, as_of, spoken, subject)


def _below(member: object, knowledge: Knowledge) -> str | None:
    if all(member != section.id for section in knowledge.sections):
        return None
    return told("it stands below `profile`", "`profile` 아래에 적는 섹션입니다")


def _known(members: Iterable[str]) -> str:
    known = listed(members)
    return told(f"known: {known}", f"쓸 수 있는 항목: {known}")


def _as_of(raw: object, today: date, mistakes: list[Mistake]) -> date:
    if raw is None:
        return today
    try:
        return read_day(raw)
    except ValueError as error:
        what = told(str(error), f"날짜가 아닙니다: {str(raw)[:40]!r}")
        mistakes.append(Mistake("/as_of", what, DAY_HINT))
    return today


def read_day(raw: object) -> date:
    """A day as ISO 8601 writes it. Raises ValueError, which says so in the words that are used everywhere."""
    if isinstance(raw, date):
        return raw
    if isinstance(raw, str) and _DAY.match(raw):
        with contextlib.suppress(ValueError):
            return date.fromisoformat(raw)
    raise ValueError(f"{str(raw)[:40]!r} is not a day")


def _edition(raw: object, as_of: date, knowledge: Knowledge, mistakes: list[Mistake]) -> str:
    editions = knowledge.editions
    if raw is None:
        newest = newest_edition(knowledge, as_of)
        if newest is not None:
            return newest.id
        first = next(iter(editions.values()))
        way = told(
            f"name an edition ({listed(editions)}), or a day from {first.published} on",
            f"판({listed(editions)})을 고르거나 {first.published} 이후의 날짜를 적으십시오",
        )
        what = told(f"no edition had been published by {as_of}", f"{as_of}에는 아직 나온 판이 없습니다")
        mistakes.append(Mistake("/as_of", what, way))
        return first.id
    name = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
    if isinstance(name, str) and name in editions:
        return name
    hint = nearest(name, editions) or told(f"there are {listed(editions)}", f"있는 판: {listed(editions)}")
    said = repr(str(raw)[:40])
    mistakes.append(Mistake("/edition", told(f"there is no edition {said}", f"없는 판입니다: {said}"), hint))
    return next(iter(editions))


def newest_edition(knowledge: Knowledge, day: date) -> Edition | None:
    """The newest edition published by a day."""
    published = [edition for edition in knowledge.editions.values() if edition.published <= day]
    return published[-1] if published else None


def _language(raw: object, default: Language, mistakes: list[Mistake]) -> Language:
    if raw is None:
        return default
    for language in LANGUAGES:
        if raw == language:
            return language
    mistakes.append(Mistake("/language", f"there is no language {str(raw)[:40]!r}", one_of(raw, LANGUAGES)))
    return default


def _subject(raw: object, mistakes: list[Mistake]) -> str | None:
    if raw is None:
        return None
    try:
        return str(read_entity_ref(str(raw)))
    except ValueError as error:
        mistakes.append(Mistake("/subject", str(error), HINT))
        return None


def canonical(request: Request) -> dict[str, Any]:
    """The request as plain data, the same for all ways of writing it."""
    return {
        "profile": written(request.answers),
        "edition": request.edition,
        "as_of": request.as_of.isoformat(),
        "language": request.language,
    }


def decision_id(request: Request, knowledge: Knowledge) -> str:
    """32 hexadecimal digits over knowledge and request: anyone can recompute it."""
    return id_of(canonical(request), knowledge.digest)


def id_of(request: object, knowledge_digest: str) -> str:
    """The id of a decision by what it says of itself: its request as `canonical` gives it, and a digest."""
    said = {"knowledge": knowledge_digest, "request": request}
    return hashlib.sha256(_text(said)).hexdigest()[:32]


def request_digest(request: object) -> str:
    """`sha256:…` over a request as `canonical` gives it: JSON in UTF-8, keys sorted, no blanks."""
    return f"sha256:{hashlib.sha256(_text(request)).hexdigest()}"


def _text(data: object) -> bytes:
    # A lone surrogate, which JSON allows and UTF-8 does not, may stand in what somebody else wrote.
    return _ENCODER.encode(data).encode(errors="surrogatepass")
