"""What all tests share: the shipped knowledge, an advisor on it, and how long the generated tests run.

By default they draw the same few examples on every run. `PORTOLAN_EXAMPLES=2000` draws that many for each property,
others on every run; see `tests/engine/test_agreement.py` for a long run on all cores.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, settings

# The helpers' assertions are to say as much as those of the tests.
pytest.register_assert_rewrite("tests.engine.asking")

from engine.advisor import Advisor  # noqa: E402
from engine.knowledge.loader import load_knowledge  # noqa: E402
from engine.model import Knowledge  # noqa: E402
from tests import programs  # noqa: E402
from tests.programs import INSTALL  # noqa: E402

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"

_COMMON = {
    "database": None,  # no leftovers
    "deadline": None,  # a busy machine is no failure
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.generate, Phase.shrink],
}
settings.register_profile("short", derandomize=True, max_examples=150, **_COMMON)
settings.register_profile(
    "long",
    max_examples=int(os.environ.get("PORTOLAN_EXAMPLES", "1000")),
    print_blob=True,
    verbosity=Verbosity.normal,
    **_COMMON,
)
settings.load_profile("long" if "PORTOLAN_EXAMPLES" in os.environ else "short")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """All tests that miss the same program are told of in one line."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple) and INSTALL in report.longrepr[2]:
        report.longrepr = (programs.__file__, None, report.longrepr[2])  # type: ignore[assignment]
    return report


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    """The knowledge of this repository."""
    return load_knowledge(RULES)


@pytest.fixture(scope="session")
def advisor(shipped: Knowledge) -> Iterator[Advisor]:
    """An advisor on the shipped knowledge, shared: decisions do not depend on those before them."""
    built = Advisor(shipped)
    yield built
    built.close()
