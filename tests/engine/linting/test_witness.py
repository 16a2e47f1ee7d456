"""A witness is the smallest request that shows something, and a profile file as it stands."""

from __future__ import annotations

from datetime import date

import yaml

from engine.linting.witness import Witnesses
from engine.request import read_request
from engine.satisfiability.inputs import Sketch
from tests.engine.linting.laying import SOUND, plan_of

PLAN = plan_of(SOUND)
LARGE = Sketch(
    {
        "platform": {"kubernetes_version": "1.29"},
        "shop": {"size": "large", "signals": ["none", "traces"], "open_source": False},
        "stack": {"in_use": ["jaeger", "zipkin"], "works_well": []},
    },
    "2024",
    date(2030, 1, 1),
)


def test_what_does_not_matter_is_left_out() -> None:
    witness = Witnesses(PLAN).smallest(LARGE, lambda d: "zipkin" in d.answers.get("stack.in_use", ()))
    assert witness is not None
    assert (witness.profile, witness.edition, witness.as_of) == (
        {"stack": {"in_use": ["zipkin"]}},
        "2025",
        date(2025, 6, 1),
    )


def test_edition_and_day_stay_where_they_matter() -> None:
    witness = Witnesses(PLAN).smallest(LARGE, lambda d: d.edition == "2024" and d.as_of > date(2029, 1, 1))
    assert witness is not None
    assert str(witness) == '{profile: {}, edition: "2024", as_of: 2030-01-01}'


def test_it_reads_back_as_the_request_it_is() -> None:
    witness = Witnesses(PLAN).smallest(LARGE, lambda d: d.answers.get("platform.kubernetes_version") == "1.29")
    assert witness is not None
    body = yaml.safe_load(str(witness))
    request = read_request(body, PLAN.knowledge, today=date(2026, 1, 1))
    assert request.answers == {"platform.kubernetes_version": "1.29"}


def test_there_is_none_for_what_is_not_so() -> None:
    assert Witnesses(PLAN).smallest(LARGE, lambda d: False) is None
