"""A radar as plain data, as Backstage's Tech Radar has it: quadrants, rings, entries with links and a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from engine.explanation.markdown import plain
from engine.explanation.proofs.words import verdict_title
from engine.explanation.radar.movement import Point, timelines
from engine.explanation.radar.standing import RINGS, Standing
from engine.explanation.texts import reason
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict
from engine.model import Knowledge, Language, Text

# Claims of the leading rule that an entry links to; the rule names all of them.
_CLAIMS = 5
_WORDS = {
    "gone": Text("{edition} has no verdict on it any more.", "{edition}에는 이 제품에 대한 판정이 더 이상 없습니다."),
    "why": Text("Why: the decision", "판정 이유"),
    "rule": Text("Rule {id}", "규칙 {id}"),
    "claim": Text("Claim {id}", "근거 {id}"),
    "source": Text("Source {id}", "출처 {id}"),
    "homepage": Text("Home page", "홈페이지"),
}


def radar_document(history: Sequence[Decision], id_: str, base: str, language: Language) -> dict[str, Any]:
    """`history` as `history` gives it; `id_`: the id of its last decision, which can be found under `base`, the
    address of the service without a slash at its end. The knowledge has quadrants.
    """
    knowledge = history[-1].knowledge
    teller = _Teller(knowledge, id_, base, language)
    return {
        "quadrants": [{"id": one.id, "name": one.title.in_language(language)} for one in knowledge.quadrants.values()],
        "rings": [
            {
                "id": ring.id,
                "name": ring.name.in_language(language),
                "color": ring.colour,
                "description": ring.description.in_language(language),
            }
            for ring in RINGS
        ],
        "entries": [teller.entry(product, points) for product, points in timelines(history).items()],
    }


class _Teller:
    """Tells entries of one radar in one language."""

    def __init__(self, knowledge: Knowledge, id_: str, base: str, language: Language) -> None:
        self._knowledge, self._id, self._base, self._language = knowledge, id_, base, language

    def entry(self, product: str, points: Sequence[Point]) -> dict[str, Any]:
        # Of one that the edition dropped: where it stood last.
        standing = next(point.standing for point in points if point.standing)
        return {
            "key": product,
            "id": product,
            "quadrant": self._quadrant(standing.slot),
            "title": self._knowledge.products[product].name,
            "description": self._text(points[0]),
            "links": self._links(product, points[0]),
            "timeline": [self._snapshot(point) for point in points],
        }

    def _quadrant(self, slot: str) -> str:
        knowledge = self._knowledge
        return str(knowledge.areas[knowledge.slots[slot].area].quadrant)

    def _snapshot(self, point: Point) -> dict[str, Any]:
        return {
            "date": point.day.isoformat(),
            "ringId": RINGS[point.ring].id,
            "description": self._text(point),
            "moved": point.moved,
        }

    def _text(self, point: Point) -> str:
        """The leading reason in each slot, in Markdown, that which leads first."""
        if point.standing is None:
            return self._say("gone", edition=self._edition(point.decision))
        return "\n\n".join(self._reason(slot, one, point.decision) for slot, one in point.standing.verdicts)

    def _reason(self, slot: str, verdict: ProductVerdict, decision: Decision) -> str:
        title = self._knowledge.slots[slot].title.in_language(self._language)
        said = plain(f"{title} – {verdict_title(verdict, self._knowledge, self._language)}")
        rule = decision.plan.rules[verdict.because[0]].rule
        return f"**{said}.** {plain(reason(rule, decision, self._language))}"

    def _edition(self, decision: Decision) -> str:
        return plain(self._knowledge.editions[decision.edition].title.in_language(self._language))

    def _links(self, product: str, point: Point) -> list[dict[str, str]]:
        links = []
        if point.standing:
            links += self._proof(product, point.standing, point.decision)
        else:
            links.append({"title": self._say("why"), "url": f"{self._base}/decisions/{self._id}"})
        homepage = self._knowledge.products[product].homepage
        if homepage:
            links.append({"title": self._say("homepage"), "url": homepage})
        return links

    def _proof(self, product: str, standing: Standing, decision: Decision) -> list[dict[str, str]]:
        rule = decision.plan.rules[standing.verdicts[0][1].because[0]].rule
        page = (
            f"{self._base}/decisions/{self._id}/why/{quote(product)}?slot={quote(standing.slot)}&lang={self._language}"
        )
        return [
            {"title": self._say("why"), "url": page},
            {"title": self._say("rule", id=rule.id), "url": f"{self._base}/v1/rules/{quote(rule.id)}"},
            *map(self._evidence, rule.cites[:_CLAIMS]),
        ]

    def _evidence(self, id_: str) -> dict[str, str]:
        """A claim, or a source behind the catalog."""
        word, list_ = ("claim", "claims") if id_ in self._knowledge.claims else ("source", "sources")
        return {"title": self._say(word, id=id_), "url": f"{self._base}/v1/{list_}/{quote(id_)}"}

    def _say(self, word: str, **parts: str) -> str:
        return _WORDS[word].in_language(self._language).format(**parts)
