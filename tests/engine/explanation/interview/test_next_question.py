"""The next best question: what it is worth, which questions come up at all, and where an interview ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.explanation.interview.document import interview_document
from engine.explanation.interview.next_question import Interviewer, Outlook
from engine.inference.interpreter import Interpreter
from engine.inference.plan import make_plan
from engine.inference.profile import Answer, Answers, read_profile
from engine.inference.reasoner import Decision, Reasoner
from engine.knowledge.loader import load_knowledge
from engine.model import LANGUAGES, Knowledge
from engine.request import read_request
from tests.engine.asking import TODAY, sound_plan
from tests.engine.strategies import bodies, full_profiles, requests

POCKET = Path(__file__).parents[3] / "portolan" / "pocket"
DAY = date(2026, 4, 1)
# Questions that wait for others, which generated questionnaires do not have by themselves.
NEEDS: dict[str, dict[str, tuple[str | bool, ...]]] = {
    "ask.pick": {"ask.flag": (True,)},
    "ask.set": {"ask.pick": ("a", "b")},
    "ask.count": {"ask.set": ("c",), "ask.other_flag": (False,)},
}
few = settings(max_examples=max(40, settings().max_examples // 3))


@contextmanager
def asking(knowledge: Knowledge) -> Iterator[Interviewer]:
    reasoner = Reasoner(make_plan(knowledge), Interpreter())
    yield Interviewer(reasoner)
    reasoner.close()


@pytest.fixture(scope="module")
def pocket() -> Iterator[Interviewer]:
    with asking(load_knowledge(POCKET)) as interviewer:
        yield interviewer


@st.composite
def knowledge_with_needs(draw: Any, body: dict[str, Any]) -> Knowledge:
    """A body's knowledge, in which some questions wait for others."""
    knowledge = sound_plan(body).knowledge
    wait = draw(st.sets(st.sampled_from(sorted(NEEDS))))
    questions = {
        id_: replace(question, needs=NEEDS[id_]) if id_ in wait else question
        for id_, question in knowledge.questions.items()
    }
    return replace(knowledge, questions=questions)


def outlook(interviewer: Interviewer, profile: dict[str, Any] | None = None, *skipped: str, day: date = DAY) -> Outlook:
    request = read_request({"profile": profile or {}}, interviewer.knowledge, today=day)
    return interviewer.outlook(request.answers, skipped, request.edition, request.as_of)


def asked(interviewer: Interviewer, profile: dict[str, Any] | None = None, *skipped: str) -> str | None:
    found = outlook(interviewer, profile, *skipped).next
    return found.question.id if found else None


# --- which question -------------------------------------------------------------------------------------------


def test_the_widest_question_comes_first(pocket: Interviewer) -> None:
    """What is in use bears on every slot of the pocket; nothing else does."""
    assert asked(pocket) == "stack.in_use"


def test_nothing_in_use_is_nothing_that_works_well(pocket: Interviewer) -> None:
    found = outlook(pocket, {"stack": {"in_use": []}})
    assert found.implied == {"stack.works_well": ()}
    assert found.decision.answers["stack.works_well"] == ()
    assert outlook(pocket, {"stack": {"in_use": [], "works_well": ["jaeger"]}}).implied == {}


def test_what_works_well_is_asked_of_what_is_in_use(advisor: Advisor) -> None:
    interviewer = Interviewer(advisor.reasoner)
    found = outlook(interviewer, {"stack": {"in_use": ["jaeger", "vault"]}}).next
    assert found is not None
    assert found.question.id == "stack.works_well"
    assert [tried.answer for tried in found.tried] == [(), ("jaeger",), ("vault",)]


def test_who_would_not_say_what_is_in_use_is_not_asked_about_it(pocket: Interviewer) -> None:
    here = outlook(pocket, {}, "stack.in_use").here
    about = {"stack.works_well", "stack.versions"}
    assert about.isdisjoint(one.question.id for one in pocket.candidates(here))


def test_what_was_skipped_is_not_asked_and_leaves_its_slots(pocket: Interviewer) -> None:
    answered = {"stack": {"in_use": []}, "wishes": {"licences": "any", "signals": ["traces"]}}
    found = outlook(pocket, answered, "platform.production", "platform.clusters")
    assert found.next is None
    assert found.skipped == ("platform.production", "platform.clusters")
    document = interview_document(found, "en")
    standings = {one["slot"]: one["standing"] for one in document["slots"]}
    assert standings == {"ingress": "settled", "service-mesh": "left", "secrets": "left", "tracing": "settled"}
    assert document["progress"] == {
        "answered": 4,
        "skipped": 2,
        "remaining": 0,
        "slots": 4,
        "settled": 2,
        "open": 0,
        "left": 2,
    }


def test_an_answer_wins_over_having_been_skipped(pocket: Interviewer) -> None:
    assert outlook(pocket, {"platform": {"production": True}}, "platform.production").skipped == ()


def test_why_says_what_each_answer_would_change(pocket: Interviewer) -> None:
    found = outlook(
        pocket, {"stack": {"in_use": []}, "wishes": {"licences": "any", "signals": []}}, "platform.clusters"
    )
    question = interview_document(found, "en")["question"]
    assert question["id"] == "platform.production"
    (stake,) = question["why"]["slots"]
    assert (stake["slot"], stake["status"], stake["picks"], stake["open_questions"]) == ("secrets", "open", [], 1)
    assert stake["ways"] == [
        {"answers": [True], "texts": ["yes"], "status": "decided", "picks": ["vault"]},
        {"answers": [False], "texts": ["no"], "status": "not-needed", "picks": []},
    ]
    assert question["why"]["settles"] == 1.0
    assert interview_document(found, "ko")["question"]["why"]["text"].startswith(
        "영향을 받는 영역은 시크릿 관리입니다."
    )


def test_why_says_how_much_of_what_is_open_an_answer_closes(pocket: Interviewer) -> None:
    """The share in each of its slots, which the reader can picture, and not a sum of shares over all of them."""
    found = outlook(pocket, {})
    why = {one: interview_document(found, one)["question"]["why"] for one in LANGUAGES}
    share = f"{why['en']['settles'] / len(why['en']['slots']):.0%}"
    assert why["en"]["text"].startswith(
        f"It bears on 4 slots. On average an answer closes {share} of the questions still open in each of them."
    )
    assert why["ko"]["text"].startswith(
        f"영향을 받는 영역은 4개입니다. 답변하면 영역마다 남아 있는 질문이 평균 {share} 줄어듭니다."
    )


def test_the_shipped_interview_begins_with_what_bears_on_most(advisor: Advisor) -> None:
    """Wide questions before narrow ones: a reader would call it a sensible order."""
    interviewer, answers, order = Interviewer(advisor.reasoner), Answers(), []
    for _ in range(8):
        found = interviewer.outlook(answers, (), list(advisor.knowledge.editions)[-1], DAY)
        assert found.next is not None
        order.append(found.next.question.id)
        answers = {**found.decision.answers, order[-1]: found.next.tried[0].answer}
    assert order[0] == "stack.in_use"
    assert {"constraints.licences", "workloads.kinds", "observability.signals", "platform.built_in"} <= set(order)


def test_the_shipped_interview_ends(advisor: Advisor) -> None:
    interviewer, answers = Interviewer(advisor.reasoner), Answers()
    edition, settled = list(advisor.knowledge.editions)[-1], 0
    while (found := interviewer.outlook(answers, (), edition, DAY)).next is not None:
        assert found.progress.settled >= settled
        settled = found.progress.settled
        answers = {**found.decision.answers, found.next.question.id: found.next.tried[-1].answer}
    assert found.progress.settled + found.progress.left == found.progress.slots
    assert found.progress.open == found.progress.remaining == 0


# --- on any knowledge -----------------------------------------------------------------------------------------


@given(st.data())
@few
def test_answers_tried_together_come_to_what_each_comes_to_alone(data: st.DataObject) -> None:
    body = data.draw(bodies())
    knowledge = data.draw(knowledge_with_needs(body))
    request = read_request(data.draw(requests(body)), knowledge, today=TODAY)
    skipped = data.draw(st.sets(st.sampled_from(sorted(knowledge.questions)), max_size=2))
    with asking(knowledge) as interviewer:
        here = interviewer.outlook(request.answers, skipped, request.edition, request.as_of)
        for candidate in interviewer.candidates(here.here):
            for tried in candidate.tried:
                more = {**here.decision.answers, candidate.question.id: tried.answer}
                alone = interviewer.outlook(more, skipped, request.edition, request.as_of)
                for place, now in enumerate(alone.decision.slots):
                    before = here.decision.slots[place]
                    after = tried.slots[place].outcome if place in tried.slots else before
                    open_ = tried.slots[place].open if place in tried.slots else here.here.open[place]
                    assert (after.status, after.picks) == (now.status, now.picks)
                    assert open_ == alone.here.open[place]


@given(st.data())
@few
def test_the_next_question_is_worth_most_of_those_that_may_be_asked(data: st.DataObject) -> None:
    body = data.draw(bodies())
    knowledge = data.draw(knowledge_with_needs(body))
    request = read_request(data.draw(requests(body)), knowledge, today=TODAY)
    with asking(knowledge) as interviewer:
        found = interviewer.outlook(request.answers, (), request.edition, request.as_of)
        candidates = list(interviewer.candidates(found.here))
        worth = {one.question.id: (one.settles, one.settles_fully, one.closes) for one in candidates}
        if found.next is None:
            assert worth == {}
            return
        question = found.next.question
        assert question.id not in found.decision.answers
        assert all(_fits(found.decision.answers.get(id_), wanted) for id_, wanted in question.needs.items())
        assert worth[question.id] == max(worth.values())
        assert found.next.settles > 0


def _fits(answer: Answer | None, wanted: tuple[str | bool, ...]) -> bool:
    return any(one in wanted for one in answer) if isinstance(answer, tuple) else answer in wanted


@given(st.data())
@few
def test_answering_all_that_is_asked_ends_and_what_is_settled_then_stays(data: st.DataObject) -> None:
    body = data.draw(bodies())
    knowledge = data.draw(knowledge_with_needs(body))
    words, edition = body["words"], next(iter(knowledge.editions))
    with asking(knowledge) as interviewer:
        answers, skipped, steps = Answers(), set[str](), 0
        while (found := interviewer.outlook(answers, skipped, edition, TODAY)).next is not None:
            id_ = found.next.question.id
            steps += 1
            assert steps <= len(knowledge.questions)
            answers = dict(found.decision.answers)
            if data.draw(st.integers(0, 4)):
                answers[id_] = data.draw(st.sampled_from([tried.answer for tried in found.next.tried]))
            else:
                skipped.add(id_)
        settled = {one["slot"] for one in interview_document(found, "en")["slots"] if one["standing"] == "settled"}
        for _ in range(4):
            further = read_profile(data.draw(full_profiles(words)), knowledge)
            after = interviewer.reasoner.decide(_added(found.decision.answers, further), edition, TODAY)
            _stays(found.decision, after, settled)


def _added(answers: Answers, further: Answers) -> Answers:
    """Further answers where there were none; versions of further products are further answers too."""
    versions = dict(further.get("stack.versions", ())) | dict(answers.get("stack.versions", ()))  # type: ignore[arg-type]
    total = {**further, **answers} | ({"stack.versions": tuple(sorted(versions.items()))} if versions else {})
    return dict(sorted(total.items()))


def _stays(before: Decision, after: Decision, settled: set[str]) -> None:
    for was, now in zip(before.slots, after.slots, strict=True):
        if was.slot in settled:
            assert (now.status, now.picks) == (was.status, was.picks)
