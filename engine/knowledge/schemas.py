"""marshmallow schemas: what every kind of knowledge file looks like. They turn plain data into the model's values."""

from __future__ import annotations

from collections.abc import Mapping

from engine.knowledge.schema_catalog import CatalogFile, LicencesFile, SlotsFile
from engine.knowledge.schema_evidence import (
    ClaimsFile,
    ConflictsFile,
    EditionsFile,
    PackSchema,
    SourcesFile,
    UnusedFile,
)
from engine.knowledge.schema_fields import Base
from engine.knowledge.schema_fingerprints import FingerprintsFile
from engine.knowledge.schema_questionnaire import QuestionnaireFile
from engine.knowledge.schema_rules import ModuleFile, ScenariosFile, StagesFile

FILES: Mapping[str, type[Base]] = {
    "pack": PackSchema,
    "sources": SourcesFile,
    "claims": ClaimsFile,
    "editions": EditionsFile,
    "questionnaire": QuestionnaireFile,
    "slots": SlotsFile,
    "licences": LicencesFile,
    "unused": UnusedFile,
    "catalog": CatalogFile,
    "fingerprints": FingerprintsFile,
    "conflicts": ConflictsFile,
    "module": ModuleFile,
    "stages": StagesFile,
    "scenarios": ScenariosFile,
}
