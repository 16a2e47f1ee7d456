"""Where one decision puts each product: the ring of its best verdict, and the verdicts behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict
from engine.model import Text


@dataclass(frozen=True, slots=True)
class Ring:
    """`colour`: any that CSS knows."""

    id: str
    name: Text
    colour: str
    description: Text


# From inside out.
RINGS = (
    Ring(
        "adopt",
        Text("Adopt", "도입"),
        "#2e7d32",
        Text("Take it, or stay with it: verdicts adopt and keep.", "도입하거나 계속 사용합니다. 판정: 도입, 유지."),
    ),
    Ring(
        "trial",
        Text("Trial", "시험"),
        "#1565c0",
        Text(
            "Take it where you can afford to learn: verdict trial.",
            "시행착오를 감당할 수 있는 곳에 도입합니다. 판정: 시험 도입.",
        ),
    ),
    Ring(
        "assess",
        Text("Assess", "검토"),
        "#b26a00",
        Text(
            "A sound alternative, or the pick once a question is answered: verdict consider, and what is contested.",
            "타당한 대안이거나, 남은 질문에 답하면 추천될 수 있습니다. 판정: 고려. 이견이 있는 제품도 포함합니다.",
        ),
    ),
    Ring(
        "hold",
        Text("Hold", "보류"),
        "#c62828",
        Text(
            "Leave it, or do not begin with it: verdicts migrate and avoid.",
            "이전하거나 새로 도입하지 않습니다. 판정: 이전, 비권장.",
        ),
    ),
)
HOLD = len(RINGS) - 1
_BY_VERDICT = {"adopt": 0, "keep": 0, "trial": 1, "consider": 2, "migrate": HOLD, "avoid": HOLD}
_CONTESTED = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """A product in one decision. `ring` counts from inside; the first of `verdicts`, by slot, is the one that leads."""

    ring: int
    verdicts: tuple[tuple[str, ProductVerdict], ...]

    @property
    def slot(self) -> str:
        return self.verdicts[0][0]


def standings(decision: Decision) -> dict[str, Standing]:
    """By product, in the order of their ids. Products without a verdict are not in it.

    Of a product in several slots the best verdict leads; of equally good ones that in its home, else the first slot's.
    """
    found: dict[str, list[tuple[str, ProductVerdict]]] = defaultdict(list)
    for outcome in decision.slots:
        for verdict in outcome.verdicts:
            found[verdict.product].append((outcome.slot, verdict))
    products = decision.knowledge.products
    return {product: _standing(found[product], products[product].home) for product in sorted(found)}


def _standing(verdicts: Sequence[tuple[str, ProductVerdict]], home: str | None) -> Standing:
    ordered = sorted(verdicts, key=lambda one: (ring_of(one[1]), one[0] != home))
    return Standing(ring_of(ordered[0][1]), tuple(ordered))


def ring_of(verdict: ProductVerdict) -> int:
    return _CONTESTED if verdict.contested else _BY_VERDICT[verdict.verdict]
