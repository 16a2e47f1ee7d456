"""A request to check → the findings on its decision, which is stored like any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from engine.checking.check import Checked, check
from engine.checking.document import check_document
from engine.checking.request import Options, read_check
from engine.checking.waivers import Waiver
from engine.model import Language
from engine.request import Request, canonical
from plugin_api.reviewing.finding import tellings_of
from plugin_api.reviewing.granting import Waivers
from plugin_api.reviewing.overruling import overrules
from plugin_api.reviewing.setup import current_waivers
from plugin_api.service import Service, current_service
from plugin_api.store import Record


@dataclass(frozen=True, slots=True)
class Result:
    """`id`: of the decision behind it."""

    id: str
    language: Language
    checked: Checked

    def document(self) -> dict[str, Any]:
        return check_document(self.checked, self.id, self.language)


@dataclass(frozen=True, slots=True)
class Checking:
    """Checks by the service's knowledge, with the waivers and the reviews that are kept for whom a decision is."""

    service: Service
    waivers: Waivers

    def of_request(self, raw: object, language: Language) -> Result:
        """Decide, store, and check. Raises ProfileError with every mistake, and StoreError."""
        service = self.service
        request, options = read_check(raw, service.knowledge, today=service.today(), language=language)
        answer = self.service.decide(request)
        stored = self._stored(request, self.service.knowledge.digest, request.subject)
        return Result(answer.id, request.language, check(self.service.advisor.decide(request), options, raw, stored))

    def of_record(self, record: Record, subject: str | None = None) -> Result:
        """Check a decision that was made here, as nobody asked for anything else. Raises StoreError."""
        again = self.service.again(record)
        stored = self._stored(again.request, record.knowledge, subject)
        raw = orjson.loads(record.request)
        return Result(record.id, record.language, check(again.decision, Options({}), raw, stored))

    def latest(self, subject: str) -> Record | None:
        """The decision that was asked for last for somebody, which may be an older one again. Raises StoreError."""
        found = self.service.store.latest(subject)
        return None if found is None else self.service.find(found)

    def _stored(self, request: Request, knowledge: str, subject: str | None) -> tuple[Waiver, ...]:
        """What people gave, and what they overruled. `knowledge`: the digest of what is decided on."""
        ids = tellings_of(canonical(request), knowledge)
        overruled = overrules(self.waivers.store, self.service, ids, subject, request.as_of)
        return (*self._waivers(subject, request.as_of), *overruled)

    def _waivers(self, subject: str | None, day: date) -> tuple[Waiver, ...]:
        if subject is None:
            return ()
        return tuple(
            Waiver(
                one.reason,
                one.until,
                one.by,
                product=one.product,
                slot=one.slot,
                grounds=one.grounds.digest,
                id=one.id,
            )
            for one in self.waivers.for_subject(subject, day)
        )


def current_checking() -> Checking:
    return Checking(current_service(), current_waivers())
