"""Decision + declared stack → findings, each read off the decision's trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

from engine.checking.declared import Declared, Release, question_pointer
from engine.checking.findings import Finding
from engine.checking.kinds import KINDS, Gravity, Kind
from engine.checking.overlap import redundant
from engine.checking.stances import Stances
from engine.dated import end_of_life_known_on, release_of
from engine.explanation.connections import fired_relations
from engine.inference.encoding import IN_USE
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.inference.verdicts import SlotWarning
from engine.model import STANCES_FOR

# Ids.
Rules = tuple[str, ...]

# The kinds of warnings that are findings, and their kind.
_WARNED: dict[str, tuple[Kind, str]] = {
    "deprecation": ("superseded", "deprecated"),
    "licence": ("licence", "licence warning"),
    "conflict": ("incompatible", "conflict"),
}
# How a kind is told where a verdict stands behind it.
_JUDGED: dict[Kind, str] = {
    "end-of-life": "ending verdict",
    "licence": "licence",
    "incompatible": "incompatible",
    "dropped": "dropped",
    "superseded": "superseded",
}
# The relations by which a product that runs is not alone.
_IMPLYING = ("needs", "brings", "carries")
# The kinds that tell to leave a product for what it is.
_LEFT: tuple[Kind, ...] = ("dropped", "superseded", "end-of-life")
_LEFT_BEHIND: tuple[Kind, ...] = ("dropped", "superseded")
_BARRED: tuple[Kind, ...] = ("end-of-life", "incompatible")


def find(decision: Decision, stack: Declared, raw: object, *, within_days: int) -> tuple[Finding, ...]:
    """All findings, by kind and then in the order of the architecture. `raw`: the request, for places in it.

    `within_days`: how far ahead an end of support is a warning.
    """
    finder = _Finder(decision, stack, raw, within_days)
    return _in_order(_folded(_merged(finder.all())), decision)


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of one kind about one thing become one."""
    found: dict[str, Finding] = {}
    for one in findings:
        key = one.fingerprint
        found[key] = found[key].with_more(one) if key in found else one
    return list(found.values())


def _folded(findings: list[Finding]) -> list[Finding]:
    """One matter is one finding. That a product is deprecated is told with what says to leave it, where something does;
    that it was left behind in a slot that it need not serve, with what bars it from there; and that it is one too many,
    with the warning of what it conflicts with.
    """
    barred = {(one.product, one.slot): one for one in findings if one.kind in _BARRED and _is_to_go(one)}
    behind = [
        one for one in findings if one.kind in _LEFT_BEHIND and one.said in _JUDGED.values() and one.gravity != "full"
    ]
    findings = _with(findings, [(one, barred.get((one.product, one.slot))) for one in behind])
    left = {one.product: one for one in reversed(findings) if one.kind in _LEFT and _is_to_go(one)}
    findings = _with(findings, [(one, left.get(one.product)) for one in findings if one.said == "deprecated"])
    warned = {(one.product, one.slot): one for one in findings if one.said == "conflict"}
    return _with(findings, [(one, warned.get((one.product, one.slot))) for one in findings if one.kind == "redundant"])


def _with(findings: list[Finding], pairs: Iterable[tuple[Finding, Finding | None]]) -> list[Finding]:
    """The first of each pair is told with the second, where there is one; that keeps its words and its weight."""
    told = {one.fingerprint: one for one in findings}
    for one, other in pairs:
        if other is not None:
            key = other.fingerprint
            told[key] = told[key].with_more(replace(told.pop(one.fingerprint), gravity="remote"))
    return list(told.values())


def _is_to_go(one: Finding) -> bool:
    """Whatever the release: by a verdict, or since the product as a whole has no support."""
    return one.verdict == "migrate" or (one.said == "ending" and one.gravity == "full")


def _in_order(findings: Iterable[Finding], decision: Decision) -> tuple[Finding, ...]:
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    slots = {slot: number for number, slot in enumerate(decision.knowledge.slots)}
    asked = {question: number for number, question in enumerate(decision.knowledge.questions)}

    def place(one: Finding) -> tuple[int, int, str, int, str]:
        slot = slots.get(one.slot or "", len(slots)) if one.question is None else 0
        return kinds[one.kind], slot, one.product or "", asked.get(one.question or "", 0), one.release or ""

    return tuple(sorted(findings, key=place))


class _Finder:
    def __init__(self, decision: Decision, stack: Declared, raw: object, within_days: int) -> None:
        self.decision, self.stack, self.raw, self.within_days = decision, stack, raw, within_days
        self.knowledge = decision.knowledge
        self.stances = Stances(decision)

    def all(self) -> Iterator[Finding]:
        for outcome in self.decision.slots:
            for verdict in outcome.verdicts:
                if verdict.product in self.stack:
                    yield from self.judged(outcome, verdict)
            for warning in outcome.warnings:
                if warning.product in self.stack or self.stances.tests_release(self._id(warning), warning.product):
                    yield from self.warned(outcome, warning)
            yield from self.contested(outcome)
            yield from redundant(outcome, self.decision, self.stack)
            yield from self.missing(outcome)
        for product in self.stack.products:
            yield from self.ends(product)
        for release in self._releases():
            yield from self.release_ends(release)
        yield from self.open_questions()

    # --- what the verdicts say ----------------------------------------------------------------------------------

    def judged(self, outcome: SlotOutcome, verdict: ProductVerdict) -> Iterator[Finding]:
        product, slot = verdict.product, outcome.slot
        at_home = self.knowledge.products[product].home == slot
        if verdict.contested:
            return
        if verdict.verdict in STANCES_FOR:
            rules = self.stances.left_by_the_edition(verdict, slot) if at_home else ()
            if rules:
                told = rules + self._ids(verdict.because)
                yield replace(
                    self._about(product, slot, ("superseded", "stays"), "mild", told), verdict=verdict.verdict
                )
        elif verdict.verdict == "migrate" or at_home:
            gravity: Gravity = "mild" if self._serves_elsewhere(product) else "full"
            for kind, rules in self.stances.kinds_of(verdict, slot).items():
                worth = self._worth(verdict.by_date) if kind == "end-of-life" else gravity
                # What is to be left before it ends is no matter of some later day.
                worth = "mild" if worth == "remote" else worth
                found = self._about(product, slot, (kind, _JUDGED[kind]), worth, rules)
                yield replace(found, to=verdict.to, by=verdict.by_date, verdict=verdict.verdict)

    def _serves_elsewhere(self, product: str) -> bool:
        return any(
            verdict.product == product and verdict.verdict in STANCES_FOR
            for outcome in self.decision.slots
            for verdict in outcome.verdicts
        )

    def _about(self, product: str, slot: str, told: tuple[Kind, str], gravity: Gravity, rules: Rules) -> Finding:
        kind, said = told
        return Finding(kind, said, gravity, self.stack.products[product], product=product, slots=(slot,), rules=rules)

    # --- what is warned of ----------------------------------------------------------------------------------------

    def warned(self, outcome: SlotOutcome, warning: SlotWarning) -> Iterator[Finding]:
        rule = self._id(warning)
        if warning.kind == "end-of-life":
            if not self.stances.tests_release(rule, warning.product):
                worth = self._worth(warning.date)
                found = self._about(warning.product, outcome.slot, ("end-of-life", "ending"), worth, (rule,))
                yield replace(found, by=warning.date)
        elif warning.kind in _WARNED:
            yield self._about(warning.product, outcome.slot, _WARNED[warning.kind], "mild", (rule,))

    # --- what the catalog knows of ends ---------------------------------------------------------------------------

    def ends(self, product: str) -> Iterator[Finding]:
        """The end of the whole product, where it is known by the day."""
        known = self.knowledge.products[product]
        end = end_of_life_known_on(known, self.decision.read_on)
        if end is not None and known.end_of_life is not None:
            yield Finding(
                "end-of-life",
                "ending",
                self._worth(end),
                self.stack.products[product],
                product=product,
                slots=(known.home,) if known.home else (),
                sources=_sources(known.end_of_life.source, known.end_of_life.cites),
                by=end,
            )

    def _releases(self) -> Iterator[Release]:
        """The releases in use, as those support them who offer them: a distribution in its product's place."""
        products = self.knowledge.products
        there = sorted(self.stack.built_in.union(self.stack.products))
        for release in self.stack.releases:
            distributions = [id_ for id_ in there if products[id_].distributes == release.product]
            known = [id_ for id_ in distributions if release_of(products[id_], release.version)]
            if self.stack.own_clusters or not known:
                yield replace(release, through=tuple(id_ for id_ in distributions if id_ not in known))
            for id_ in known:
                yield replace(release, product=id_)

    def release_ends(self, release: Release) -> Iterator[Finding]:
        """The end of the release in use: one that has passed, or that is near."""
        known = self.knowledge.products.get(release.product)  # a catalog need not have Kubernetes itself
        cycle = release_of(known, release.version) if known else None
        if known is None or cycle is None or cycle.end_of_life is False:
            return
        end = cycle.end_of_life if isinstance(cycle.end_of_life, date) else None
        gravity = self._worth(end)
        gravity = "mild" if gravity == "full" and release.through else gravity
        if gravity != "remote":
            yield Finding(
                "end-of-life",
                "release",
                gravity,
                release.pointer,
                product=release.product,
                slots=(known.home,) if known.home else (),
                rules=self._warning_of_release(release.product),
                sources=(cycle.source,) if cycle.source else (),
                others=release.through,
                by=end,
                release=cycle.cycle,
            )

    def _warning_of_release(self, product: str) -> tuple[str, ...]:
        warnings = (warning for outcome in self.decision.slots for warning in outcome.warnings)
        rules = [self._id(one) for one in warnings if one.kind == "end-of-life" and one.product == product]
        return tuple(dict.fromkeys(rule for rule in rules if self.stances.tests_release(rule, product)))

    def _worth(self, end: date | None) -> Gravity:
        """No day: it has passed, nobody knows when."""
        left = (end - self.decision.as_of).days if end else -1
        return "full" if left < 0 else "mild" if left <= self.within_days else "remote"

    # --- slots and questions --------------------------------------------------------------------------------------

    def contested(self, outcome: SlotOutcome) -> Iterator[Finding]:
        verdicts = [verdict for verdict in outcome.verdicts if verdict.contested]
        if outcome.status != "contested" or not verdicts:
            return
        declared = [verdict.product for verdict in verdicts if verdict.product in self.stack]
        yield Finding(
            "contested",
            "contested",
            "full",
            self.stack.products[declared[0]] if declared else question_pointer(IN_USE, self.raw),
            slots=(outcome.slot,),
            rules=self._ids([number for verdict in verdicts for number in verdict.because]),
            others=tuple(verdict.product for verdict in verdicts),
        )

    def missing(self, outcome: SlotOutcome) -> Iterator[Finding]:
        """Only where it was said what is in use, and where the slot is needed whatever is answered further."""
        if self.stack.complete and outcome.needed and outcome.need_settled and not self._filled(outcome):
            yield Finding(
                "missing",
                "missing" if outcome.picks else "unserved" if outcome.status == "unserved" else "missing, no pick",
                "full",
                question_pointer(IN_USE, self.raw),
                slots=(outcome.slot,),
                rules=self._ids(outcome.needed_because),
                to=outcome.picks,
            )

    def _filled(self, outcome: SlotOutcome) -> bool:
        """By a product that is at home there, or recommended there, or kept there; or by what a pick comes through."""
        there = self._there
        if any(self.knowledge.products[product].home == outcome.slot for product in there):
            return True
        return any(
            verdict.verdict == "keep"
            or (verdict.verdict in STANCES_FOR and verdict.product in there)
            or (verdict.product in outcome.picks and not there.isdisjoint(verdict.through))
            for verdict in outcome.verdicts
        )

    @cached_property
    def _there(self) -> frozenset[str]:
        """What is declared, and what then has to be there as well: what it brings, carries or cannot do without."""
        stack = self.stack
        versioned = {release.product for release in stack.releases}
        named = stack.built_in.union(stack.products, versioned & self.knowledge.products.keys())
        brought = (c.to for _, c in fired_relations(self.decision) if c.relation in _IMPLYING and c.subject in named)
        return named.union(*brought)

    def open_questions(self) -> Iterator[Finding]:
        """The questions whose answer could still change the verdict on something declared."""
        asked: dict[str, list[str]] = {}
        for outcome, asks in zip(self.decision.slots, self.decision.asks, strict=True):
            if outcome.status in ("open", "contested") and self._bears_on_stack(outcome):
                for question in self.decision.reasoner.questions_of(asks, self.decision.answers):
                    asked.setdefault(question, []).append(outcome.slot)
        for question, slots in asked.items():
            yield Finding(
                "open-question",
                "open question",
                "full",
                question_pointer(question, self.raw),
                slots=tuple(slots),
                question=question,
            )

    def _bears_on_stack(self, outcome: SlotOutcome) -> bool:
        """Is something declared at home in the slot, or judged there?"""
        products = self.knowledge.products
        return any(products[product].home == outcome.slot for product in self.stack.products) or any(
            verdict.product in self.stack for verdict in outcome.verdicts
        )

    # --- names ----------------------------------------------------------------------------------------------------

    def _id(self, warning: SlotWarning) -> str:
        return self.decision.plan.rules[warning.rule].rule.id

    def _ids(self, numbers: tuple[int, ...] | list[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.decision.plan.rules[number].rule.id for number in numbers))


def _sources(source: str | None, cites: tuple[str, ...]) -> tuple[str, ...]:
    named = [claim.partition("/")[0] for claim in cites]
    return tuple(dict.fromkeys([*([source] if source else []), *named]))
