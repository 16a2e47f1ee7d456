"""Texts: both languages say something, and the same; and they only tell of answers that the rule has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engine.inference.literals import bits
from engine.inference.plan import PlannedRule
from engine.inference.reasoner import Decision
from engine.knowledge.problems import Problem
from engine.linting.context import NO_SLOT, Context
from engine.linting.mentions import Mentions
from engine.linting.numbers import figures_in
from engine.linting.witness import Shows
from engine.model import Place, Rule, Text

_HANGUL = re.compile(r"[가-힣]")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_IN_PASSING = 9
_PLAIN_WORD = re.compile(r"(?<![\w-])[a-z]{3,}(?![\w-])")


def languages(context: Context) -> Iterator[Problem]:
    """Texts that are no English, no Korean, or one for the other."""
    names = {product.name for product in context.knowledge.products.values()}
    for place, what, text, sentence in _texts(context):
        if sentence and not _HANGUL.search(text.ko):
            yield _problem(place, "not-korean", f"the Korean text of {what} has no Korean in it")
        elif not sentence and text.ko == text.en and text.en not in names and _PLAIN_WORD.search(text.en):
            yield _problem(place, "not-korean", f"the Korean text of {what} is the English one")
        if _HANGUL.search(text.en):
            yield _problem(place, "not-english", f"the English text of {what} has Korean in it")


def _problem(place: Place, code: str, message: str) -> Problem:
    return Problem(place, code, message, "write it in both languages")


def _texts(context: Context) -> Iterator[tuple[Place, str, Text, bool]]:
    """Every text, with its place, what it belongs to, and whether it is made of sentences rather than names."""
    knowledge = context.knowledge
    for id_, copies in context.written.items():
        yield copies[0].rule.place, repr(id_), copies[0].rule.because, True
    for module in knowledge.modules.values():
        yield module.place, f"the module {module.id!r}", module.title, False
    for question in knowledge.questions.values():
        place = context.place("question", question.id)
        yield place, f"the question {question.id!r}", question.text, True
        yield place, f"the help of {question.id!r}", question.help, True
        for option in question.options:
            yield place, f"the option {option.id!r} of {question.id!r}", option.text, False
    for claim in knowledge.claims.values():
        yield context.place("claim", claim.id), f"the claim {claim.id!r}", claim.text, True
    for product in knowledge.products.values():
        if product.note:
            yield context.place("product", product.id), f"the note on {product.id!r}", product.note, True
    for section in knowledge.sections:
        yield context.place("section", section.id), f"the section {section.id!r}", section.title, False
    for quadrant in knowledge.quadrants.values():
        yield context.place("quadrant", quadrant.id), f"the quadrant {quadrant.id!r}", quadrant.title, False
    for area in knowledge.areas.values():
        yield context.place("area", area.id), f"the area {area.id!r}", area.title, False
    for slot in knowledge.slots.values():
        yield context.place("slot", slot.id), f"the slot {slot.id!r}", slot.title, False


# --- the reasons of rules -------------------------------------------------------------------------------------


def reasons_that_differ(context: Context) -> Iterator[Problem]:
    """Reasons that name other answers or other products in the one language than in the other."""
    mentions = context.mentions
    for id_, copies in context.written.items():
        rule = copies[0].rule
        en, ko = (set(_PLACEHOLDER.findall(text)) for text in (rule.because.en, rule.because.ko))
        for missing, language in ((en - ko, "Korean"), (ko - en, "English")):
            for name in sorted(missing):
                message = f"the {language} text of {id_!r} lacks {{{name}}}, which the other one has"
                yield Problem(rule.place, "texts-differ", message, "say the same in both languages")
        if rule.product is None:
            yield from _other_products(mentions, rule)
        yield from _other_figures(rule)


def _other_products(mentions: Mentions, rule: Rule) -> Iterator[Problem]:
    en, ko = (mentions.products_in(text) for text in (rule.because.en, rule.because.ko))
    strangers = ko - en
    # A text may call a product by less than its name; one that names none of the same is another text.
    if strangers and en and not en & ko:
        message = f"the Korean text of {rule.id!r} speaks of {min(strangers)!r}, the English one of {min(en)!r}"
        yield Problem(rule.place, "texts-differ", message, "say the same in both languages", "warning")


def _other_figures(rule: Rule) -> Iterator[Problem]:
    en, ko = (_figures(text) for text in (rule.because.en, rule.because.ko))
    for kind in ("time", "number"):
        ours, theirs = ({figure for figure in side if figure[0] == kind} for side in (en, ko))
        # Numbers may be spelt out.
        if ours != theirs and (kind == "time" or (ours and theirs)):
            message = f"the texts of {rule.template!r} tell different {kind}s in English and in Korean"
            yield Problem(rule.place, "texts-differ", message, "say the same in both languages", "warning")


def _figures(text: str) -> set[tuple[str, tuple[float, ...]]]:
    """Years and months, and numbers and versions that nobody says in passing."""
    found = set()
    for figure in figures_in(_PLACEHOLDER.sub(" ", text)):
        if figure.kind in ("day", "month", "year"):
            found |= {("time", figure.parts[:1]), ("time", figure.parts[:2])}
        elif figure.kind == "version" or figure.parts[0] > _IN_PASSING:
            found.add(("number", figure.parts))
    return found


def repeated_reasons(context: Context) -> Iterator[Problem]:
    """Two rules with one reason: the text of one of them was written for the other."""
    for language in ("en", "ko"):
        texts = {id_: getattr(copies[0].rule.because, language) for id_, copies in context.written.items()}
        often = Counter(texts.values())
        first: dict[str, str] = {}
        for id_, text in texts.items():
            if often[text] > 1 and text in first:
                message = f"{id_!r} has the {language} text of {first[text]!r}"
                place = context.written[id_][0].rule.place
                yield Problem(place, "repeated-text", message, "say why this rule holds", "warning")
            first.setdefault(text, id_)


def untested_placeholders(context: Context) -> Iterator[Problem]:
    """Reasons that tell an answer which need not be there when the rule fires."""
    for slot in (NO_SLOT, *context.slots):
        for id_, copies in context.written_in(slot):
            named = set(_PLACEHOLDER.findall(copies[0].rule.because.en + copies[0].rule.because.ko))
            for question in sorted(named & context.knowledge.questions.keys()):
                yield from _untested(context, id_, question)
            yield from (problem for planned in copies for problem in _untested_releases(context, planned))


def _untested_releases(context: Context, planned: PlannedRule) -> Iterator[Problem]:
    """A release is known to whoever tests the version; the end of its support, to whoever tests the support."""
    rule = planned.rule
    for name in sorted({*_PLACEHOLDER.findall(rule.because.en), *_PLACEHOLDER.findall(rule.because.ko)}):
        subject, _, fact = name.partition(".")
        if subject not in context.knowledge.products or fact not in ("release", "release_end"):
            continue
        if not all(_tests_release(context, mask, subject, fact) for mask in planned.masks or (0,)):
            message = f"the text of {rule.id!r} tells {{{name}}}, which it does not test in every case"
            test = "support: ended" if fact == "release_end" else 'at_least: "…"'
            hint = f"test {{version_of: {subject}, {test}}}, or leave the release out of the text"
            yield Problem(rule.place, "untested-placeholder", message, hint)


def _tests_release(context: Context, mask: int, product: str, fact: str) -> bool:
    leaves = (context.plan.atoms.leaves[literal >> 1] for literal in bits(mask))
    return any(
        leaf.kind == "version_of" and leaf.subject == product and (fact == "release" or leaf.operator == "support")
        for leaf in leaves
    )


def _untested(context: Context, id_: str, question: str) -> Iterator[Problem]:
    for planned in context.written[id_]:
        search = context.search_of(planned)
        found = search.can(search.chain.fires(planned.number), search.chain.inputs.is_known(question) ^ 1)
        if found.can is None:
            yield context.unsettled(planned.rule.place, f"{id_!r} can fire while {question!r} has no answer")
        elif found.can:
            witness = context.searches.witness(search, found, _fires_without(planned.number, question))
            message = f"the text of {id_!r} tells the answer to {question!r}, which may be missing, as for {witness}"
            hint = f"test {{question: {question}, known: true}}, or leave the answer out of the text"
            yield Problem(planned.rule.place, "untested-placeholder", message, hint)
            return


def _fires_without(rule: int, question: str) -> Shows:
    def shows(decision: Decision) -> bool:
        return rule in decision.fired() and question not in decision.answers

    return shows
