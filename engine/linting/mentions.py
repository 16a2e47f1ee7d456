"""What a rule is about, and what a text speaks of: products and words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from engine.knowledge.references import leaves
from engine.model import Claim, Condition, Knowledge, Product, Rule

# Words begin alike in their forms: "deploy", "deploys", "deployment".
_STEM = 6
_SHORTEST = 5
_WORD = re.compile(r"[a-z]+")
_EVERYWHERE = frozenset(
    word[:_STEM]
    for word in (
        *("kubernetes", "cluster", "standard", "product", "application", "needs", "which", "where", "there", "their"),
        *("other", "because", "already", "these", "those", "between", "without", "every", "should", "would", "could"),
        *("about", "under", "rather", "while", "still", "itself", "within"),
    )
)


@dataclass(frozen=True)
class Mentions:
    """Finds products by their names, and in rules by their ids."""

    knowledge: Knowledge

    @cached_property
    def _names(self) -> dict[str, tuple[tuple[str, ...], re.Pattern[str]]]:
        """Per product the forms of its name in small letters, and what finds them as words."""
        forms = {id_: _forms(product) for id_, product in self.knowledge.products.items()}
        return {id_: (tuple({form.lower() for form in some}), _pattern(some)) for id_, some in forms.items()}

    @cached_property
    def _found(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def members(self) -> dict[str, frozenset[str]]:
        """The products of each slot."""
        found: dict[str, set[str]] = {slot: set() for slot in self.knowledge.slots}
        for product in self.knowledge.products.values():
            for slot in product.slots:
                found[slot].add(product.id)
        return {slot: frozenset(products) for slot, products in found.items()}

    def names(self, product: str, text: str) -> bool:
        """The text names the product."""
        return product in self.products_in(text)

    def products_in(self, text: str) -> frozenset[str]:
        """All products that the text names."""
        if text not in self._found:
            lowered = text.lower()
            self._found[text] = frozenset(
                product
                for product, (hint, pattern) in self._names.items()
                if any(form in lowered for form in hint) and pattern.search(text)
            )
        return self._found[text]

    def products_of(self, rule: Rule) -> frozenset[str]:
        """Every product that the rule's condition or conclusions name."""
        found = self.tested(rule.when)
        for conclusion in rule.then:
            found |= {conclusion.subject, *conclusion.to, *conclusion.through, *conclusion.after}
        return frozenset(found & self.knowledge.products.keys())

    def tested(self, when: Condition) -> set[str]:
        found: set[str] = set()
        for leaf in leaves(when):
            values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
            found |= {leaf.subject, leaf.about or "", *map(str, values)}
        return found & self.knowledge.products.keys()

    def slots_of(self, rule: Rule) -> frozenset[str]:
        """The slots that the rule speaks about or reads, with its module's."""
        own = self.knowledge.modules[rule.module].slot
        derived = (self._slots_reading.get(c.subject, frozenset()) for c in rule.then if c.kind == "derive")
        return frozenset({*rule.slots, *_slots_read(rule), *([own] if own else [])}).union(*derived)

    @cached_property
    def _slots_reading(self) -> dict[str, frozenset[str]]:
        """For each concern the slots of the rules that read it."""
        found: dict[str, set[str]] = {}
        for rule in self.knowledge.rules.values():
            for leaf in leaves(rule.when):
                if leaf.kind == "concern":
                    found.setdefault(leaf.subject, set()).update(rule.slots)
        return {concern: frozenset(slots) for concern, slots in found.items()}


def _slots_read(rule: Rule) -> set[str]:
    return {leaf.subject for leaf in leaves(rule.when) if leaf.kind in ("needed", "picks", "verdict")}


def _forms(product: Product) -> set[str]:
    """The product's name, or its id as words. "OPA Gatekeeper" is called "Gatekeeper" too."""
    forms = {product.name, product.id, product.id.replace("-", " "), product.name.replace("-", " ")}
    last = product.name.rpartition(" ")[2]
    return forms | ({last} if last[:1].isupper() and len(last) > _STEM else set())


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    # A particle follows a name without a space in Korean.
    return re.compile(rf"(?<![A-Za-z0-9-])(?:{alternatives})(?:e?s)?(?![A-Za-z0-9])", re.IGNORECASE)


def words_of(*texts: str | None) -> frozenset[str]:
    """The beginnings of the telling words of English texts."""
    found = (word for text in texts if text for word in _WORD.findall(text.lower()) if len(word) >= _SHORTEST)
    return frozenset(word[:_STEM] for word in found) - _EVERYWHERE


def words_of_claim(claim: Claim) -> frozenset[str]:
    return words_of(claim.text.en, claim.when, claim.section, claim.note)
