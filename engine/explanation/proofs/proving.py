"""The walk through a decision's firings that builds its proof: from verdicts back to answers and claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.explanation.phrases import phrase
from engine.explanation.proofs.draft import Draft, Found
from engine.explanation.proofs.facts import fact_node
from engine.explanation.proofs.graph_parts import EdgeKind, Level
from engine.explanation.proofs.words import say, verdict_title
from engine.explanation.staleness import stale_premises
from engine.explanation.texts import reason
from engine.explanation.trace import Firing, Matched, firings
from engine.inference.reasoner import Decision
from engine.inference.resolution import Defeat, PassedOver, ProductVerdict, SlotOutcome
from engine.model import STANCES, STANCES_FOR, Language, Leaf, Rule

# The side that a rule takes on something.
_Side = Callable[[Rule], EdgeKind]


class Prover:
    """Proves what one decision came to, in one language and to one level of detail. For one graph."""

    def __init__(self, decision: Decision, language: Language, level: Level) -> None:
        self.decision, self.language, self.level = decision, language, level
        self.knowledge = decision.knowledge
        self.draft = Draft()
        self._facts: dict[tuple[Leaf, bool], str] = {}
        self._rules = decision.plan.rules
        self._outcomes = {outcome.slot: outcome for outcome in decision.slots}
        brief = level == "summary"
        self._firings: dict[str, Firing] = {} if brief else firings(decision)
        self.stale = () if brief else stale_premises(decision)

    # --- needs and verdicts: what arguments speak on ----------------------------------------------------------

    def verdict(self, outcome: SlotOutcome, verdict: ProductVerdict) -> str:
        for_it = verdict.verdict in STANCES_FOR

        def side(rule: Rule) -> EdgeKind:
            taken = [
                c.kind in STANCES_FOR
                for c in rule.then
                if c.kind in STANCES and c.slot == outcome.slot and c.subject == verdict.product
            ]
            return "supports" if for_it in taken else "opposes"

        return self._concluded(self._named(outcome, verdict), verdict.because, verdict.defeated, side)

    def _named(self, outcome: SlotOutcome, verdict: ProductVerdict) -> Found:
        title = verdict_title(verdict, self.knowledge, self.language)
        id_, about, word = f"verdict:{outcome.slot}/{verdict.product}", verdict.product, verdict.verdict
        return Found(id_, "verdict", title, "", about, outcome=word)

    def need(self, outcome: SlotOutcome) -> str:
        wanted, word = ("need", "needed") if outcome.needed else ("no_need", "not-needed")

        def side(rule: Rule) -> EdgeKind:
            said = [c.kind for c in rule.then if c.subject == outcome.slot]
            return "supports" if wanted in said else "opposes"

        title = phrase(Leaf("needed", outcome.slot), outcome.needed, self.knowledge, self.language)
        text = "" if outcome.needed or outcome.needed_because else say("nobody", self.language)
        id_ = f"need:{outcome.slot}"
        node = Found(id_, "need", title, text, outcome.slot, outcome=word)
        return self._concluded(node, outcome.needed_because, outcome.need_defeated, side)

    def _concluded(self, node: Found, because: Sequence[int], defeated: Sequence[Defeat], side: _Side) -> str:
        """A need or a verdict with the arguments on it, those that stand before those that were set aside."""
        if node.id in self.draft.nodes:
            return node.id
        if self.level == "summary":
            text = node.text if not because else self._sentence(because[0])
            return self.draft.add(node._replace(text=text))
        standing = [self.argument(self._rules[number].rule.id) for number in because]
        fallen = self._fallen(defeated)
        self.draft.add(node)
        for argument, number in zip(standing, because, strict=True):
            self.draft.join(argument, node.id, side(self._rules[number].rule))
        for argument, defeat in fallen:
            self.draft.join(argument, node.id, side(self._rules[defeat.rule].rule), "defeated")
        return node.id

    def passed_over(self, passed_over: PassedOver) -> list[tuple[str, EdgeKind]]:
        """The arguments on a product that has no verdict, for all of them were set aside: they lead to the slot."""
        found: list[tuple[str, EdgeKind]] = []
        for argument, defeat in self._fallen(passed_over.defeated):
            said = {c.kind for c in self._rules[defeat.rule].rule.then if c.subject == passed_over.product}
            found.append((argument, "opposes" if said.isdisjoint(STANCES_FOR) else "supports"))
        return found

    def _fallen(self, defeated: Sequence[Defeat]) -> list[tuple[str, Defeat]]:
        """Arguments that were set aside, each after those that did it."""
        for defeat in defeated:
            for by in defeat.by:
                self.argument(self._rules[by].rule.id)
        fallen = [(self.argument(self._rules[defeat.rule].rule.id), defeat) for defeat in defeated]
        for argument, defeat in fallen:
            for by in defeat.by:
                self.draft.join(f"rule:{self._rules[by].rule.id}", argument, "sets-aside")
        return fallen

    def _sentence(self, number: int) -> str:
        return reason(self._rules[number].rule, self.decision, self.language)

    # --- arguments and what they rest on ----------------------------------------------------------------------

    def argument(self, rule_id: str, *, relates: bool = False) -> str:
        """A rule that fired, with what it matched and what it cites.

        `relates`: for a relation, whose verdicts are proved where their slots are.
        """
        id_ = f"rule:{rule_id}"
        if id_ in self.draft.nodes:
            return id_
        firing = self._firings[rule_id]
        rule = firing.planned.rule
        full = self.level == "full"
        grounds = [self.fact(matched, relates=relates) for matched in firing.matched] if full else []
        claims = [self._claim(cited) for cited in rule.cites] if full else []
        text = reason(rule, self.decision, self.language)
        self.draft.add(Found(id_, "argument", rule.id, text, rule.id, rule.strength))
        if relates:
            self.draft.relating.add(id_)
        for source, said in grounds:
            self.draft.join(source, id_, text=said)
        for claim in claims:
            self.draft.join(claim, id_, "cites")
        return id_

    def fact(self, matched: Matched, *, relates: bool = False) -> tuple[str, str]:
        """The node of a fact, and how it reads where its title says something else."""
        leaf, wanted = matched.leaf, matched.wanted
        if matched.kind == "concern" and wanted:
            return self._concern(matched), ""
        if matched.kind == "need":
            return self.need(self._outcomes[leaf.subject]), ""
        if matched.kind == "verdict":
            outcome = self._outcomes[leaf.subject]
            verdict = next((one for one in outcome.verdicts if one.product == leaf.about), None)
            if verdict is not None:
                said = phrase(leaf, wanted, self.knowledge, self.language)
                named = self.draft.add(self._named(outcome, verdict)) if relates else self.verdict(outcome, verdict)
                return named, said
        known = self._facts.get((leaf, wanted))
        if known is None:
            known = self._facts[leaf, wanted] = self.draft.add(fact_node(matched, self.decision, self.language))
        return known, ""

    def _concern(self, matched: Matched) -> str:
        concern = matched.leaf.subject
        id_ = f"concern:{concern}"
        if id_ not in self.draft.nodes:
            arguments = [self.argument(rule) for rule in matched.firings]
            title = phrase(matched.leaf, True, self.knowledge, self.language)
            self.draft.add(Found(id_, "concern", title, "", concern))
            for argument in arguments:
                self.draft.join(argument, id_)
        return id_

    def _claim(self, cited: str) -> str:
        """A claim, or a source where a rule cites one as a whole."""
        id_ = f"claim:{cited}"
        if id_ not in self.draft.nodes:
            claim = self.knowledge.claims.get(cited)
            text = claim.text if claim else self.knowledge.sources[cited].title
            said = text.in_language(self.language)
            day = self.knowledge.sources[cited.partition("/")[0]].date
            # A claim holds as of its source's day, which may lie before the edition.
            title = f"{cited}, {day}" if day else cited
            self.draft.add(Found(id_, "claim", title, said, cited))
        return id_
