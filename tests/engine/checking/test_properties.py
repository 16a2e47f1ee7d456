"""Whatever the rules and the profile: what is found can be derived from the trace, and so can what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.checking.check import Checked, check
from engine.checking.kinds import KINDS, LEVELS
from engine.checking.request import Options
from engine.checking.waivers import Waiver
from engine.dated import end_of_life_known_on
from engine.explanation.trace import firings
from engine.inference.reasoner import Reasoner
from engine.model import Knowledge, Question
from tests.engine.asking import plain, sound_plan
from tests.engine.checking.looking import checked
from tests.engine.strategies import bodies, requests, shuffled

# Each of these decides a body of rules of its own: a share of the usual number of examples is enough.
SHARE = settings(max_examples=max(40, settings().max_examples // 4))
AGAINST = ("end-of-life", "licence", "incompatible", "dropped", "superseded")


def at(pointer: str, raw: Any) -> Any:
    """What a JSON pointer names."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        raw = raw[int(key)] if isinstance(raw, (list, tuple)) else raw[key]
    return raw


@SHARE
@given(st.data())
def test_every_finding_rests_on_rules_that_fired_and_names_where_it_is_declared(data: st.DataObject) -> None:
    body = data.draw(bodies())
    raw = data.draw(requests(body))
    with plain(sound_plan(body)) as reasoner:
        result = checked(reasoner, raw)
        fired = firings(result.decision)
        verdicts = {(o.slot, v.product): v.verdict for o in result.decision.slots for v in o.verdicts}
        for told in result.findings:
            one = told.finding
            assert set(one.rules) <= fired.keys()
            declared = at(one.pointer, raw)
            if one.product and not one.release:
                assert one.product in result.stack
                assert declared == one.product or one.pointer.endswith(f"/versions/{one.product}")
            assert one.rules or one.sources or one.question or one.release
            if one.verdict:
                assert any(verdicts.get((slot, one.product or "")) == one.verdict for slot in one.slots)
        prints = [told.finding.fingerprint for told in result.findings]
        assert len(prints) == len(set(prints))


@SHARE
@given(st.data())
def test_nothing_that_is_to_be_left_goes_unsaid_and_nothing_is_said_without_a_reason(data: st.DataObject) -> None:
    body = data.draw(bodies())
    with plain(sound_plan(body)) as reasoner:
        result = checked(reasoner, data.draw(requests(body)))
        decision, products = result.decision, result.decision.knowledge.products
        left = {
            v.product
            for o in decision.slots
            for v in o.verdicts
            if v.product in result.stack and not v.contested
            if v.verdict == "migrate" or (v.verdict == "avoid" and products[v.product].home == o.slot)
        }
        told = {one.finding.product for one in result.findings if one.finding.kind in AGAINST and one.finding.verdict}
        spared = {one.finding.product for one in result.findings if one.finding.said == "stays"}
        assert left <= told
        assert told <= left | spared
        warned = {warning.product for outcome in decision.slots for warning in outcome.warnings}
        ending = {p for p in result.stack.products if end_of_life_known_on(products[p], decision.read_on)}
        for one in result.findings:
            if one.finding.kind in AGAINST and not one.finding.release:
                assert one.finding.product in left | spared | warned | ending


@SHARE
@given(st.data())
def test_the_order_of_what_is_declared_changes_nothing_but_where_it_stands(data: st.DataObject) -> None:
    body = data.draw(bodies(most_rules=6))
    raw = data.draw(requests(body))
    other = {**raw, "profile": data.draw(shuffled(raw["profile"]))}
    with plain(sound_plan(body), decision_memo=0) as reasoner:
        found = [
            [(replace(told.finding, pointer=""), told.level, told.fails) for told in checked(reasoner, one).findings]
            for one in (raw, other)
        ]
    assert found[0] == found[1]


@SHARE
@given(st.data())
def test_a_waiver_on_its_grounds_silences_its_finding_until_its_day_and_no_other(data: st.DataObject) -> None:
    body = data.draw(bodies())
    with plain(sound_plan(body)) as reasoner:
        raw = data.draw(requests(body))
        before = checked(reasoner, raw)
        waivable = [told for told in before.findings if before.grounds(told.finding)]
        assume(waivable)
        chosen = data.draw(st.sampled_from(waivable)).finding
        given_on = before.grounds(chosen)
        day = before.decision.as_of
        waiver = Waiver("So.", day, "me", product=chosen.product, kinds=(chosen.kind,), grounds=given_on)

        def waived(one: Waiver) -> set[str]:
            after = check(before.decision, Options({}, waivers=(one,)), raw)
            assert {t.finding.fingerprint for t in before.findings} <= {t.finding.fingerprint for t in after.findings}
            return {told.finding.fingerprint for told in after.findings if told.waived_by is not None}

        silenced = waived(waiver)
        assert chosen.fingerprint in silenced
        same = {t.finding.fingerprint for t in before.findings if t.finding.product == chosen.product}
        assert silenced <= {t.finding.fingerprint for t in before.findings if t.finding.kind == chosen.kind} & same
        assert waived(replace(waiver, until=date.min)) == set()
        assert waived(replace(waiver, grounds=f"sha256:{'0' * 64}")) == set()


@SHARE
@given(st.data())
def test_what_fails_at_a_level_fails_at_every_milder_one(data: st.DataObject) -> None:
    body = data.draw(bodies())
    raw = data.draw(requests(body))
    levels = data.draw(st.dictionaries(st.sampled_from(list(KINDS)), st.sampled_from([*LEVELS, "off"])))
    with plain(sound_plan(body)) as reasoner:
        failed = [checked(reasoner, {**raw, "levels": levels, "fail_on": level}).failed for level in reversed(LEVELS)]
        assert failed == sorted(failed)
        off = checked(reasoner, {**raw, "levels": dict.fromkeys(KINDS, "off"), "fail_on": "note"})
        assert (off.failed, off.findings) == (False, ())


@SHARE
@given(st.data())
def test_a_waiver_takes_no_finding_away_and_adds_none_but_its_own(data: st.DataObject) -> None:
    """Whatever it is about. What it silences does not fail; anything else fails as it did."""
    body = data.draw(bodies())
    raw = data.draw(requests(body))
    with plain(sound_plan(body)) as reasoner:
        options = Options({}, fail_on=("note",))
        before = check(checked(reasoner, raw).decision, options, raw)
        slots, products = st.sampled_from(list(body["slots"])), st.sampled_from(list(body["products"]))
        waivers = st.builds(
            Waiver,
            reason=st.just("So."),
            until=st.sampled_from([date.min, before.decision.as_of, date.max]),
            by=st.just("me"),
            product=st.none() | products,
            slot=st.none() | slots,
            kinds=st.lists(st.sampled_from(list(KINDS)), max_size=2).map(tuple),
        )
        given_ = data.draw(st.lists(waivers, max_size=3))
        after = check(before.decision, replace(options, waivers=tuple(given_)), raw)
        told = {one.finding.fingerprint: one for one in after.findings if one.finding.kind != "waiver-expired"}
        assert told.keys() == {one.finding.fingerprint for one in before.findings}
        assert all(one.fails == (one.waived_by is None) for one in told.values())
        assert all(
            after.waivers[one.waived_by].state == "applied" for one in told.values() if one.waived_by is not None
        )


@SHARE
@given(st.data())
def test_a_kind_that_is_off_takes_its_findings_away_and_nothing_else(data: st.DataObject) -> None:
    body = data.draw(bodies())
    raw = data.draw(requests(body))
    off = data.draw(st.sets(st.sampled_from(list(KINDS))))
    with plain(sound_plan(body)) as reasoner:
        before = checked(reasoner, raw).findings
        after = checked(reasoner, {**raw, "levels": dict.fromkeys(off, "off")}).findings
        assert after == tuple(one for one in before if one.finding.kind not in off)


# --- the shipped knowledge --------------------------------------------------------------------------------------


def answer(question: Question) -> st.SearchStrategy[Any]:
    if question.type == "bool":
        return st.booleans()
    if question.type == "choice":
        return st.sampled_from(question.option_ids)
    if question.type == "choices":
        return st.lists(st.sampled_from(question.option_ids), unique=True)
    if question.type == "version":
        return st.sampled_from(["1.34", "1.35"])
    if question.type in ("int", "number"):
        return st.integers(1, 200)
    return st.just({} if question.type == "versions" else [])


@st.composite
def everything_answered(draw: Any, knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    profile: dict[str, dict[str, Any]] = {}
    for question in knowledge.questions.values():
        profile.setdefault(question.section, {})[question.name] = draw(answer(question))
    return profile


@given(st.data())
@settings(max_examples=max(10, settings().max_examples // 15))
def test_whoever_declares_the_picks_and_answers_everything_has_no_error(advisor: Advisor, data: st.DataObject) -> None:
    profile = data.draw(everything_answered(advisor.knowledge))
    result = _declaring_the_picks(advisor.reasoner, profile)
    assert [told.finding for told in result.counted if told.level == "error"] == []
    assert not any(told.finding.kind == "open-question" for told in result.counted)
    # What is picked in one slot may be nothing for another: that is worth a note.
    assert not any(told.finding.kind == "dropped" and told.level != "note" for told in result.counted)
    filled = {o.slot for o in result.decision.slots if o.picks}
    assert not any(told.finding.kind == "missing" and told.finding.slot in filled for told in result.counted)


def _declaring_the_picks(reasoner: Reasoner, profile: dict[str, dict[str, Any]]) -> Checked:
    """What is in use may change what is picked: asked until it does no longer, or given up."""
    declared: list[str] = []
    for _ in range(5):
        stack = {**profile["stack"], "in_use": declared}
        result = checked(reasoner, {"profile": {**profile, "stack": stack}, "as_of": "2026-04-01"})
        picks = sorted({product for outcome in result.decision.slots for product in outcome.picks})
        if picks == declared:
            return result
        declared = picks
    assume(False)
    raise AssertionError
