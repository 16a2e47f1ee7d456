"""The interview itself: one question after another, with a way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.explanation.interview.document import interview_document
from engine.explanation.interview.next_question import Interviewer, Outlook
from engine.inference.encoding import IN_USE, WORKS_WELL
from engine.inference.profile import Answer, Answers, members_of
from engine.model import Knowledge, Question
from engine.request import Request
from portolan.interview_answers import NONE, YES, Reader, Unclear, choices_of
from portolan.interview_console import Console
from portolan.interview_screen import Screen
from portolan.profile_target import STANDARD_OUTPUT, ProfileTarget

Key = Literal["back", "quit", "skip"]
HELP, BACK, SAVE, QUIT = (
    ("?", "h", "help", "도움말"),
    ("b", "back", "이전"),
    ("s", "save", "저장"),
    ("q", "quit", "종료"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said so far."""

    answers: Answers
    skipped: tuple[str, ...] = ()


@dataclass(slots=True)
class Talk:
    """An interview in a terminal. `now`: the answers so far, for whoever is interrupted."""

    interviewer: Interviewer
    request: Request
    console: Console
    screen: Screen
    target: ProfileTarget
    now: Answers = field(default_factory=dict)

    @property
    def knowledge(self) -> Knowledge:
        return self.screen.knowledge

    def save(self, answers: Answers) -> None:
        self.target.save(answers)
        if self.target.name != STANDARD_OUTPUT:
            self.console.show([self.screen.say("saved", file=self.target.name, count=len(answers))])

    def run(self) -> Outlook:
        """Ask until nothing is left to ask, or somebody wants no more; the end of the input is as good as `q`."""
        said, before = Said(self.request.answers), list[Said]()
        self.console.show([*self.screen.lines("keys"), *self.screen.lines("stop")])
        while True:
            outlook = self.interviewer.outlook(said.answers, said.skipped, self.request.edition, self.request.as_of)
            said = Said(outlook.decision.answers, said.skipped)
            self.now = said.answers
            for id_ in outlook.implied:
                text = self.knowledge.questions[id_].text.in_language(self.screen.language)
                self.console.show(self.screen.lines("implied", question=text))
            if outlook.next is None:
                return outlook
            try:
                found = self._ask(outlook, first=not before)
            except EOFError:
                return outlook
            if found == "quit":
                return outlook
            if found == "back":
                said = before.pop()
                continue
            before.append(said)
            asked = outlook.next.question.id
            if isinstance(found, _Given):
                said = Said(dict(sorted({**said.answers, asked: found.answer}.items())), said.skipped)
            else:
                said = Said(said.answers, (*said.skipped, asked))

    def _ask(self, outlook: Outlook, first: bool) -> _Given | Key:
        """One question, until there is an answer to it or it is left. Raises EOFError."""
        document = interview_document(outlook, self.screen.language)
        question = self.knowledge.questions[document["question"]["id"]]
        reader = self._reader(question, outlook)
        self.console.show(self.screen.question(document, reader.choices))
        prompt = self.screen.how(question, reader.choices, reader.example()) + " > "
        while True:
            typed = self.console.ask(prompt, reader.words())
            key = typed.casefold()
            if key in HELP:
                self.console.show(self.screen.more(document))
            elif key in SAVE and self.target.name != STANDARD_OUTPUT:
                self.save(outlook.decision.answers)
            elif key in QUIT:
                return "quit"
            elif key in BACK and first:
                self.console.show([self.screen.say("first")])
            elif key in BACK:
                return "back"
            # Who knows of no version says nothing.
            elif not key or (question.type == "versions" and key in NONE):
                return "skip"
            else:
                found = self._read(reader, typed)
                if found is not None:
                    return found

    def _read(self, reader: Reader, typed: str) -> _Given | None:
        """The answer, with its slips corrected if that is what was meant; None where it is to be given again."""
        while True:
            try:
                return _Given(reader.read(typed))
            except Unclear as unclear:
                self.console.show([unclear.message])
                if unclear.suggestion is None or unclear.suggestion == typed:
                    return None
                typed = unclear.suggestion
            meant = self.console.ask(self.screen.say("did you mean", suggestion=typed) + " ")
            if meant and meant.casefold() not in YES:
                return None

    def _reader(self, question: Question, outlook: Outlook) -> Reader:
        answers = outlook.decision.answers
        about = (IN_USE, WORKS_WELL) if question.type == "versions" else (IN_USE,) if question.id == WORKS_WELL else ()
        used = sorted({one for id_ in about for one in members_of(answers.get(id_, ()))})
        return Reader(
            question,
            choices_of(question, self.knowledge, self.screen.language, used),
            self.knowledge,
            self.screen.language,
        )


@dataclass(frozen=True, slots=True)
class _Given:
    answer: Answer
