"""Numbers, versions and dates in reasons and conditions: does anything say them?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.inference.literals import positive
from engine.knowledge.problems import Problem
from engine.knowledge.references import leaves
from engine.linting.context import Context
from engine.linting.mentions import Mentions
from engine.linting.numbers import Figure, Figures, figure_of, figures_in
from engine.linting.wording import said
from engine.model import Claim, Knowledge, Leaf, Product, Rule

_COMPARED = ("at_least", "above", "at_most", "below", "is", "in")
_MILLIONS = 10**6
# Words that say a number, or leave it to the reader, without its digits.
_IN_WORDS = {
    1: r"\b(one|single|only|itself|alone|same)\b",
    2: r"\b(several|two|both|multiple|many|more than one|second|across|between|clouds|clusters|regions|nodes)\b",
    3: r"\b(three|several|many)\b",
    100: r"\bhundreds?\b",
    1000: r"\bthousands?\b",
}
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def unsupported_figures(context: Context) -> Iterator[Problem]:
    """Figures in a reason that neither the rule, its claims nor the catalog say."""
    mentions = context.mentions
    for id_, copies in context.written.items():
        rule = copies[0].rule
        backing = [*_evidence(context.knowledge, rule), *_catalog(mentions, rule), *_tested(rule), *_concluded(rule)]
        for language, text in (("English", rule.because.en), ("Korean", rule.because.ko)):
            known = Figures([*backing, *_licences_named(context.knowledge, text)])
            for figure in figures_in(_PLACEHOLDER.sub(" ", text)):
                if not known.support(figure):
                    said = f"the {language} text of {id_!r} says {figure.written!r}"
                    message = f"{said}; neither the rule, its claims nor the catalog do"
                    yield Problem(
                        rule.place, "unsupported-figure", message, "mend the text, or cite what says so", "warning"
                    )


def unsupported_thresholds(context: Context) -> Iterator[Problem]:
    """Versions, numbers and days in conditions that no claim says, of this rule or of another that tests the same."""
    mentions = context.mentions
    backed: set[tuple[str, Figure]] = set()
    doubtful: list[tuple[Rule, str, Figure]] = []
    for copies in context.written.values():
        rule = copies[0].rule
        known = Figures([*_evidence(context.knowledge, rule), *_catalog(mentions, rule), *figures_in(rule.because.en)])
        words = " ".join([rule.because.en, *(f"{c.text.en} {c.when or ''}" for c in _claims(context.knowledge, rule))])
        for leaf in leaves(rule.when):
            for figure in _figures_of(leaf):
                if known.support(figure) or _is_in_words(figure, words):
                    backed.add((leaf.subject, figure))
                else:
                    doubtful.append((rule, leaf.subject, figure))
    for rule, subject, figure in doubtful:
        if (subject, figure) not in backed:
            said = f"{rule.template!r} tests {subject} against {figure.written}"
            message = f"{said}, of which neither its claims, its text nor the catalog speak"
            yield Problem(
                rule.place, "unsupported-threshold", message, "mend the test, or cite what says so", "warning"
            )


def _is_in_words(figure: Figure, text: str) -> bool:
    pattern = _IN_WORDS.get(int(figure.parts[0])) if figure.kind == "number" else None
    return pattern is not None and re.search(pattern, text.lower()) is not None


def _figures_of(leaf: Leaf) -> Iterator[Figure]:
    leaf = positive(leaf)[0]
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    compared = leaf.kind in ("question", "version_of") and leaf.operator in _COMPARED
    if not compared and leaf.kind not in ("on_or_after", "before"):
        return
    unit = _MILLIONS if leaf.subject.endswith("_musd") else 1
    for value in values:
        figure = figure_of(value, unit)
        if figure is not None:
            yield figure._replace(written=said(value))


def _tested(rule: Rule) -> Iterator[Figure]:
    for leaf in leaves(rule.when):
        yield from _figures_of(leaf)


def _concluded(rule: Rule) -> Iterator[Figure | None]:
    for conclusion in rule.then:
        yield figure_of(conclusion.by)
        yield figure_of(conclusion.date)


def _claims(knowledge: Knowledge, rule: Rule) -> list[Claim]:
    return [knowledge.claims[cited] for cited in rule.cites if cited in knowledge.claims]


def _evidence(knowledge: Knowledge, rule: Rule) -> Iterator[Figure | None]:
    for claim in _claims(knowledge, rule):
        yield from figures_in(claim.text.en, claim.text.ko, claim.when, claim.note, claim.note_ko, claim.section)
    for source in {claim.source for claim in _claims(knowledge, rule)}:
        yield figure_of(knowledge.sources[source].date)
        yield from figures_in(knowledge.sources[source].title.en)
    for edition in knowledge.editions.values():
        yield from figures_in(edition.title.en, edition.title.ko)


def _catalog(mentions: Mentions, rule: Rule) -> Iterator[Figure | None]:
    """What the catalog says of the products that the rule or its text names."""
    named = mentions.products_in(rule.because.en) | mentions.products_of(rule)
    for product in named:
        yield from _facts(mentions.knowledge.products[product])


def _facts(product: Product) -> Iterator[Figure | None]:
    for span in product.licences:
        yield figure_of(span.since)
        yield from figures_in(span.spdx.replace("-", " "))
    for level in product.cncf:
        yield figure_of(level.since)
    if product.end_of_life:
        yield figure_of(product.end_of_life.date)
        yield figure_of(product.end_of_life.announced)
    if product.note:
        yield from figures_in(product.note.en, product.note.ko)


def _licences_named(knowledge: Knowledge, text: str) -> Iterator[Figure]:
    """Numbers that are part of a licence's name."""
    for licence in knowledge.licences.values():
        if licence.name in text:
            yield from figures_in(licence.name)
