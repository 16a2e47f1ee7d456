"""Requests made up from the description: every answer is one that it tells. `python -m bench.fuzz` sends many more."""

from __future__ import annotations

from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS as KNOWN
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig

from bench.fuzz import CHECKS, CONFIGURATION, reaching
from tests.plugin_api.conftest import Ask

_EACH = 6  # requests for each operation, half of them wrong on purpose


def test_answers_are_as_described(app: Flask, ask: Ask) -> None:
    made = ask({"stack": {"in_use": ["jaeger", "ingress-nginx"]}}).json["id"]
    configuration = SchemathesisConfig.from_path(CONFIGURATION)
    schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", app, config=configuration)

    @schema.hook
    def map_path_parameters(_context: Any, parameters: dict[str, Any] | None) -> dict[str, Any] | None:
        return reaching(parameters, made, ["jaeger", "tempo", "ingress-nginx", "kubernetes"])

    load_all_checks()
    checks = KNOWN.get_by_names(CHECKS)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 40
    failures = []
    for operation in operations:
        for mode in GenerationMode:
            try:
                _try(operation, mode, checks)
            except Unsatisfiable:  # where nothing is asked for, nothing can be wrong
                assert mode == GenerationMode.NEGATIVE
            except BaseExceptionGroup as error:
                failures.append(f"{operation.label}: {error.exceptions[0]}")
    assert failures == []


def _try(operation: Any, mode: GenerationMode, checks: list[Any]) -> None:
    @settings(
        max_examples=_EACH // 2, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case) -> None:
        # In process nobody unpacks what comes compressed.
        case.call_and_validate(checks=checks, headers={"Accept-Encoding": "identity"})

    send()
