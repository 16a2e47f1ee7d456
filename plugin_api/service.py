"""Requests in, stored decisions out: the engine, the renderer and the store behind the views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
from flask import current_app

from engine.advisor import Advisor, Verify
from engine.explanation.interview.next_question import Interviewer
from engine.inference.lookups import Lookups
from engine.inference.reasoner import Decision
from engine.knowledge.files import KnowledgeFile
from engine.knowledge.loader import build_knowledge, load_knowledge
from engine.knowledge.packs import read_packs
from engine.model import Knowledge, Language
from engine.request import Request, canonical, decision_id, read_request
from plugin_api.archive import Archive
from plugin_api.caching import RecentlyUsed
from plugin_api.observability.spans import span
from plugin_api.observability.tallies import Tallies
from plugin_api.observability.trail import note_decision
from plugin_api.reading import read_json
from plugin_api.rendering import Renderer
from plugin_api.security.caller import current_caller
from plugin_api.settings import Settings
from plugin_api.store import Asking, DecisionStore, Record, StoreError
from plugin_api.store.database import Database

EXTENSION = "portolan"


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision that was made and stored."""

    id: str
    language: Language
    body: bytes


@dataclass(frozen=True, slots=True)
class Again:
    """A decision with what made it: whatever explains it is computed from these."""

    request: Request
    advisor: Advisor
    decision: Decision


def today_in_utc() -> date:
    """One day for all processes, wherever they run, and the one by which it is told when something was made."""
    return datetime.now(UTC).date()


class Service:
    """What the views ask. Threads may share one; it may be made before forking."""

    def __init__(
        self,
        advisor: Advisor,
        store: DecisionStore,
        archive: Archive,
        *,
        cache_bytes: int,
        public_url: str | None = None,
        today: Callable[[], date] = today_in_utc,
    ) -> None:
        self.advisor = advisor
        self.knowledge: Knowledge = advisor.knowledge
        self.interviewer = Interviewer(advisor.reasoner)
        self.store = store
        self.today = today
        self.public_url = public_url
        self._archive = archive
        self._renderer = Renderer(advisor.reasoner)
        # Half for answers, each with its edition and its subject; half for proofs that were drawn: by decision,
        # language, level, slot and media type.
        self._answers: RecentlyUsed[tuple[bytes, Language, date, int], tuple[Answer, str, str | None]]
        self._answers = RecentlyUsed(cache_bytes // 2)
        self.proofs: RecentlyUsed[tuple[str | None, ...], bytes] = RecentlyUsed(cache_bytes // 2)
        # Who counts what is decided, if anybody does.
        self.tallies: Tallies | None = None

    def answer(self, body: bytes, language: Language) -> Answer:
        """A request's body → its decision; the same body on the same day costs next to nothing.

        Raises ProfileError, Problem and StoreError.
        """
        today = self.today()
        # What was answered before the store was lost for a moment may not be in it.
        key = (body, language, today, self.store.generation)
        known = self._answers.get(key)
        if known is None:
            request = read_request(read_json(body), self.knowledge, today=today, language=language)
            answer = self.decide(request)
            self._answers.put(key, (answer, request.edition, request.subject), weight=len(body) + len(answer.body))
            return answer
        answer, edition, subject = known
        if subject is not None:
            self.store.ask(answer.id, Asking(subject, current_caller().subject))
        note_decision(answer.id)
        if self.tallies is not None:
            self.tallies.answered(edition, answer.language, "remembered")
        return answer

    def answer_to(self, asked: object, language: Language) -> Answer:
        """The same for a request's body as plain data. Raises ProfileError and StoreError."""
        return self.decide(self.understand(asked, language))

    def understand(self, asked: object, language: Language) -> Request:
        """A request's body as plain data → the request. Raises ProfileError."""
        return read_request(asked, self.knowledge, today=self.today(), language=language)

    def keep_knowledge(self) -> None:
        """Store the knowledge in force, which `decide` does where it was not done before. Raises StoreError."""
        self._archive.keep_current()

    def decide(self, request: Request) -> Answer:
        """Decide by the knowledge in force, and store. Raises StoreError."""
        self.keep_knowledge()
        record, decision = _record(request, self.advisor, self._renderer)
        asking = Asking(request.subject, current_caller().subject) if request.subject else None
        self.store.put(record, asking)
        note_decision(record.id)
        if self.tallies is not None:
            self.tallies.decided(decision, record.language)
        return Answer(record.id, record.language, record.body)

    def find(self, id_: str) -> Record | None:
        return self.store.get(id_)

    def in_language(self, record: Record, language: Language) -> Answer:
        """The same decision told in another language, which is a decision with an id of its own."""
        if record.language == language:
            return Answer(record.id, record.language, record.body)
        request, advisor = self._again(record)
        renderer = self._renderer if advisor is self.advisor else Renderer(advisor.reasoner)
        told, _ = _record(replace(request, language=language), advisor, renderer)
        self.store.put(told)
        return Answer(told.id, told.language, told.body)

    def again(self, record: Record) -> Again:
        """A stored decision, decided again on the knowledge that it was made on. Raises StoreError."""
        request, advisor = self._again(record)
        return Again(request, advisor, advisor.decide(request))

    def kept(self, digest: str) -> Advisor | None:
        """An advisor on the knowledge with that digest, where it is kept and this version can read it."""
        try:
            return self._archive.advisor(digest)
        except StoreError:
            return None

    @property
    def lookups(self) -> dict[str, Lookups]:
        """How often each memory of this process was asked, from the outermost to the innermost."""
        return {
            "answers": self._answers.lookups,
            "proofs": self.proofs.lookups,
            **self.advisor.reasoner.lookups,
            "fragments": self._renderer.lookups,
        }

    def _again(self, record: Record) -> tuple[Request, Advisor]:
        advisor = self._archive.advisor(record.knowledge)
        return read_request(orjson.loads(record.request), advisor.knowledge, today=self.today()), advisor


def _record(request: Request, advisor: Advisor, renderer: Renderer) -> tuple[Record, Decision]:
    id_ = decision_id(request, advisor.knowledge)
    with span("decide"):
        decision = advisor.decide(request)
    with span("render"):
        record = Record(
            id=id_,
            language=request.language,
            knowledge=advisor.knowledge.digest,
            request=orjson.dumps(canonical(request)),
            head=renderer.head(decision, id_),
            fragments=renderer.fragments(decision, request.language),
            tail=renderer.tail(decision, id_, request.language),
        )
    return record, decision


def make_database(settings: Settings) -> Database:
    """It is opened when it is first needed, by each process."""
    return Database(settings.data_dir, settings.database_url, threads=settings.threads, migrate=settings.migrate)


def make_service(settings: Settings, store: DecisionStore) -> Service:
    """Load the knowledge. Raises KnowledgeError."""
    advisor, files = _load((settings.rules, *settings.packs), settings.verify)
    archive = Archive(store, advisor, files)
    return Service(
        advisor, store, archive, cache_bytes=settings.cache_mib * 1024 * 1024, public_url=settings.public_url
    )


def _load(directories: tuple[Path, ...], verify: Verify) -> tuple[Advisor, dict[str, bytes]]:
    files = read_files(directories)
    advisor = Advisor(build_knowledge(files), verify=verify)
    return advisor, {file.path: file.content for file in files}


def read_files(directories: tuple[Path, ...]) -> tuple[KnowledgeFile, ...]:
    """The files of knowledge in some directories, the base first. Raises KnowledgeError."""
    if not all(directory.is_dir() for directory in directories):
        load_knowledge(*directories)  # says so
    return read_packs(directories)


def current_service() -> Service:
    service: Service = current_app.extensions[EXTENSION]
    return service
