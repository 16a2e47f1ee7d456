"""The knowledge read anew while the old serves: an application on it takes the place of the one there is.

What is wrong is said, and the old one stays. Settings are not read again, but the files that they name are.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from flask import Flask

from engine.explanation.packs import knowledge_document
from engine.knowledge.files import digest_of
from engine.knowledge.packs import labelled, place_of
from engine.knowledge.problems import KnowledgeError, Problem
from engine.model import Knowledge
from plugin_api.app import create_app
from plugin_api.service import EXTENSION, Service, read_files
from plugin_api.settings import Settings, SettingsError

log = logging.getLogger(__name__)

# How many reasons a log gets: one broken file may have a thousand.
_LOGGED = 100

Status = Literal["reloaded", "unchanged", "refused", "failed", "ending"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One reason why knowledge is refused: where and what, and what would be right."""

    detail: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a reload. `app` is there where it is to take the place of the old one."""

    status: Status
    before: Knowledge
    app: Flask | None = None
    wrong: tuple[Wrong, ...] = ()

    @property
    def now(self) -> Knowledge:
        return service_of(self.app).knowledge if self.app else self.before

    def report(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "status": self.status,
            "knowledge": knowledge_document(self.now),
            "before": knowledge_document(self.before),
            "errors": [{"detail": one.detail, "hint": one.hint} for one in self.wrong],
        }

    def said(self) -> Iterator[str]:
        """The same for a log, a line each."""
        if self.status == "reloaded":
            yield f"The knowledge was reloaded: {_named(self.before)} → {_named(self.now)}."
        elif self.status == "unchanged":
            yield f"The knowledge is what it was: {_named(self.before)}."
        else:
            yield f"The knowledge was not reloaded, and {_named(self.before)} goes on serving:"
            for one in self.wrong[:_LOGGED]:
                yield one.detail + (f" ({one.hint})" if one.hint else "")
            if len(self.wrong) > _LOGGED:
                yield f"… and {len(self.wrong) - _LOGGED} more; `portolan lint` shows all."


def service_of(app: Flask) -> Service:
    service: Service = app.extensions[EXTENSION]
    return service


def renewed(app: Flask, settings: Settings) -> Outcome:
    """An application on the knowledge as it is now, ready to be forked; never raises."""
    before = service_of(app).knowledge
    directories = (settings.rules, *settings.packs)
    try:
        digest = digest_of(read_files(directories))
        if digest == before.digest:
            return Outcome("unchanged", before)
        fresh = create_app(settings)
        service_of(fresh).advisor.prepare()
        now = service_of(fresh).knowledge.digest
        if now != digest or digest_of(read_files(directories)) != now:
            service_of(fresh).advisor.close()
            return Outcome("refused", before, wrong=(_CHANGING,))
    except KnowledgeError as error:
        # A file that cannot be read takes with it what others refer to: it is what has to be mended first.
        problems = sorted(error.problems, key=lambda problem: problem.code != "not-yaml")
        return Outcome("refused", before, wrong=tuple(_wrong(problem, directories) for problem in problems))
    except SettingsError as error:  # a file that a setting names, such as that of the tokens
        return Outcome("refused", before, wrong=tuple(map(Wrong, str(error).splitlines())))
    except OSError as error:
        return Outcome("refused", before, wrong=(Wrong(f"{error.filename}: {error.strerror or error}"),))
    except Exception:
        log.exception("the knowledge could not be loaded")
        return Outcome("failed", before, wrong=(Wrong("a fault of Portolan's own, which has been logged"),))
    return Outcome("reloaded", before, fresh)


_CHANGING = Wrong("the files changed while they were read", "reload again when they are all in place")


def _wrong(problem: Problem, directories: tuple[Path, ...]) -> Wrong:
    """Placed by the path of the file, as an editor finds it."""
    place = problem.place
    path = place_of(place.file, labelled(directories))
    return Wrong(
        f"{path}:{place.line}:{place.column}: {problem.level}[{problem.code}]: {problem.message}", problem.hint
    )


def _named(knowledge: Knowledge) -> str:
    return f"{knowledge.pack.version} ({knowledge.digest})"
