"""What no profile can bring about: products, slots; and stances on what need not be there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.dated import cncf_level_on, support_on
from engine.knowledge.problems import Problem
from engine.linting.context import Context
from engine.linting.search import Search
from engine.model import STANCES, STANCES_FOR, Leaf, LeafKind, Product, Rule
from engine.satisfiability.chain import SlotLogic

# Claims of these kinds speak for the first of their products.
_FAVOURABLE = frozenset({"selects", "keeps", "replaces", "prefers", "exception", "fits", "alternative"})
_PRESENT: tuple[LeafKind, ...] = ("in_use", "works_well", "built_in")


def products_out_of_reach(context: Context) -> Iterator[Problem]:
    """Products of a slot that no profile makes a pick or an alternative of it."""
    for slot in context.slots:
        search = context.searches.about(slot)
        logic = search.chain.slot(slot)
        for product in context.knowledge.products.values():
            if slot not in product.slots:
                continue
            found = [search.can(logic.needed, literal).can for literal in _in_favour(context, logic, product.id)]
            if True in found:
                continue
            place = context.place("product", product.id)
            if None in found:
                yield context.unsettled(place, f"some profile leads to {product.id!r} in the slot {slot!r}")
            elif not _is_to_be_left(context, slot, product.id):
                yield _out_of_reach(context, slot, product.id)


def _in_favour(context: Context, logic: SlotLogic, product: str) -> Iterator[int]:
    """What speaks for a product in particular, or for another one through it.

    A principle over all products brings nobody to one of them.
    """
    for arguments in logic.plan.arguments:
        for (_, _, heard), (_, _, conclusion) in zip(logic.voices(arguments.product).each, arguments.said, strict=True):
            if conclusion.kind in STANCES_FOR and product in conclusion.through:
                yield heard
    for i, stance, heard in logic.voices(product).each:
        if stance in STANCES_FOR and not _is_principle(context, logic.plan.rules[i].rule):
            yield heard


def _is_principle(context: Context, rule: Rule) -> bool:
    return rule.product is not None and context.knowledge.modules[rule.module].slot is None


def _is_to_be_left(context: Context, slot: str, product: str) -> bool:
    """It is over, or rules speak of it and nothing in the sources asks them to bring it in."""
    newest = max(edition.published for edition in context.knowledge.editions.values())
    if is_over(context.knowledge.products[product], newest):
        return True
    if not any(_speaks_of(context, planned.rule, slot, product) for planned in context.plan.rules):
        return False
    return not any(
        claim.kind in _FAVOURABLE and claim.category == slot and claim.products[:1] == (product,)
        for claim in context.knowledge.claims.values()
    )


def is_over(product: Product, day: date) -> bool:
    """By that day its support has ended, or the project has."""
    return support_on(product, day) == "ended" or cncf_level_on(product, day) == "archived"


def _speaks_of(context: Context, rule: Rule, slot: str, product: str) -> bool:
    return not _is_principle(context, rule) and any(c.slot == slot and c.subject == product for c in rule.then)


def _out_of_reach(context: Context, slot: str, product: str) -> Problem:
    rules = [p.rule for p in context.plan.rules if _speaks_of(context, p.rule, slot, product)]
    against = any(c.kind in STANCES for rule in rules for c in rule.then if c.subject == product and c.slot == slot)
    tail = "rules speak of it, but none can bring it in" if against else "no rule takes a stance on it"
    message = f"no profile leads to {product!r} in the slot {slot!r}: {tail}"
    hint = "write the rule that takes it, or take the slot out of the product's"
    return Problem(context.place("product", product), "out-of-reach", message, hint)


def slots_never_needed(context: Context) -> Iterator[Problem]:
    """Slots in which rules speak, or products stand, and that no profile needs."""
    members = {slot for product in context.knowledge.products.values() for slot in product.slots}
    for slot in context.slots:
        search = context.searches.about(slot)
        logic = search.chain.slot(slot)
        place = context.place("slot", slot)
        found = search.can(logic.needed)
        if found.can is None:
            yield context.unsettled(place, f"some profile needs the slot {slot!r}")
        elif found.can is False and (logic.plan.rules or slot in members):
            message = f"no profile needs the slot {slot!r}, so that nothing said in it is ever shown"
            yield Problem(place, "never-needed", message, "write the rule that asks for it: `need: " + slot + "`")


# --- stances on what is in use --------------------------------------------------------------------------------


def stances_on_what_is_there(context: Context) -> Iterator[Problem]:
    """`keep` and `migrate` speak of what is in use; here is a profile for which nobody said so."""
    for slot in context.slots:
        for _, copies in context.written_in(slot):
            for planned in copies:
                search = context.search_of(planned)
                for conclusion in planned.rule.then:
                    if conclusion.kind not in ("keep", "migrate") or conclusion.slot is None:
                        continue
                    fires = search.chain.fires(planned.number)
                    if _may_be_absent(context, search, fires, conclusion.subject):
                        said = f"{planned.rule.template!r} says {conclusion.kind} {conclusion.subject!r}"
                        message = f"{said} where it need not be in use"
                        hint = f"test {{in_use: {conclusion.subject}}}, or say adopt, consider or avoid"
                        yield Problem(planned.rule.place, "not-in-use", message, hint, "warning")


def _may_be_absent(context: Context, search: Search, fires: int, product: str) -> bool:
    """Some profile makes the rule fire in which no answer puts the product, or a part of it, in use."""
    chain = search.chain
    present = [chain.inputs.truth(Leaf(kind, product))[0] for kind in _PRESENT]
    for number, leaf in enumerate(context.plan.atoms.leaves):
        if _tells_of_use(leaf, product):
            present.append(chain.literal(2 * number))
    return bool(search.can(fires, *(literal ^ 1 for literal in present)).can)


def _tells_of_use(leaf: Leaf, product: str) -> bool:
    """`platform.runtime_in_use is containerd`, `in_use: prometheus-operator` and their like."""
    if leaf.kind in _PRESENT:
        return leaf.subject.startswith(f"{product}-")
    if leaf.kind == "version_of":
        return leaf.subject == product
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    named = product.replace("-", "") in leaf.subject.replace("_", "") or leaf.subject.endswith("_in_use")
    return leaf.kind == "question" and (named or product in values)
