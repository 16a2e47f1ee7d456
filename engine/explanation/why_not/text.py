"""Why not, told to people: what stands against the product, what would bring it in, what the rules for it lacked."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explanation.conditions import leaf_outcome, questions_behind
from engine.explanation.phrases import phrase
from engine.explanation.proofs.tree import verdict_word
from engine.explanation.sections import Line, Outline, Section, outline_markdown, outline_text
from engine.explanation.texts import answer_text, reason
from engine.explanation.why_not.answer import Behind, Lacking, WhyNot
from engine.explanation.why_not.counterfactuals import MOST_CHANGES, Change
from engine.explanation.why_not.words import GIVES, WORDS
from engine.inference.literals import DERIVED_KINDS, positive
from engine.inference.profile import Answer, members_of, pairs_of
from engine.model import All, Condition, Language, Leaf, Not, Rule

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
        self.product = self.knowledge.products[told.product].name

    def say(self, word: str, **parts: object) -> str:
        return WORDS[word].in_language(self.language).format(**parts)

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
        if told.against:
            yield Section(self.say("against"), tuple(self.reasons(told.against, "✗")))
        if told.in_favour:
            yield Section(self.say("for"), tuple(self.reasons(told.in_favour, "✓")))
        if not told.picked:
            yield self.changes()
        for word, reachable in (("lacking", True), ("out of reach", False)):
            rules = [one for one in told.lacking if one.reachable is reachable]
            if rules:
                yield Section(self.say(word), tuple(line for one in rules for line in self.lacking(one)))

    def no_need(self) -> Iterator[Line]:
        rules = [self.decision.plan.rules[number].rule for number in self.told.outcome.needed_because]
        declining = [r for r in rules if any(c.kind == "no_need" for c in r.then)]
        yield from self.reasons(tuple(declining), "✗")
        if not declining:
            yield Line(self.say("nobody"), mark="✗")

    def reasons(self, rules: tuple[Rule, ...], mark: str) -> Iterator[Line]:
        for rule in rules:
            yield Line(reason(rule, self.decision, self.language), mark=mark, code=rule.id)

    # --- what would bring it in -------------------------------------------------------------------------------

    def changes(self) -> Section:
        found = self.told.changes.found
        if not found:
            heading = self.say("nothing", most=MOST_CHANGES, product=self.product)
            return Section(heading, tuple(Line(note) for note in self.holding()))
        lines = []
        for number, one in enumerate(found, 1):
            changes = self.say("and").join(map(self.change, one.changes))
            text = self.say("then", changes=changes, verdict=verdict_word(one.verdict, self.language))
            lines.append(Line(text, mark=f"{number}."))
        return Section(self.say("if", product=self.product), tuple(lines))

    def change(self, change: Change) -> str:
        question = self.knowledge.questions[change.question]
        said = question.text.in_language(self.language)
        if isinstance(change.after, tuple) and change.before is not None:
            return self.say("edited", question=said, edits=self.edits(change))
        value = self.span(change) or self.say("or").join(
            self.answer(change.question, one) for one in (change.after, *change.alike)
        )
        if change.before is None:
            return self.say("with", question=said, value=value)
        return self.say("instead", question=said, value=value, old=self.answer(change.question, change.before))

    def span(self, change: Change) -> str | None:
        """Values in a row in the place of the one that is shown, where there are others."""
        if change.span is None or change.span == (change.after, change.after):
            return None
        least, most = change.span
        if least is None and most is None:
            return self.say("whatever", value=change.after)
        later = "version" if self.knowledge.questions[change.question].type == "version" else "number"
        if most is None:
            return self.say(f"least {later}", value=least)
        return (
            self.say("from to", least=least, most=most) if least is not None else self.say(f"most {later}", value=most)
        )

    def edits(self, change: Change) -> str:
        assert isinstance(change.after, tuple) and isinstance(change.before, tuple)
        added = tuple(one for one in change.after if one not in change.before)
        still = {one if isinstance(one, str) else one[0] for one in change.after}
        gone = tuple(one for one in change.before if (one if isinstance(one, str) else one[0]) not in still)
        said = [
            self.say(word, names=self.answer(change.question, some))  # type: ignore[arg-type]
            for word, some in (("added", added), ("left out", gone))
            if some
        ]
        return ", ".join(said)

    def answer(self, question_id: str, answer: Answer) -> str:
        question = self.knowledge.questions[question_id]
        if question.type in ("choice", "choices"):
            texts = {option.id: option.text.in_language(self.language) for option in question.options}
            chosen = (answer,) if isinstance(answer, str) else members_of(answer)
            return ", ".join(f"“{texts[str(one)]}”" for one in chosen) or self.say("nothing in it")
        if question.type == "versions" and not pairs_of(answer):
            return self.say("nothing in it")
        return answer_text(question, answer, self.knowledge, self.language)

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
            yield self.say("held", names=", ".join(held))

    # --- what rules lack --------------------------------------------------------------------------------------

    def lacking(self, one: Lacking) -> Iterator[Line]:
        given = ", ".join(GIVES[word].in_language(self.language) for word in one.gives)
        yield Line(self.say("gives", given=given), mark="•", code=one.rule.id)
        if one.fired:
            yield Line(self.say("set aside", names=", ".join(one.set_aside_by)), depth=1, mark="✗")
        else:
            yield from self.whole(one.rule.when, 1)

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
            yield Line(self.say("gave" if fired else "would give", rule=rule.id), depth, "•")
            if not fired and behind.wanted:
                yield from self.whole(rule.when, depth + 1)
