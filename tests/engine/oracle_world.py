"""The oracle's half that is not about arguing: rules copied out for each product, answers, dates and the catalog."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

CLASSES = ("permissive", "copyleft", "source-available", "proprietary")


@dataclass(frozen=True)
class Copy:
    """A rule for one product, or as it stands. Every stance and warning in `then` names one product and its slot."""

    id: str
    template: str
    strength: str
    when: Any
    then: list[dict[str, Any]]
    overrides: list[str]


def copies_of(body: dict[str, Any]) -> Iterator[Copy]:
    for module in body["modules"]:
        for rule in module["rules"]:
            if "for_each" not in rule:
                yield _copy(rule, rule["id"], rule.get("when", []), module.get("slot"), None, body)
                continue
            some = rule["for_each"] if isinstance(rule["for_each"], dict) else {}
            for id_, product in body["products"].items():
                if id_ not in some.get("except", ()) and set(some.get("products_of", body["slots"])) & set(
                    product["slots"]
                ):
                    when = _with_product(rule.get("when", []), id_)
                    yield _copy(rule, f"{rule['id']}@{id_}", when, module.get("slot"), id_, body)


def _copy(
    rule: dict[str, Any], id_: str, when: Any, module_slot: str | None, each: str | None, body: dict[str, Any]
) -> Copy:
    then = [one for raw in rule["then"] for one in _conclusions(raw, module_slot, each, body)]
    return Copy(id_, rule["id"], rule.get("strength", "default"), when, then, rule.get("overrides", []))


def _with_product(raw: Any, product: str) -> Any:
    """A condition, or names, with the product in the place of `each`."""
    if isinstance(raw, dict):
        return {key: _with_product(value, product) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_with_product(part, product) for part in raw]
    return product if raw == "each" else raw


def _conclusions(
    raw: dict[str, Any], module_slot: str | None, each: str | None, body: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    kind = next(key for key in raw if key not in ("slot", "with", "to", "by", "kind", "date", "as", "after"))
    listed = ("with", "to", "by", "date", "as", "after")
    extras = {key: _with_product(raw[key], each or "each") for key in listed if key in raw}
    for name in raw[kind] if isinstance(raw[kind], list) else [raw[kind]]:
        if kind in ("derive", "need", "no_need", "advise"):
            yield {kind: name}
            continue
        product = each if name == "each" else name
        if kind in ("connect", "install"):
            yield {kind: product, **extras}
            continue
        slots = body["products"][product]["slots"]
        if raw.get("slot") == "every":
            meant = slots
        elif "slot" in raw:
            meant = [raw["slot"]]
        else:
            meant = [module_slot] if name != "each" and module_slot else slots[:1]
        for slot in meant:
            yield {kind: product, "slot": slot, **extras}


# --- a profile on a day ---------------------------------------------------------------------------------------


class World:
    """Answers, edition, day and catalog: whatever can be said before any rule is heard."""

    def __init__(self, body: dict[str, Any], profile: dict[str, Any], edition: str, as_of: date) -> None:
        self.slots, self.products, self.licences = body["slots"], body["products"], body["licences"]
        self.questions = body["questions"]
        self.profile, self.edition = profile, edition
        self.editions = [e["id"] for e in sorted(body["editions"], key=lambda e: (e["published"], e["id"]))]
        published = {e["id"]: e["published"] for e in body["editions"]}
        self.day = max(as_of, published[edition])

    def answer(self, question: str) -> Any:
        section, _, name = question.partition(".")
        return (self.profile.get(section) or {}).get(name)

    def truth(self, leaf: dict[str, Any]) -> bool | None:
        """True, False, or None where the answer or the catalog does not say."""
        if "question" in leaf:
            return self._question(leaf)
        if "in_use" in leaf:
            return self.in_use(leaf["in_use"])
        for kind, question in (("works_well", "stack.works_well"), ("built_in", "platform.built_in")):
            if kind in leaf:
                answer = self.answer(question)
                return None if answer is None else leaf[kind] in answer
        if "version_of" in leaf:
            return self._version(leaf)
        if "attribute" in leaf:
            return self._attribute(leaf)
        if "on_or_after" in leaf:
            return self.day >= leaf["on_or_after"]
        if "before" in leaf:
            return self.day < leaf["before"]
        return self._edition(leaf)

    def in_use(self, product: str) -> bool | None:
        """In either list. Not in use once the first list was given, as far as anybody said."""
        in_use, works_well = self.answer("stack.in_use"), self.answer("stack.works_well")
        if product in (in_use or []) or product in (works_well or []):
            return True
        return None if in_use is None else False

    def _question(self, leaf: dict[str, Any]) -> bool | None:
        answer = self.answer(leaf["question"])
        if "known" in leaf or "unknown" in leaf:
            return (answer is not None) == ("known" in leaf)
        if answer is None:
            return None
        if "includes" in leaf:
            return leaf["includes"] in answer
        if "excludes" in leaf:
            return leaf["excludes"] not in answer
        return compares(leaf, answer, as_versions=self.questions[leaf["question"]] == "version")

    def _version(self, leaf: dict[str, Any]) -> bool | None:
        product = leaf["version_of"]
        if product == "kubernetes":
            version = self.answer("platform.kubernetes_version")
        else:
            version = (self.answer("stack.versions") or {}).get(product)
        if version is None:
            return None
        if "support" in leaf:
            support = self.release_support(product, version)
            return None if support is None else support == leaf["support"]
        return compares(leaf, version, as_versions=True)

    def release_support(self, product: str, version: str) -> str | None:
        numbers, best = numbers_of(version), None
        for release in self.products[product].get("releases", ()):
            cycle = numbers_of(release["cycle"])
            longer = best is None or len(cycle) > len(numbers_of(best["cycle"]))
            if cycle and numbers[: len(cycle)] == cycle and longer:
                best = release
        if best is None:
            return None
        end = best["end_of_life"]
        over = end if isinstance(end, bool) else end < self.day
        return "ended" if over else "supported"

    def _attribute(self, leaf: dict[str, Any]) -> bool | None:
        if leaf["attribute"] == "licence":  # with a choice, what holds of one licence alone is neither so nor not so
            passed = {compares(leaf, choice) for choice in self._choices(leaf["product"])}
            return passed.pop() if len(passed) == 1 else None
        value = getattr(self, leaf["attribute"])(leaf["product"])
        return None if value is None else compares(leaf, value)

    def _choices(self, product: str) -> list[str]:
        """The licences of which one may choose on the day."""
        spans = [s for s in self.products[product].get("licences", ()) if not s["since"] or s["since"] <= self.day]
        return [name.strip() for name in spans[-1]["spdx"].split("OR")] if spans else []

    def _licence(self, product: str) -> dict[str, Any] | None:
        """The freest of them."""
        choices = [self.licences[name] for name in self._choices(product)]
        return min(choices, key=lambda licence: CLASSES.index(licence["class"]), default=None)

    def licence_class(self, product: str) -> str | None:
        licence = self._licence(product)
        return licence and licence["class"]

    def osi_approved(self, product: str) -> bool | None:
        licence = self._licence(product)
        return licence and licence["osi_approved"]

    def cncf_level(self, product: str) -> str:
        return ["none", *(s["level"] for s in self.products[product].get("cncf", ()) if s["since"] <= self.day)][-1]

    def end_of_life(self, product: str) -> date | None:
        """Once announced; where no day of announcement is known, not before the day itself."""
        end = self.products[product].get("end_of_life")
        known = end and (end.get("announced") or end["date"]) <= self.day
        return end["date"] if known else None

    def support(self, product: str) -> str:
        end = self.end_of_life(product)
        if end is None:
            return "supported"
        return "ended" if end < self.day else "ending"

    def deadline(self, product: str, said: list[Any]) -> date | None:
        """The earliest day that somebody names, else the product's end of life."""
        end = self.end_of_life(product)
        days = [day for day in (end if day == "end-of-life" else day for day in said) if day]
        return min(days, default=end)

    def _edition(self, leaf: dict[str, Any]) -> bool:
        here = self.editions.index(self.edition)
        if "edition" in leaf:
            return self.edition in (leaf["edition"] if isinstance(leaf["edition"], list) else [leaf["edition"]])
        if "edition_from" in leaf:
            return here >= self.editions.index(leaf["edition_from"])
        return here <= self.editions.index(leaf["edition_until"])


def numbers_of(version: str) -> list[int]:
    """1.30 → [1, 30]; 8.x → [8]."""
    numbers: list[int] = []
    for part in version.removeprefix("v").split("."):
        if not part.isdecimal():
            break
        numbers.append(int(part))
    return numbers


def _without_zeros(version: str) -> list[int]:
    """1.30.0 is 1.30, and 1 is 1.0."""
    numbers = numbers_of(version)
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers


def compares(leaf: dict[str, Any], have: Any, *, as_versions: bool = False) -> bool:
    """`is`, `is_not`, `in`, and the comparisons."""
    read = _without_zeros if as_versions else lambda value: value
    mine = read(have)
    tests = {
        "is": lambda wanted: mine == read(wanted),
        "is_not": lambda wanted: mine != read(wanted),
        "in": lambda wanted: mine in [read(one) for one in wanted],
        "at_least": lambda wanted: mine >= read(wanted),
        "at_most": lambda wanted: mine <= read(wanted),
        "below": lambda wanted: mine < read(wanted),
        "above": lambda wanted: mine > read(wanted),
    }
    return next(test(leaf[name]) for name, test in tests.items() if name in leaf)
