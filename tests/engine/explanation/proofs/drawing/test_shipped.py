"""The largest proofs of the shipped knowledge, drawn."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bench.profiles import FULL, random_profiles
from engine.advisor import Advisor
from engine.explanation.proofs.drawing.panels import panels
from engine.explanation.proofs.drawing.svg import page_drawing
from engine.explanation.proofs.graph import proof_graph
from engine.model import LANGUAGES, Language
from engine.request import read_request
from tests.engine.explanation.proofs.drawing.picture import assert_in_order, picture


@pytest.mark.parametrize("language", LANGUAGES)
def test_proofs_of_sixty_nodes_and_more_are_in_order(advisor: Advisor, language: Language) -> None:
    knowledge = advisor.knowledge
    seen = 0
    for profile in random_profiles(knowledge, FULL, 3, seed=1):
        decision = advisor.decide(read_request({"profile": profile}, knowledge, today=date(2026, 4, 1)))
        sizes = Counter(slot for node in proof_graph(decision, language).nodes for slot in node.slots)
        ((largest, count),) = sizes.most_common(1)
        (panel,) = panels(proof_graph(decision, language, slots=[largest]), language)
        assert_in_order(picture(page_drawing(panel, language, 1)))
        seen = max(seen, count)
    assert seen >= 60
