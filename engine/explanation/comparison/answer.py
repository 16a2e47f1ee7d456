"""What the API answers to a comparison: the comparison, the migration plan after, and what changes in it."""

from __future__ import annotations

from typing import Any

from engine.explanation.comparison.compare import Comparison
from engine.explanation.comparison.document import comparison_document
from engine.explanation.migration.document import changes_document, plan_document
from engine.explanation.migration.plan import migration_plan
from engine.model import Language


def comparison_answer(comparison: Comparison, language: Language) -> dict[str, Any]:
    before, after = migration_plan(comparison.before), migration_plan(comparison.after)
    return {
        **comparison_document(comparison, language),
        "migration": plan_document(after, language),
        "migration_changes": changes_document(before, after, language),
    }
