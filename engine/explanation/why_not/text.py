"""Why not, told to people: what stands against the product, what would bring it in, what the rules for it lacked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.explanation.conditions import leaf_outcome, questions_behind
from engine.explanation.phrases import phrase
from engine.explanation.proofs.tree import verdict_word
from engine.explanation.sections import Line, Outline, Section, outline_markdown, outline_text
from engine.explanation.texts import answer_text, reason
from engine.explanation.why_not.answer import Behind, Lacking, Said, WhyNot
from engine.explanation.why_not.counterfactuals import MOST_CHANGES
from engine.explanation.why_not.ways import told_change
from engine.explanation.why_not.words import GIVES, say
from engine.inference.literals import DERIVED_KINDS, positive
from engine.model import PICKED, STANCES, All, Condition, Language, Leaf, Not, Rule

_MARKS = {"held": "✓", "failed": "✗", "unknown": "?"}
_SHOWN_HELD = 6


def why_not_outline(told: WhyNot, language: Language) -> Outline:
    return _Teller(told, language).outline()


def why_not_text(told: WhyNot, language: Language, width: int) -> str:
    """For a terminal of that many columns."""
    return outline_text(why_not_outline(told, language), width)


def why_not_markdown(told: WhyNot, language: Language) -> str:
    return outline_markdown(why_not_outline(told, language))


class _Teller:
    """Tells one answer in one language; a derived fact that was told once is only pointed to again."""

    def __init__(self, told: WhyNot, language: Language) -> None:
        self.told, self.language = told, language
        self.decision, self.knowledge = told.decision, told.decision.knowledge
        self.behind = {(one.leaf, one.wanted): one for one in told.behind}
        self.seen: set[tuple[Leaf, bool]] = set()
        self.heard: set[str] = set()
        self.product = self.knowledge.products[told.product].name

    def say(self, word: str, **parts: object) -> str:
        return say(word, self.language, **parts)

    def outline(self) -> Outline:
        told = self.told
        slot = self.knowledge.slots[told.outcome.slot].title.in_language(self.language)
        word = "judged" if told.verdict else "unjudged"
        verdict = verdict_word(told.verdict.verdict, self.language) if told.verdict else ""
        return Outline(
            title=self.say(word, product=self.product, slot=slot, verdict=verdict),
            lead=tuple(self.lead()),
            sections=tuple(self.sections()),
            notes=tuple(self.notes()),
        )

    def lead(self) -> Iterator[str]:
        picks = self.told.outcome.picks
        if self.told.picked:
            yield self.say("picked", product=self.product)
        elif picks:
            names = ", ".join(self.knowledge.products[one].name for one in picks)
            yield self.say("pick" if len(picks) == 1 else "picks", names=names)
        else:
            yield self.say("no pick")
        others = [one for one in self.told.slots if one != self.told.outcome.slot]
        if others:
            titles = (f"“{self.knowledge.slots[one].title.in_language(self.language)}” ({one})" for one in others)
            yield self.say("elsewhere", slots=", ".join(titles))

    def sections(self) -> Iterator[Section]:
        told = self.told
        if not told.outcome.needed:
            yield Section(self.say("not needed"), tuple(self.no_need()))
        if told.gave_way:
            yield Section(self.say("decides"), tuple(line for one in told.gave_way for line in self.gave_way(one)))
        if told.against:
            yield Section(self.say("against"), tuple(self.reasons(told.against, "✗")))
        # What says no more than that a product is worth considering keeps it from being the pick.
        strong = [one for one in told.in_favour if told.picked or not PICKED.isdisjoint(one.stances)]
        weak = [one for one in told.in_favour if one not in strong]
        if strong:
            yield Section(self.say("for"), tuple(self.reasons(strong, "✓")))
        if weak:
            yield Section(self.say("alternative"), tuple(self.reasons(weak, "·")))
        if not told.picked:
            yield self.changes()
        for word, reachable in (("lacking", True), ("out of reach", False)):
            rules = [one for one in told.lacking if one.reachable is reachable and one not in told.gave_way]
            if rules:
                yield Section(self.say(word), tuple(line for one in rules for line in self.lacking(one)))

    def no_need(self) -> Iterator[Line]:
        rules = [self.decision.plan.rules[number].rule for number in self.told.outcome.needed_because]
        declining = [r for r in rules if any(c.kind == "no_need" for c in r.then)]
        for rule in declining:
            yield Line(self.reason(rule), mark="✗", code=rule.id)
        if not declining:
            yield Line(self.say("nobody"), mark="✗")

    def reason(self, rule: Rule) -> str:
        """What a rule that fired says; from now on it is only pointed to."""
        self.heard.add(rule.id)
        return reason(rule, self.decision, self.language)

    def reasons(self, arguments: Iterable[Said], mark: str) -> Iterator[Line]:
        for one in arguments:
            text = self.say("above") if one.rule.id in self.heard else self.reason(one.rule)
            yield Line(self.say("stance", stance=self.words(one.stances), text=text), mark=mark, code=one.rule.id)

    def words(self, stances: Iterable[str]) -> str:
        return ", ".join(GIVES[one].in_language(self.language) for one in stances)

    # --- what decides -----------------------------------------------------------------------------------------

    def gave_way(self, one: Lacking) -> Iterator[Line]:
        """A rule that would have made it a pick and those that set it aside; after their reasons what these rest on."""
        text = self.say("stance", stance=self.words(one.gives), text=self.reason(one.rule))
        yield Line(text, mark="✓", code=one.rule.id)
        yield Line(self.say("gives way"), 1, "✗")
        stronger = [self.knowledge.rules[id_] for id_ in one.set_aside_by]
        new = [rule for rule in stronger if rule.id not in self.heard]
        for rule in stronger:
            text = self.reason(rule) if rule in new else self.say("above")
            yield Line(self.say("stance", stance=self.stances(rule), text=text), 2, "•", rule.id)
        yield from self.claims("claims for", (one.rule,))
        yield from self.claims("claims against", new)

    def stances(self, rule: Rule) -> str:
        """What a rule would do about the products of the slot, the products named."""
        said = [c for c in rule.then if c.kind in STANCES and c.slot == self.told.outcome.slot]
        named = [
            self.say("stance on", stance=self.words((c.kind,)), product=self.knowledge.products[c.subject].name)
            for c in said
        ]
        return ", ".join(dict.fromkeys(named)) or self.words(["no_need"])

    def claims(self, word: str, rules: Iterable[Rule]) -> Iterator[Line]:
        """What rules rest on: their claims, and sources that they cite as a whole."""
        cited = dict.fromkeys(id_ for rule in rules for id_ in rule.cites)
        if cited:
            yield Line(self.say(word), 1, "·")
        for id_ in cited:
            claim = self.knowledge.claims.get(id_)
            text = claim.text if claim else self.knowledge.sources[id_].title
            yield Line(f"“{text.in_language(self.language)}”", 2, code=id_)

    # --- what would bring it in -------------------------------------------------------------------------------

    def changes(self) -> Section:
        found = self.told.changes.found
        if not found:
            heading = self.say("nothing", most=MOST_CHANGES, product=self.product)
            return Section(heading, tuple(Line(note) for note in self.holding()))
        lines = []
        for number, one in enumerate(found, 1):
            changes = self.say("and").join(told_change(change, self.knowledge, self.language) for change in one.changes)
            text = self.say("then", changes=changes, verdict=verdict_word(one.verdict, self.language))
            lines.append(Line(text, mark=f"{number}."))
        return Section(self.say("if", product=self.product), tuple(lines))

    def notes(self) -> Iterator[str]:
        changes = self.told.changes
        if self.told.picked:
            return
        if not changes.complete:
            yield self.say("stopped")
        elif changes.found:
            yield self.say("all", most=MOST_CHANGES)
        if changes.found:
            yield from self.holding()

    def holding(self) -> Iterator[str]:
        held = self.told.changes.held
        if len(held) > _SHOWN_HELD:
            yield self.say("many held", count=len(held))
        elif held:
            texts = (self.knowledge.questions[id_].text.in_language(self.language) for id_ in held)
            yield self.say("held", names=", ".join(f"“{text}”" for text in texts))

    # --- what rules lack --------------------------------------------------------------------------------------

    def lacking(self, one: Lacking) -> Iterator[Line]:
        yield Line(self.say("gives", given=self.words(one.gives)), mark="•", code=one.rule.id)
        if one.fired:
            yield from self.others("set aside", one.set_aside_by)
            return
        yield from self.whole(one.rule.when, 1)
        if one.reachable:
            yield from self.others("would yield", one.yields_to)
            yield from self.others("bound", one.bound_by)

    def others(self, word: str, rules: Iterable[str]) -> Iterator[Line]:
        """The rules that a rule comes to nothing for: with their reasons, which are told once."""
        for id_ in rules:
            text = self.say("above") if id_ in self.heard else self.reason(self.knowledge.rules[id_])
            yield Line(self.say(word, text=text), 1, "✗", id_)

    def whole(self, condition: Condition, depth: int) -> Iterator[Line]:
        """The condition of a rule. That all of its parts have to hold goes without saying."""
        parts = condition.parts if isinstance(condition, All) else (condition,)
        for part in parts:
            yield from self.condition(part, depth)
        if not parts:
            yield Line(self.say("always"), depth, "✓")

    def condition(self, condition: Condition, depth: int, wanted: bool = True) -> Iterator[Line]:
        """A part of a condition, or its contrary, as nested lines."""
        if isinstance(condition, Leaf):
            yield from self.leaf(condition, depth, wanted)
        elif isinstance(condition, Not):
            yield from self.condition(condition.part, depth, not wanted)
        elif len(condition.parts) == 1:
            yield from self.condition(condition.parts[0], depth, wanted)
        else:
            # Not all of these is at least one of their contraries; none of them is all of their contraries.
            word = "every" if isinstance(condition, All) == wanted else "some"
            yield Line(self.say(word), depth, "·")
            for part in condition.parts:
                yield from self.condition(part, depth + 1, wanted)

    def leaf(self, leaf: Leaf, depth: int, wanted: bool) -> Iterator[Line]:
        outcome = leaf_outcome(leaf, self.decision)
        turned = {"held": "failed", "failed": "held"}.get(outcome, outcome) if not wanted else outcome
        atom, sense = positive(leaf, wanted)
        text = phrase(atom, sense, self.knowledge, self.language)
        answered = next((q for q in questions_behind(leaf) if q in self.decision.answers), None)
        if turned == "failed" and answered is not None:
            question = self.knowledge.questions[answered]
            value = answer_text(question, self.decision.answers[answered], self.knowledge, self.language)
            text = self.say("said", phrase=text, value=value or self.say("nothing in it"))
        yield Line(text, depth, _MARKS[turned])
        if leaf.kind in DERIVED_KINDS and (atom, sense) in self.behind and turned != "held":
            yield from self.derived(self.behind[atom, sense], depth + 1)

    def derived(self, behind: Behind, depth: int) -> Iterator[Line]:
        key = (behind.leaf, behind.wanted)
        if key in self.seen:
            yield Line(self.say("above"), depth, "↑")
            return
        self.seen.add(key)
        if not behind.rules:
            yield Line(self.say("no rule"), depth, "✗")
        for rule, fired in behind.rules:
            # A rule that did not fire may speak of what is not so: its conditions tell what it is about.
            text = self.say("gave", text=self.reason(rule)) if fired else self.say("would give")
            yield Line(text, depth, "•", rule.id)
            if not fired and behind.wanted:
                yield from self.whole(rule.when, depth + 1)
