"""What stands beside the verdicts: relations between products, the order of installing them that follows, advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.knowledge.problems import Problem
from engine.model import Conclusion, Rule

# What comes first in a relation that gives an order.
_OTHERS_FIRST, _SUBJECT_FIRST = ("needs",), ("brings", "carries")

# A product, one that is installed before it.
Order = tuple[str, str]


def relates(rule: Rule) -> bool:
    """Does the rule relate products or give advice? All conclusions of a rule are of one sort."""
    return rule.then[0].kind in ("connect", "install", "advise")


def products_of(conclusion: Conclusion) -> tuple[str, ...]:
    """What a conclusion is about: the subject, and the products that it is set beside."""
    beside = (*conclusion.to, *conclusion.after) if conclusion.kind in ("connect", "install") else ()
    return (conclusion.subject, *beside)


def order_of(conclusion: Conclusion) -> tuple[Order, ...]:
    """Pairs of a product and one that comes before it."""
    if conclusion.kind == "install":
        return tuple((conclusion.subject, first) for first in conclusion.after)
    if conclusion.relation in _OTHERS_FIRST:
        return tuple((conclusion.subject, first) for first in conclusion.to)
    if conclusion.relation in _SUBJECT_FIRST:
        return tuple((other, conclusion.subject) for other in conclusion.to)
    return ()


def circles_of_order(rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """Products of which each would have to be installed before the next, whichever of the rules ever fire together."""
    before: dict[str, dict[str, Rule]] = {}
    for id_ in sorted(rules):
        for conclusion in rules[id_].then:
            for product, first in order_of(conclusion):
                before.setdefault(product, {}).setdefault(first, rules[id_])
    for circle in _circles({product: sorted(firsts) for product, firsts in sorted(before.items())}):
        said = [before[product][first] for product, first in zip(circle, (*circle[1:], circle[0]), strict=True)]
        names = " after ".join((*circle, circle[0]))
        message = f"products wait for each other in a circle: {names} (by {', '.join(rule.id for rule in said)})"
        hint = "let one of the rules connect them in a way that gives no order"
        yield Problem(min(said, key=lambda rule: rule.id).place, "order-cycle", message, hint)


def _circles(before: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Depth first without recursion: a circle for each edge that leads back."""
    done: dict[str, bool] = {}
    for start in before:
        path: list[tuple[str, Iterator[str]]] = [] if start in done else [(start, iter(before[start]))]
        done.setdefault(start, False)
        while path:
            product, firsts = path[-1]
            first = next(firsts, None)
            if first is None:
                done[product] = True
                path.pop()
            elif first not in done:
                done[first] = False
                path.append((first, iter(before.get(first, ()))))
            elif not done[first]:
                names = [name for name, _ in path]
                yield tuple(names[names.index(first) :])
