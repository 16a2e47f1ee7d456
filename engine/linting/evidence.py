"""Do the claims that a rule cites speak of what the rule speaks of?"""

from __future__ import annotations

from collections.abc import Iterator

from engine.inference.literals import positive
from engine.inference.plan import PlannedRule
from engine.knowledge.problems import Problem, listed
from engine.linting.context import Context
from engine.linting.mentions import Mentions, words_of, words_of_claim
from engine.model import STANCES, Claim, Rule

# How many telling words a rule's text and a claim share where the claim bears on it.
_SHARED = 2
_SHARED_NEARBY = 1  # in the same area of the architecture


def far_citations(context: Context) -> Iterator[Problem]:
    """Claims about another slot, about products that the rule does not name, in other words than the rule's."""
    mentions = context.mentions
    for id_, copies in context.written.items():
        rule = copies[0].rule
        for cited in rule.cites:
            claim = context.knowledge.claims.get(cited)
            if claim is not None and rule.product is None and not _bears_on(mentions, claim, rule):
                message = f"{id_!r} cites {cited!r}, which is about {claim.category} ({listed(claim.products)})"
                hint = "cite the claim that says what the rule says"
                yield Problem(rule.place, "far-citation", message, hint, "warning")


def _bears_on(mentions: Mentions, claim: Claim, rule: Rule) -> bool:
    if claim.category == "general" or claim.kind == "principle" or not claim.products:
        return True
    slots = mentions.slots_of(rule)
    near = mentions.products_of(rule).union(*(mentions.members[slot] for slot in slots))
    if claim.category in slots or near & set(claim.products):
        return True
    areas = {mentions.knowledge.slots[slot].area for slot in slots}
    if any(area in claim.id.split("/")[1].split("-") for area in areas):
        return True
    enough = _SHARED_NEARBY if mentions.knowledge.slots[claim.category].area in areas else _SHARED
    return len(words_of(rule.because.en, *rule.id.split("-")) & words_of_claim(claim)) >= enough


def stances_without_evidence(context: Context) -> Iterator[Problem]:
    """Products that a rule speaks of, and neither its claims nor its text."""
    mentions = context.mentions
    for id_, copies in context.written.items():
        rule = copies[0].rule
        if rule.product is not None:
            continue
        evident = {product for claim in _claims(context, rule) for product in claim.products}
        stances = [c for c in rule.then if c.kind in (*STANCES, "warn")]
        known = {c.subject for c in stances if _is_evident(mentions, rule, c.subject, evident)}
        for conclusion in stances:
            # An alternative to what the claims are about need not be in them.
            if conclusion.subject not in known and (conclusion.kind != "consider" or not known):
                said = f"{id_!r} says {conclusion.kind} {conclusion.subject!r}"
                message = f"{said}, of which neither its claims nor its text speak"
                hint = f"its claims are about {listed(sorted(evident))}"
                yield Problem(rule.place, "no-evidence-for-stance", message, hint, "warning")


def _claims(context: Context, rule: Rule) -> list[Claim]:
    return [context.knowledge.claims[cited] for cited in rule.cites if cited in context.knowledge.claims]


def _is_evident(mentions: Mentions, rule: Rule, product: str, evident: set[str]) -> bool:
    return any(_are_kin(product, other) for other in evident) or mentions.names(product, rule.because.en)


def _are_kin(product: str, other: str) -> bool:
    """The same, or a project and its part: Argo and Argo CD."""
    return product == other or product.startswith(f"{other}-") or other.startswith(f"{product}-")


def texts_about_others(context: Context) -> Iterator[Problem]:
    """A rule speaks of one product and its text of another one of the same slot."""
    mentions = context.mentions
    for id_, copies in context.written.items():
        rule = copies[0].rule
        if rule.product is not None:
            continue
        own = mentions.products_of(rule)
        for conclusion in rule.then:
            # An alternative may go without saying.
            if conclusion.kind not in STANCES or conclusion.kind == "consider":
                continue
            named = mentions.products_in(rule.because.en)
            others = named & mentions.members[conclusion.slot or ""] - own
            if others and not any(_are_kin(conclusion.subject, other) for other in named):
                said = f"{id_!r} says {conclusion.kind} {conclusion.subject!r}"
                message = f"{said}, and its text speaks of {listed(sorted(others))}"
                yield Problem(
                    rule.place, "text-of-another", message, "name in the text what the rule is about", "warning"
                )


def claims_of_other_editions(context: Context) -> Iterator[Problem]:
    """Rules of later editions alone that rest on the book of an earlier one alone."""
    order = list(context.knowledge.editions)
    books = {edition.source: order.index(edition.id) for edition in context.knowledge.editions.values()}
    for id_, copies in context.written.items():
        rule = copies[0].rule
        open_in = {order.index(edition) for edition in _editions_of(context, copies)}
        cited = {books[claim.source] for claim in _claims(context, rule) if claim.source in books}
        if cited and open_in and max(cited) < min(open_in):
            holds, rests = listed([order[at] for at in sorted(open_in)]), listed([order[at] for at in sorted(cited)])
            message = f"{id_!r} holds in edition {holds} and rests on claims of edition {rests}"
            hint = "cite what that edition says, or mend the test on the edition"
            yield Problem(rule.place, "other-edition", message, hint, "warning")


def _editions_of(context: Context, copies: tuple[PlannedRule, ...]) -> set[str]:
    """The editions in which some alternative of the condition can hold, as far as its tests on editions say."""
    order, found = list(context.knowledge.editions), set[str]()
    for planned in copies:
        for disjunct in planned.disjuncts:
            allowed = set(order)
            for number in disjunct:
                leaf, wanted = positive(context.plan.atoms.leaves[number >> 1], not number & 1)
                if leaf.kind.startswith("edition") and isinstance(leaf.value, tuple):
                    at = order.index(str(leaf.value[0]))
                    named = {
                        "edition": set(map(str, leaf.value)),
                        "edition_from": set(order[at:]),
                        "edition_until": set(order[: at + 1]),
                    }[leaf.kind]
                    allowed &= named if wanted else set(order) - named
            found |= allowed
    return found
