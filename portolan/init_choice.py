"""Which proposals somebody takes: all, one by one, or none; and what the file says stays unless it is given up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.model import Language
from portolan.detection_profile import because
from portolan.init_proposals import Proposal
from portolan.init_words import say
from portolan.interview_answers import NO, YES
from portolan.interview_console import Console

_ALL, _ONE_BY_ONE, _NONE = ("a", "all", "모두", *YES), ("o", "one", "하나씩"), ("none", "없음", *NO)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice among proposals for a file, at a terminal or from what is piped in."""

    console: Console
    file: str
    language: Language

    def say(self, what: str, **parts: object) -> str:
        return say(self.language, what, file=self.file, **parts)

    def choose(self, proposals: Sequence[Proposal], *, all_: bool) -> list[Proposal]:
        """`all_`: without asking, all that the file does not contradict. Raises EOFError where nobody answers."""
        if not proposals:
            self.console.show([self.say("none new")])
            return []
        self.console.show(["", self.say("to take", count=len(proposals))])
        taken = list(self._taken(proposals, all_))
        self.console.show([self.say("taken", taken=len(taken), count=len(proposals))])
        return taken

    def _taken(self, proposals: Sequence[Proposal], all_: bool) -> Iterator[Proposal]:
        how = "all" if all_ else self._how()
        if how == "none":
            return
        for one in proposals:
            if one.says is not None and all_:
                self.console.show([self.say("kept", title=one.title, says=one.says)])
            elif one.says is not None:
                if self._asked(one, self.say("change", title=one.title, says=one.says), otherwise=False):
                    yield one
            elif how == "all" or self._asked(one, self.say("so", title=one.title), otherwise=True):
                yield one

    def _how(self) -> str:
        while True:
            typed = self.console.ask(self.say("take") + " ").casefold()
            for how, words in (("all", ("", *_ALL)), ("one by one", _ONE_BY_ONE), ("none", _NONE)):
                if typed in words:
                    return how
            self.console.show([self.say("unclear")])

    def _asked(self, one: Proposal, question: str, *, otherwise: bool) -> bool:
        self.console.show([f"  {because(one.evidence, self.language).removeprefix('# ')}"])
        return yes(self.console, question, self.language, otherwise=otherwise)


def yes(console: Console, question: str, language: Language, *, otherwise: bool) -> bool:
    """Somebody's yes or no; `otherwise` is what Enter says. Raises EOFError."""
    while True:
        typed = console.ask(f"{question} ").casefold()
        if not typed:
            return otherwise
        if typed in YES or typed in NO:
            return typed in YES
        console.show([say(language, "yes or no")])
