"""The rule language: plain data → conditions and conclusions, as `docs/writing-rules.md` describes it.

Only the shape is judged here; whether names exist is the business of `references`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from engine.dated import ATTRIBUTES
from engine.knowledge.problems import Fault, listed, nearest
from engine.model import (
    ADVICE,
    RELATIONS,
    STANCES,
    WARNING_KINDS,
    All,
    Conclusion,
    Condition,
    Leaf,
    LeafKind,
    Not,
    Path,
    Value,
)
from engine.model import (
    Any as AnyOf,
)

COMPARISONS = ("at_least", "at_most", "below", "above")
QUESTION_OPERATORS = ("is", "is_not", "in", *COMPARISONS, "includes", "excludes", "known", "unknown")
VERSION_OPERATORS = ("is", *COMPARISONS, "support")
ATTRIBUTE_OPERATORS = ("is", "is_not", "in")
COMBINATIONS = ("all", "any", "not")

# The key that names a leaf's subject, and the keys that may stand beside it.
LEAVES: dict[str, tuple[str, ...]] = {
    "question": QUESTION_OPERATORS,
    "in_use": (),
    "works_well": (),
    "built_in": (),
    "version_of": VERSION_OPERATORS,
    "concern": (),
    "needed": (),
    "slot": ("picks", "product", "verdict"),
    "product": ("attribute", *ATTRIBUTE_OPERATORS),
    "on_or_after": (),
    "before": (),
    "edition": (),
    "edition_from": (),
    "edition_until": (),
}
CONCLUSIONS = ("derive", "need", "no_need", *STANCES, "warn", "connect", "install", "advise")
CONCLUSION_OPTIONS: dict[str, tuple[str, ...]] = {
    "derive": (),
    "need": (),
    "no_need": (),
    "warn": ("kind", "date", "slot"),
    "connect": ("to", "as"),
    "install": ("after",),
    "advise": (),
    "migrate": ("to", "by", "with", "slot"),
    **{stance: ("with", "slot") for stance in STANCES if stance != "migrate"},
}

Faults = list[tuple[Path, Fault]]


def parse_condition(raw: Any, path: Path, faults: Faults) -> Condition:
    """One condition, or a list that must all hold. Faults are appended with the path they stand at."""
    if isinstance(raw, list) and raw:
        return All(tuple(parse_condition(part, (*path, i), faults) for i, part in enumerate(raw)))
    if not isinstance(raw, dict) and raw != []:
        faults.append((path, Fault("bad-condition", f"a condition is a mapping, not {_kind(raw)}")))
        return All(())
    if not raw:
        faults.append((path, Fault("bad-condition", "an empty condition", "leave out `when` for a rule without one")))
        return All(())
    combination = [key for key in COMBINATIONS if key in raw]
    if combination:
        return _combination(combination[0], raw, path, faults)
    return _leaf(raw, path, faults)


def _combination(key: str, raw: dict[str, Any], path: Path, faults: Faults) -> Condition:
    for other in raw:
        if other != key:
            hint = f"put it and `{key}` into the list of one `all`"
            faults.append(((*path, other), Fault("bad-condition", f"{other!r} cannot stand beside `{key}`", hint)))
    value, inside = raw[key], (*path, key)
    if key == "not":
        return Not(parse_condition(value, inside, faults))
    if not isinstance(value, list) or not value:
        faults.append((inside, Fault("bad-condition", f"`{key}` takes a list of one or more conditions")))
        return All(())
    parts = tuple(parse_condition(part, (*inside, i), faults) for i, part in enumerate(value))
    return All(parts) if key == "all" else AnyOf(parts)


def _leaf(raw: dict[str, Any], path: Path, faults: Faults) -> Condition:
    # `slot` and `product` both name a subject where a verdict is meant: `slot` is the subject then.
    subjects = [key for key in LEAVES if key in raw]
    if not subjects:
        key = next(iter(raw))
        hint = nearest(key, (*LEAVES, *COMBINATIONS))
        faults.append(((*path, key), Fault("unknown-condition", f"{key!r} is no kind of condition", hint)))
        return All(())
    subject = "slot" if "slot" in subjects else subjects[0]
    for key in raw:
        if key != subject and key not in LEAVES[subject]:
            allowed = LEAVES[subject]
            hint = nearest(key, allowed) or (f"allowed here: {listed(allowed, 12)}" if allowed else None)
            faults.append(((*path, key), Fault("unknown-test", f"{key!r} does not go with `{subject}`", hint)))
            return All(())
    return _LEAF_PARSERS.get(subject, _plain)(subject, raw, path, faults)


def _plain(kind: str, raw: dict[str, Any], path: Path, faults: Faults) -> Condition:
    subject = _word(raw[kind], (*path, kind), faults)
    return Leaf(cast(LeafKind, kind), subject, path=path)


def _question(_: str, raw: dict[str, Any], path: Path, faults: Faults) -> Condition:
    subject = _word(raw["question"], (*path, "question"), faults)
    operator, value = _one_test(raw, QUESTION_OPERATORS, path, faults)
    if operator in ("known", "unknown") and value is not True:
        faults.append(((*path, operator), Fault("bad-value", f"`{operator}` takes true", "use the other of the two")))
    return Leaf("question", subject, operator, _frozen(value, operator == "in", (*path, operator), faults), path=path)


def _version(_: str, raw: dict[str, Any], path: Path, faults: Faults) -> Condition:
    subject = _word(raw["version_of"], (*path, "version_of"), faults)
    operator, value = _one_test(raw, VERSION_OPERATORS, path, faults)
    if operator == "support" and value not in ("supported", "ended"):
        faults.append(
            (
                (*path, operator),
                Fault("bad-value", "`support` is supported or ended", nearest(value, ("supported", "ended"))),
            )
        )
    return Leaf("version_of", subject, operator, _frozen(value, False, (*path, operator), faults), path=path)


def _slot(_: str, raw: dict[str, Any], path: Path, faults: Faults) -> Condition:
    subject = _word(raw["slot"], (*path, "slot"), faults)
    if set(raw) == {"slot", "picks"}:
        return Leaf("picks", subject, about=_word(raw["picks"], (*path, "picks"), faults), path=path)
    if set(raw) == {"slot", "product", "verdict"}:
        verdicts = raw["verdict"] if isinstance(raw["verdict"], list) else [raw["verdict"]]
        product = _word(raw["product"], (*path, "product"), faults)
        value = _frozen(verdicts, True, (*path, "verdict"), faults)
        return Leaf("verdict", subject, "in", value, about=product, path=path)
    message = "a test on a slot is `slot` with `picks`, or `slot` with `product` and `verdict`"
    faults.append((path, Fault("bad-condition", message)))
    return All(())


def _attribute(_: str, raw: dict[str, Any], path: Path, faults: Faults) -> Condition:
    subject = _word(raw["product"], (*path, "product"), faults)
    attribute = raw.get("attribute")
    if not isinstance(attribute, str) or attribute not in ATTRIBUTES:
        hint = nearest(attribute, ATTRIBUTES) or f"one of {listed(ATTRIBUTES)}"
        faults.append(((*path, "attribute"), Fault("unknown-attribute", f"no attribute {attribute!r}", hint)))
        return All(())
    tests = {key: value for key, value in raw.items() if key != "attribute"}
    operator, value = _one_test(tests, ATTRIBUTE_OPERATORS, path, faults)
    for wanted in value if isinstance(value, list) else [value]:
        if not ATTRIBUTES[attribute]:  # which there are, another file says
            _word(wanted, (*path, operator), faults if operator != "holds" else [])
        elif operator != "holds" and wanted not in ATTRIBUTES[attribute]:
            hint = nearest(wanted, map(str, ATTRIBUTES[attribute])) or f"one of {listed(ATTRIBUTES[attribute])}"
            faults.append(((*path, operator), Fault("bad-value", f"`{attribute}` is never {wanted!r}", hint)))
    frozen = _frozen(value, operator == "in", (*path, operator), faults)
    return Leaf("attribute", subject, operator, frozen, about=attribute, path=path)


def _day(kind: str, raw: dict[str, Any], path: Path, faults: Faults) -> Condition:
    if not _is_day(raw[kind]):
        faults.append(((*path, kind), Fault("wrong-type", f"`{kind}` takes a day, as 2026-04-01")))
        return All(())
    return Leaf(cast(LeafKind, kind), "date", value=raw[kind], path=path)


def _edition(kind: str, raw: dict[str, Any], path: Path, faults: Faults) -> Condition:
    names = raw[kind] if isinstance(raw[kind], list) and kind == "edition" else [raw[kind]]
    for name in names:
        if not isinstance(name, str):
            faults.append(((*path, kind), Fault("wrong-type", "an edition is written in quotes", f'write "{name}"')))
            return All(())
    return Leaf(cast(LeafKind, kind), "edition", value=tuple(names), path=path)


_LEAF_PARSERS: Mapping[str, Callable[[str, dict[str, Any], Path, Faults], Condition]] = {
    "question": _question,
    "version_of": _version,
    "slot": _slot,
    "product": _attribute,
    "on_or_after": _day,
    "before": _day,
    "edition": _edition,
    "edition_from": _edition,
    "edition_until": _edition,
}


def _one_test(raw: dict[str, Any], operators: tuple[str, ...], path: Path, faults: Faults) -> tuple[str, Any]:
    present = [key for key in raw if key in operators]
    if len(present) == 1:
        return present[0], raw[present[0]]
    said = "no test" if not present else f"{len(present)} tests ({', '.join(present)})"
    hint = f"one of {listed(operators, 12)}" if not present else "write one condition for each"
    faults.append((path, Fault("bad-condition", f"{said} on {next(iter(raw.values()))!r}", hint)))
    return "holds", None


def _frozen(value: Any, wants_list: bool, path: Path, faults: Faults) -> Value:
    if wants_list:
        if not isinstance(value, list) or not value:
            faults.append((path, Fault("wrong-type", "a list of one or more values belongs here")))
            return ()
        return tuple(value)
    if isinstance(value, (list, dict)):
        faults.append(
            (
                path,
                Fault("wrong-type", f"a single value belongs here, not {_kind(value)}", "for several values use `in`"),
            )
        )
        return None
    return cast(Value, value)


def _word(value: Any, path: Path, faults: Faults) -> str:
    if isinstance(value, str) and value:
        return value
    faults.append((path, Fault("wrong-type", f"a name belongs here, not {_kind(value)}")))
    return ""


def _is_day(value: Any) -> bool:
    return isinstance(value, date)


def _kind(value: Any) -> str:
    names = {dict: "a mapping", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number" if isinstance(value, (int, float)) else "a date")


# --- conclusions ----------------------------------------------------------------------------------------------


def parse_conclusion(raw: Any, path: Path, faults: Faults) -> tuple[Conclusion, ...]:
    """One entry of `then`; a list of products gives one conclusion each."""
    if not isinstance(raw, dict):
        faults.append((path, Fault("bad-conclusion", f"a conclusion is a mapping, not {_kind(raw)}")))
        return ()
    kinds = [key for key in raw if key in CONCLUSIONS]
    if len(kinds) != 1:
        key = next(iter(raw), "")
        message = f"{key!r} is no kind of conclusion" if not kinds else f"{' and '.join(kinds)} in one conclusion"
        hint = (
            "write one conclusion for each"
            if kinds
            else nearest(key, CONCLUSIONS) or f"one of {listed(CONCLUSIONS, 12)}"
        )
        faults.append(((*path, key), Fault("bad-conclusion", message, hint)))
        return ()
    kind = kinds[0]
    for key in raw:
        if key != kind and key not in CONCLUSION_OPTIONS[kind]:
            allowed = CONCLUSION_OPTIONS[kind]
            remedy = nearest(key, allowed) or (f"allowed here: {listed(allowed)}" if allowed else None)
            faults.append(((*path, key), Fault("unknown-field", f"{key!r} does not go with `{kind}`", remedy)))
    return _conclusions(kind, raw, path, faults)


def _conclusions(kind: str, raw: dict[str, Any], path: Path, faults: Faults) -> tuple[Conclusion, ...]:
    subjects = raw[kind] if isinstance(raw[kind], list) and raw[kind] else [raw[kind]]
    if kind == "warn" and raw.get("kind") not in WARNING_KINDS:
        hint = nearest(raw.get("kind"), WARNING_KINDS) or f"one of {listed(WARNING_KINDS)}"
        faults.append(((*path, "kind"), Fault("bad-value", f"`warn` needs a kind, not {raw.get('kind')!r}", hint)))
    if kind == "migrate" and not raw.get("to"):
        faults.append((path, Fault("missing-field", "`migrate` needs a `to`", "name where to, as `to: [gateway-api]`")))
    if kind == "advise":
        _check_advice(subjects, (*path, kind), faults)
    if kind in _RELATION_FIELDS:
        _check_relation(kind, raw, path, faults)
    named_slot = _word(raw["slot"], (*path, "slot"), faults) if "slot" in raw else None
    return tuple(
        Conclusion(
            kind=kind,
            subject=_word(subject, (*path, kind), faults),
            slot=named_slot,
            to=_names(raw.get("to", []), (*path, "to"), faults),
            through=_names(raw.get("with", []), (*path, "with"), faults),
            by=_moment(raw.get("by"), (*path, "by"), faults),
            warning=raw.get("kind"),
            date=_moment(raw.get("date"), (*path, "date"), faults),
            relation=raw.get("as"),
            after=_names(raw.get("after", []), (*path, "after"), faults),
            path=path,
        )
        for subject in subjects
    )


def _check_advice(subjects: list[Any], path: Path, faults: Faults) -> None:
    for subject in subjects:
        if subject not in ADVICE:
            hint = nearest(subject, ADVICE) or f"one of {listed(ADVICE)}"
            faults.append((path, Fault("bad-value", f"no advice is about {subject!r}", hint)))


# The conclusions about several products, and what each must say beside its subject.
_RELATION_FIELDS: Mapping[str, tuple[str, str]] = {
    "connect": ("to", "name with what, as `to: [kafka]`"),
    "install": ("after", "name what comes first, as `after: [prometheus-operator]`"),
}


def _check_relation(kind: str, raw: dict[str, Any], path: Path, faults: Faults) -> None:
    field, hint = _RELATION_FIELDS[kind]
    if not raw.get(field):
        faults.append((path, Fault("missing-field", f"`{kind}` needs `{field}`", hint)))
    if kind == "connect" and raw.get("as") not in RELATIONS:
        remedy = nearest(raw.get("as"), RELATIONS) or f"one of {listed(RELATIONS)}"
        faults.append(((*path, "as"), Fault("bad-value", f"`connect` needs `as`, not {raw.get('as')!r}", remedy)))


def _names(raw: Any, path: Path, faults: Faults) -> tuple[str, ...]:
    return tuple(_word(name, path, faults) for name in (raw if isinstance(raw, list) else [raw]))


def _moment(raw: Any, path: Path, faults: Faults) -> Any:
    if raw is None or raw == "end-of-life" or _is_day(raw):
        return raw
    faults.append((path, Fault("wrong-type", "a day, as 2026-03-31, or end-of-life belongs here")))
    return None
