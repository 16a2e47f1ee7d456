"""What the rules behind a verdict looked at: tests that held, and facts of the catalog by their values on the day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.dated import attribute_on, end_of_life_known_on, licence_on, release_of, release_support_on
from engine.explanation.conditions import leaf_outcome, literal_data, questions_behind
from engine.explanation.phrases import attribute_phrase, phrase
from engine.explanation.staleness import stale_premises
from engine.explanation.trace import Matched
from engine.inference.encoding import versions_in_use
from engine.inference.literals import DERIVED_KINDS
from engine.inference.profile import members_of
from engine.inference.reasoner import Decision
from engine.model import Leaf, Text

END_OF_LIFE, RELEASE = "end_of_life", "release"
_OF_A_LICENCE = ("licence", "licence_class", "osi_approved")
_LISTS = ("in_use", "works_well", "built_in")
_RELEASE = Text("support of the release of {name} in use", "사용 중인 {name} 릴리스의 지원")
_PREMISE = Text("{attribute}, against what the source “{source}” took it to be", "{attribute}(출처 “{source}” 이후)")


@dataclass(frozen=True, slots=True)
class GroundTest:
    """A test that a rule made of the profile, the day, the edition or what other rules came to, and that held.

    `value`: what it found, as plain data; of a list whether the one thing that was looked for is in it.
    """

    kind: str
    leaf: Leaf
    wanted: bool
    value: Any
    text: Text

    @property
    def data(self) -> dict[str, Any]:
        """What the digest is over."""
        return {"kind": self.kind, "test": literal_data(self.leaf, self.wanted)}

    @property
    def subject(self) -> str:
        """The question that was asked, or what else the test is about."""
        return next(iter(questions_behind(self.leaf)), self.leaf.subject)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the catalog on a product. `source`: of a premise that has changed, whose it was."""

    product: str
    attribute: str
    value: Any
    text: Text
    source: str | None = None

    @property
    def key(self) -> str:
        return f"{self.product}.{self.attribute}" + (f"@{self.source}" if self.source else "")


def tested(matched: Matched, decision: Decision) -> GroundTest:
    leaf, wanted, knowledge = matched.leaf, matched.wanted, decision.knowledge
    text = Text(phrase(leaf, wanted, knowledge, "en"), phrase(leaf, wanted, knowledge, "ko"))
    return GroundTest(matched.kind, leaf, wanted, found_by(leaf, decision), text)


def found_by(leaf: Leaf, decision: Decision) -> Any:
    """What a test finds in a decision; None where there is no answer, or nothing of that name."""
    if leaf.kind in DERIVED_KINDS:
        return leaf_outcome(leaf, decision) == "held"
    if leaf.kind in ("on_or_after", "before"):
        return decision.read_on.isoformat()
    if leaf.kind.startswith("edition"):
        return decision.edition
    if leaf.kind == "version_of":
        return versions_in_use(decision.answers).get(leaf.subject)
    answers = [decision.answers[id_] for id_ in questions_behind(leaf) if id_ in decision.answers]
    if leaf.kind in _LISTS:
        return any(leaf.subject in members_of(one) for one in answers) if answers else None
    if not answers:
        return None
    if leaf.operator in ("includes", "excludes"):
        return leaf.value in members_of(answers[0])
    return list(answers[0]) if isinstance(answers[0], tuple) else answers[0]


def holds(leaf: Leaf, wanted: bool, decision: Decision) -> bool | None:
    """Does a test hold in a decision? None where its rules never make it, so that nobody knows."""
    if leaf.kind == "edition" or leaf.kind.startswith("edition_"):
        named = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
        if not all(name in decision.knowledge.editions for name in named):
            return None
    elif leaf.kind not in ("on_or_after", "before") and decision.plan.atoms.find(leaf) is None:
        return None
    return leaf_outcome(leaf, decision) == ("held" if wanted else "failed")


def facts_behind(leaf: Leaf, decision: Decision) -> Iterator[Fact]:
    """The facts of the catalog that a test reads."""
    if leaf.kind == "version_of" and leaf.operator == "support":
        yield fact(leaf.subject, RELEASE, decision)
    if leaf.kind != "attribute":
        return
    attribute = leaf.about or ""
    yield fact(leaf.subject, attribute, decision)
    if attribute in _OF_A_LICENCE:
        yield fact(leaf.subject, "licence", decision)
    elif attribute == "support":
        yield fact_of_end(leaf.subject, decision)


def fact_of_end(product: str, decision: Decision) -> Fact:
    """The end of support of a whole product, as far as it was known on the day."""
    return fact(product, END_OF_LIFE, decision)


def fact(product: str, attribute: str, decision: Decision) -> Fact:
    name = decision.knowledge.products[product].name
    if attribute == RELEASE:
        text = Text(_RELEASE.en.format(name=name), _RELEASE.ko.format(name=name))
    else:
        text = Text(attribute_phrase(attribute, name, "en"), attribute_phrase(attribute, name, "ko"))
    return Fact(product, attribute, value_of(product, attribute, decision), text)


def value_of(product: str, attribute: str, decision: Decision) -> Any:
    """A fact's value as plain data; None where the catalog does not know it, or not the product."""
    known, day = decision.knowledge.products.get(product), decision.read_on
    if known is None:
        return None
    if attribute == END_OF_LIFE:
        end = end_of_life_known_on(known, day)
        return end.isoformat() if end else None
    if attribute == "licence":
        return licence_on(known, day)
    if attribute != RELEASE:
        return attribute_on(decision.knowledge, known, attribute, day)
    version = versions_in_use(decision.answers).get(product)
    release = release_of(known, version) if version else None
    if release is None or version is None:
        return None
    end_ = release.end_of_life
    support = release_support_on(known, version, day)
    return f"{release.cycle}: {support}" + (f", {end_.isoformat()}" if isinstance(end_, date) else "")


def stale_facts(rules: Collection[str], decision: Decision) -> Iterator[Fact]:
    """Premises of the sources behind these rules that have changed by the day of the decision."""
    for stale in stale_premises(decision):
        if not any(rule in rules for rule in stale.rules):
            continue
        premise = stale.premise
        plain = fact(premise.product, premise.attribute, decision).text
        title = decision.knowledge.sources[premise.source].title
        text = Text(
            _PREMISE.en.format(attribute=plain.en, source=title.en),
            _PREMISE.ko.format(attribute=plain.ko, source=title.ko),
        )
        yield Fact(premise.product, premise.attribute, stale.change.value, text, premise.source)
