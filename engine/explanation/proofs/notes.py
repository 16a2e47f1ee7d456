"""What stands beside a proof: warnings, premises that have changed, packs that changed rules, relations, questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from engine.explanation.connections import fired_relations, relation_sentence
from engine.explanation.installation import missing
from engine.explanation.proofs.draft import Found
from engine.explanation.proofs.graph_parts import NodeKind
from engine.explanation.proofs.proving import Prover
from engine.explanation.proofs.words import say, warning_title
from engine.explanation.staleness import stale_text
from engine.inference.resolution import SlotOutcome
from engine.knowledge.relations import products_of
from engine.model import Conclusion, Rule


class Notes:
    """Finds what is to be noted of slots whose verdicts are proved. `product`: only what bears on that one."""

    def __init__(self, prover: Prover, product: str | None) -> None:
        self._prover, self._product = prover, product
        self._decision, self._language = prover.decision, prover.language
        self._draft, self._knowledge = prover.draft, prover.knowledge

    def absent(self, outcome: SlotOutcome) -> Iterator[str]:
        """That nothing is said of the product in a slot."""
        product = self._product
        if product is not None and all(verdict.product != product for verdict in outcome.verdicts):
            name = self._knowledge.products[product].name
            passed_over = any(one.product == product for one in outcome.passed_over)
            text = say("passed over" if passed_over else "absent", self._language, name=name)
            yield self._add("note", f"absent:{product}", name, text, product)

    def of_slots(self, outcomes: Sequence[SlotOutcome]) -> dict[str, list[str]]:
        """The notes on each slot, in the order in which they are to be read. Those on verdicts and arguments are
        joined to them.
        """
        found: dict[str, list[str]] = {outcome.slot: [] for outcome in outcomes}
        if self._prover.level != "summary":
            for outcome in outcomes:
                found[outcome.slot].extend(self._warnings(outcome))
                self._note_stale(outcome)
        if self._prover.level == "full":
            for slot, related in self._relations(outcomes).items():
                found[slot].extend(related)
        if self._prover.level != "summary":
            self._note_changes()
            for outcome in outcomes:
                found[outcome.slot].extend(self._withdrawn(outcome.slot))
        if self._prover.level == "full":
            for outcome in outcomes:
                found[outcome.slot].extend(self._open(outcome))
        return found

    def _add(self, kind: NodeKind, id_: str, title: str, text: str, about: str, outcome: str | None = None) -> str:
        return self._draft.add(Found(id_, kind, title, text, about, outcome=outcome))

    def _warnings(self, outcome: SlotOutcome) -> Iterator[str]:
        """Those on products without a verdict; the others are joined to it."""
        for warning in outcome.warnings:
            if self._product in (None, warning.product):
                rule = self._decision.plan.rules[warning.rule].rule
                argument = self._prover.argument(rule.id)
                name = self._knowledge.products[warning.product].name
                title = warning_title(name, warning.kind, warning.date, self._language)
                id_ = f"warning:{outcome.slot}/{warning.product}/{rule.id}"
                self._add("warning", id_, title, "", warning.product, warning.kind)
                self._draft.join(argument, id_)
                verdict = f"verdict:{outcome.slot}/{warning.product}"
                if verdict in self._draft.nodes:
                    self._draft.join(id_, verdict, "notes")
                else:
                    yield id_

    def _note_stale(self, outcome: SlotOutcome) -> None:
        """What a verdict's rules took to be so and is so no more."""
        rules = self._decision.plan.rules
        for verdict in outcome.verdicts:
            id_ = f"verdict:{outcome.slot}/{verdict.product}"
            if id_ not in self._draft.nodes:
                continue
            heard = (*verdict.because, *(defeat.rule for defeat in verdict.defeated))
            ids = {rules[number].rule.id for number in heard}
            for stale in self._prover.stale:
                if outcome.slot in stale.slots and not ids.isdisjoint(stale.rules):
                    premise = stale.premise
                    title = say("stale", self._language, name=self._knowledge.products[premise.product].name)
                    text = stale_text(stale, self._knowledge, self._language)
                    note = f"stale:{premise.product}.{premise.attribute}@{premise.source}"
                    self._draft.join(self._add("note", note, title, text, premise.product), id_, "notes")

    def _relations(self, outcomes: Sequence[SlotOutcome]) -> dict[str, list[str]]:
        """What connects the slots' picks with others, or the product at home there; and what comes before them."""
        absent = missing(self._decision)
        slots_of: dict[str, list[str]] = defaultdict(list)
        for outcome in outcomes:
            for product in self._about(outcome):
                slots_of[product].append(outcome.slot)
        found: dict[str, list[str]] = defaultdict(list)
        for rule, conclusion in fired_relations(self._decision):
            if conclusion.kind == "connect" or (conclusion.kind == "install" and conclusion.subject in absent):
                products = products_of(conclusion) if self._product else (conclusion.subject,)
                for slot in [slot for product in dict.fromkeys(products) for slot in slots_of.get(product, ())]:
                    found[slot].append(self._relation(rule, conclusion))
        return found

    def _about(self, outcome: SlotOutcome) -> tuple[str, ...]:
        """The products whose relations are told in a slot."""
        if self._product is None:
            return outcome.picks
        return (self._product,) if self._knowledge.products[self._product].home == outcome.slot else ()

    def _relation(self, rule: Rule, conclusion: Conclusion) -> str:
        text = relation_sentence(conclusion, self._knowledge, self._language)
        how = f"{conclusion.relation} {','.join(conclusion.to)}" if conclusion.relation else "after"
        id_ = f"relation:{conclusion.subject} {how} {','.join(conclusion.after)}".rstrip()
        argument = self._prover.argument(rule.id, relates=True)
        self._add("relation", id_, text, "", conclusion.subject, conclusion.relation or conclusion.kind)
        self._draft.join(argument, id_)
        return id_

    def _note_changes(self) -> None:
        """What packs made of the rules that speak."""
        changes = self._knowledge.changes
        if changes:
            for node in [node for node in self._draft.nodes.values() if node.kind == "argument"]:
                change = changes.get(self._knowledge.rules[node.about or ""].template)
                if change is not None:
                    why = change.reason.in_language(self._language)
                    title = say("pack", self._language, pack=change.pack)
                    text = say("changed", self._language, pack=change.pack, reason=why)
                    note = self._add("note", f"changed:{change.rule}", title, text, change.rule)
                    self._draft.join(note, node.id, "notes")

    def _withdrawn(self, slot: str) -> Iterator[str]:
        """Rules that had a say in the slot until a pack withdrew them."""
        for change in self._knowledge.changes.values():
            if change.withdrawn and slot in change.slots:
                why = change.reason.in_language(self._language)
                title = say("gone", self._language, rule=change.rule)
                text = say("withdrawn", self._language, rule=change.rule, pack=change.pack, reason=why)
                yield self._add("note", f"withdrawn:{change.rule}", title, text, change.rule)

    def _open(self, outcome: SlotOutcome) -> Iterator[str]:
        """The questions that could still change the slot."""
        if outcome.status not in ("open", "contested"):
            return
        asks = self._decision.asks[self._decision.slots.index(outcome)]
        for id_ in self._decision.reasoner.questions_of(asks, self._decision.answers):
            node = f"open:{id_}"
            if node not in self._draft.nodes:
                question = self._knowledge.questions[id_].text.in_language(self._language)
                self._add("open", node, question, "", id_)
            yield node
