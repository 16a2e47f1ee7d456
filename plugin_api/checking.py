"""A request to check → the findings on its decision, which is stored like any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.checking.check import Checked, check
from engine.checking.document import check_document
from engine.checking.request import MEMBERS, Options, read_options
from engine.inference.profile import Mistake, ProfileError
from engine.model import Language
from engine.request import Request, read_request
from plugin_api.service import Service


@dataclass(frozen=True, slots=True)
class Result:
    """`id`: of the decision behind it."""

    id: str
    language: Language
    checked: Checked

    def document(self, language: Language | None = None) -> dict[str, Any]:
        return check_document(self.checked, self.id, language or self.language)


def check_request(raw: object, service: Service, language: Language) -> Result:
    """Decide, store, and check. Raises ProfileError with every mistake, and StoreError."""
    request, options = _read(raw, service, language)
    answer = service.decide(request)
    return Result(answer.id, request.language, check(service.advisor.decide(request), options, raw))


def _read(raw: object, service: Service, language: Language) -> tuple[Request, Options]:
    mistakes: list[Mistake] = []
    request, options = None, None
    try:
        request = read_request(raw, service.knowledge, today=service.today(), language=language, also=MEMBERS)
    except ProfileError as error:
        mistakes.extend(error.mistakes)
    try:
        options = read_options(raw if isinstance(raw, Mapping) else {}, service.knowledge)
    except ProfileError as error:
        mistakes.extend(error.mistakes)
    if request is None or options is None:
        raise ProfileError(mistakes)
    return request, options
