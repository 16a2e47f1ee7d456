"""A change of answers in words: what is to be answered in the place of what."""

from __future__ import annotations

from engine.explanation.texts import answer_text
from engine.explanation.why_not.counterfactuals import Change
from engine.explanation.why_not.words import say
from engine.inference.profile import Answer, members_of, pairs_of
from engine.model import Knowledge, Language


def told_change(change: Change, knowledge: Knowledge, language: Language) -> str:
    return _Teller(knowledge, language).change(change)


class _Teller:
    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        self.knowledge, self.language = knowledge, language

    def say(self, word: str, **parts: object) -> str:
        return say(word, self.language, **parts)

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
