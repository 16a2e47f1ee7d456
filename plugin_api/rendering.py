"""A decision → the bytes of its body, piece by piece: most slots come out as they did for somebody else.

The engine shares a slot's outcome between all decisions that agree on it, so its JSON is made once per outcome,
language and the answers that its texts mention. The whole is byte for byte `decision_document` in JSON.
"""

from __future__ import annotations

import orjson

from engine.explanation.document import above_slots, head, slot_document, tail
from engine.explanation.texts import answers_in
from engine.inference.encoding import IN_USE, WORKS_WELL
from engine.inference.lookups import Lookups
from engine.inference.profile import Answers
from engine.inference.reasoner import Decision, Reasoner
from engine.inference.resolution import SlotOutcome
from engine.model import LANGUAGES, Knowledge, Language
from plugin_api.store import Fragment

# Pieces kept at most, and outcomes that stand for them, before all are let go and made anew. A piece takes some 7 KiB
# with what it is found by: four times as many cost a worker 85 MiB more, and saved it nothing that we could measure.
MAX_FRAGMENTS = 4_096
MAX_OUTCOMES = 4 * MAX_FRAGMENTS


class Renderer:
    """Renders the decisions of one reasoner. Threads may share it: at worst two of them make the same piece."""

    def __init__(self, reasoner: Reasoner) -> None:
        knowledge, rules = reasoner.plan.knowledge, reasoner.plan.rules
        mentioned = {
            n: frozenset(answers_in(planned.rule)) & knowledge.questions.keys() for n, planned in enumerate(rules)
        }
        self._mentioned = {number: questions for number, questions in mentioned.items() if questions}
        self._by_outcome: dict[Language, dict[SlotOutcome, Fragment]] = {language: {} for language in LANGUAGES}
        self._by_content: dict[tuple[object, ...], Fragment] = {}
        self._questions = {language: _OpenQuestions(reasoner, language) for language in LANGUAGES}
        self.lookups = Lookups()

    def head(self, decision: Decision, id_: str) -> bytes:
        return orjson.dumps(head(decision, id_))[:-1] + b',"slots":['

    def fragments(self, decision: Decision, language: Language) -> tuple[Fragment, ...]:
        """One for each slot."""
        known = self._by_outcome[language]
        if len(known) > MAX_OUTCOMES:
            known.clear()
        find = known.get
        self.lookups.asked += len(decision.slots)
        return tuple([find(outcome) or self._fragment(outcome, decision, language) for outcome in decision.slots])

    def tail(self, decision: Decision, id_: str, language: Language) -> bytes:
        said = above_slots(decision, language)
        said.update(tail(decision, _NoQuestions(), id_, language))  # type: ignore[arg-type]
        said["open_questions"] = orjson.Fragment(self._questions[language].render(decision))
        return b"]," + orjson.dumps(said)[1:]

    def _fragment(self, outcome: SlotOutcome, decision: Decision, language: Language) -> Fragment:
        """The piece of an outcome that was not met before, or whose texts mention answers.

        Most such outcomes differ only in what they wait for from one whose piece is there already. The day is part of
        what a piece depends on, because texts mention facts of the catalog too.
        """
        numbers = {*outcome.needed_because, *[number for verdict in outcome.verdicts for number in verdict.because]}
        mentioned = sorted({question for number in numbers for question in self._mentioned.get(number, ())})
        content = (
            language,
            decision.read_on,
            tuple([decision.answers.get(question) for question in mentioned]),
            outcome.slot,
            outcome.status,
            outcome.picks,
            outcome.verdicts,
            outcome.needed,
            outcome.needed_because,
            outcome.need_defeated,
        )
        made = self._by_content.get(content)
        if made is None:
            self.lookups.missed += 1
            if len(self._by_content) >= MAX_FRAGMENTS:
                self._by_content.clear()
            made = Fragment.of(orjson.dumps(slot_document(outcome, decision, language)))
            self._by_content[content] = made
        if not mentioned:
            self._by_outcome[language][outcome] = made
        return made


class _NoQuestions:
    """Stands in for a reasoner where the open questions are rendered apart."""

    def questions_of(self, asks: int, answers: Answers) -> tuple[str, ...]:
        return ()


class _OpenQuestions:
    """`open_questions` of the document, in one language, straight to JSON: there may be a hundred of them."""

    def __init__(self, reasoner: Reasoner, language: Language) -> None:
        knowledge: Knowledge = reasoner.plan.knowledge
        self._reasoner = reasoner
        self._numbers = {id_: number for number, id_ in enumerate(knowledge.questions)}
        self._beginnings = [
            orjson.dumps({"question": id_, "text": question.text.in_language(language)})[:-1] + b',"slots":['
            for id_, question in knowledge.questions.items()
        ]
        self._slots = {slot: orjson.dumps(slot) for slot in knowledge.slots}
        self._asked: dict[tuple[int, bool, bool], tuple[int, ...]] = {}

    def render(self, decision: Decision) -> bytes:
        answers, names = decision.answers, self._slots
        stack = (IN_USE in answers, WORKS_WELL in answers)
        slots: dict[int, list[bytes]] = {}
        for outcome, asks in zip(decision.slots, decision.asks, strict=True):
            if outcome.status in ("open", "contested"):
                name = names[outcome.slot]
                for question in self._asked.get((asks, *stack)) or self._questions(asks, stack, answers):
                    if question in slots:
                        slots[question].append(name)
                    else:
                        slots[question] = [name]
        # Those that bear on most slots first, then in the order of the questionnaire.
        many = len(self._numbers)
        order = sorted(slots, key=lambda question: question - many * len(slots[question]))
        beginnings = self._beginnings
        said = [b"%b%b]}" % (beginnings[question], b",".join(slots[question])) for question in order]
        return b"[%b]" % b",".join(said)

    def _questions(self, asks: int, stack: tuple[bool, bool], answers: Answers) -> tuple[int, ...]:
        if len(self._asked) >= MAX_FRAGMENTS:
            self._asked.clear()
        ids = self._reasoner.questions_of(asks, answers)
        found = self._asked[asks, *stack] = tuple(self._numbers[id_] for id_ in ids)
        return found
