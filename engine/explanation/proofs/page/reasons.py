"""Arguments as a reader meets them: what is said, because of what, on which sources, and what set it aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.explanation.proofs.graph_parts import EdgeKind, GraphEdge, GraphNode, ProofGraph
from engine.explanation.proofs.page.markup import anchor, fold, said
from engine.explanation.proofs.page.sources import cited
from engine.explanation.proofs.page.words import say
from engine.explanation.proofs.words import strength_word
from engine.inference.reasoner import Decision
from engine.model import Knowledge, Language

_DERIVED = ("concern", "need", "verdict")


@dataclass(slots=True)
class Writer:
    """Writes parts of one page. `placed`: the rules that have their place on the page already; others point there.

    `told_of`: the rules that the proof tells of, all of which find a place.
    """

    graph: ProofGraph
    decision: Decision
    language: Language
    placed: set[str] = field(default_factory=set)
    told_of: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.told_of = frozenset(node.about or "" for node in self.graph.nodes if node.kind == "argument")

    @property
    def knowledge(self) -> Knowledge:
        return self.decision.knowledge

    def say(self, word: str, **parts: object) -> str:
        return said(say(word, self.language, **parts))

    def into(self, node: GraphNode, *kinds: EdgeKind) -> Iterator[tuple[GraphEdge, GraphNode]]:
        for edge in self.graph.into.get(node.id, ()):
            if edge.kind in kinds:
                yield edge, self.graph.by_id[edge.source]

    # --- arguments on a verdict or a need ---------------------------------------------------------------------

    def arguments(self, node: GraphNode) -> str:
        """Those that stand, then those that were set aside."""
        edges = list(self.into(node, "supports", "opposes"))
        standing = [self.reason(edge, source) for edge, source in edges if edge.standing == "stands"]
        fallen = [self.fallen(edge, source) for edge, source in edges if edge.standing == "defeated"]
        parts = [f'<ul class="reasons">{"".join(standing)}</ul>'] if standing else []
        if fallen:
            parts.append(
                f'<p class="label">{self.say("set aside")}</p><ul class="reasons fallen">{"".join(fallen)}</ul>'
            )
        return "".join(parts)

    def reason(self, edge: GraphEdge, argument: GraphNode) -> str:
        against = f'<span class="label">{self.say("against")}</span> ' if edge.kind == "opposes" else ""
        return self.told(argument, against)

    def told(self, argument: GraphNode, before: str = "") -> str:
        """An argument with all that it rests on. `before`: HTML before what it says."""
        place = self.place(argument)
        return f"<li{place}><p>{before}{said(argument.text)} {self.rule(argument)}</p>{self.ground(argument)}</li>"

    def fallen(self, edge: GraphEdge, argument: GraphNode) -> str:
        side = self.say("spoke for" if edge.kind == "supports" else "spoke against")
        by = [source for _, source in self.into(argument, "sets-aside")]
        names = ", ".join(self.link(source) for source in by)
        place = self.place(argument)
        reasons = "".join(self.told(source) for source in by if source.id not in self.placed)
        more = f'<ul class="reasons">{reasons}</ul>' if reasons else ""
        return (
            f'<li{place}><p><span class="label">{side}</span> {said(argument.text)} '
            f'{self.rule(argument)}</p><p class="by">{self.say("by")} {names}</p>{more}{self.ground(argument)}</li>'
        )

    def place(self, argument: GraphNode) -> str:
        """The id of a rule's place, where it is told of for the first time."""
        if argument.id in self.placed:
            return ""
        self.placed.add(argument.id)
        return f' id="{anchor("rule", argument.about or "")}"'

    def rule(self, argument: GraphNode) -> str:
        """The rule's strength and id, after what it says."""
        strength = said(strength_word(argument.strength or "default", self.language)) if argument.strength else ""
        return f'<span class="strength">{strength}</span> {self.link(argument)}'

    def link(self, argument: GraphNode) -> str:
        id_ = argument.about or ""
        return f'<a class="rule" href="#{anchor("rule", id_)}"><code>{said(id_)}</code></a>'

    def others(self) -> str:
        """The rules that others rest on and that no verdict was told with."""
        rules = (node for node in self.graph.nodes if node.kind == "argument")
        found = [self.told(node) for node in rules if node.id not in self.placed]
        return f'<ul class="reasons">{"".join(found)}</ul>' if found else ""

    # --- what an argument rests on ----------------------------------------------------------------------------

    def ground(self, argument: GraphNode) -> str:
        """The facts that made it speak, the sources that it quotes, what a pack made of it."""
        notes = "".join(self.note(note) for _, note in self.into(argument, "notes"))
        if self.graph.level != "full":
            return notes
        facts = "; ".join(self.fact(edge, source) for edge, source in self.into(argument, "supports"))
        because = (
            f'<p class="because"><span class="label">{self.say("because")}</span> {facts or self.say("always")}</p>'
        )
        return because + notes + self.sources(argument)

    def fact(self, edge: GraphEdge, node: GraphNode) -> str:
        text = said(edge.text or node.text or node.title)
        if node.kind not in _DERIVED:
            return text
        rules = [
            self.link(source)
            for into, source in self.into(node, "supports", "opposes")
            if into.standing == "stands" and source.kind == "argument"
        ]
        return f"{text} ({self.say('derived')} {', '.join(rules)})" if rules else text

    def sources(self, node: GraphNode) -> str:
        claims = [claim for _, claim in self.into(node, "cites")]
        if not claims:
            return ""
        items = "".join(self.claim(claim) for claim in claims)
        count = f'<span class="count">{len(claims)}</span>'
        return fold("sources", f"{self.say('sources')} {count}", f"<ul>{items}</ul>")

    def claim(self, claim: GraphNode) -> str:
        """What a source says, in our words, and which source of which day that is."""
        id_ = claim.about or ""
        return f'<li><span class="says">{said(claim.text)}</span> {cited(id_, self.knowledge, self.language)}</li>'

    def note(self, note: GraphNode) -> str:
        """A warning with its reasons, or a remark."""
        if note.kind == "warning":
            return f'<div class="callout warning"><p><b>{said(note.title)}</b></p>{self.arguments(note)}</div>'
        return f'<p class="callout"><span class="label">{self.say("note")}</span> {said(note.text or note.title)}</p>'
