"""The tree that tree-sitter makes of HCL: blocks, their attributes, and what an expression comes to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from engine.detection.tree import MAX_DEPTH, Map, Scalar

if TYPE_CHECKING:
    from tree_sitter import Node, Parser


@cache
def hcl_parser() -> Parser | None:
    """None where there is no build of the parser for this machine."""
    try:
        import tree_sitter  # noqa: PLC0415  # it takes time, and most trees have no such file
        import tree_sitter_hcl  # noqa: PLC0415
    except ImportError:
        return None
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


def source(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")


def _body(block: Node) -> Node | None:
    return next((child for child in block.children if child.type == "body"), None)


def blocks(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.type == "body":
            yield from (inside for inside in child.children if inside.type == "block")


def inner(block: Node, name: str) -> Iterator[Node]:
    return (inside for inside in blocks(block) if next(iter(header(inside)), "") == name)


def header(block: Node) -> list[str]:
    """`resource "helm_release" "loki"` in parts."""
    parts = (child for child in block.children if child.type in ("identifier", "string_lit"))
    return [source(part).strip('"') for part in parts] or [""]


def attributes(block: Node) -> dict[str, Node]:
    """The expressions of a block by name."""
    body = _body(block)
    return {
        source(one.children[0]): one.children[-1]
        for one in (body.children if body else ())
        if one.type == "attribute" and len(one.children) > 1
    }


def members(node: Node | None) -> Iterator[tuple[str, Any]]:
    """The members of the first object in an expression."""
    for one in next(below(node, "object"), node).children if node else ():
        if one.type == "object_elem" and len(one.children) > 1:
            yield source(one.children[0]).strip('"'), one.children[-1]


def below(node: Node | None, type_: str) -> Iterator[Node]:
    waiting = [node] if node else []
    while waiting:
        one = waiting.pop()
        if one.type == type_:
            yield one
        else:
            waiting.extend(reversed(one.children))


def text(node: Node | None) -> Scalar | None:
    """A text that is written out, whatever templates are in it; None for any other expression."""
    literal = only(node)
    if literal is None or literal.type not in ("string_lit", "quoted_template"):
        return None
    text = source(literal).strip('"')
    return Scalar(text, literal.start_point[0] + 1, True) if text else None


def plain(node: Node | None) -> str | None:
    """A text, number or truth value that is written out."""
    literal = only(node)
    return None if literal is None or not literal.type.endswith(("_lit", "_template")) else source(literal).strip('"')


def only(node: Node | None) -> Node | None:
    """What an expression comes to, where it is one thing only."""
    while node is not None and node.type in ("expression", "literal_value", "template_expr"):
        named = node.named_children
        if len(named) != 1:
            return None
        node = named[0]
    return node


def tree(node: Node | None, depth: int = 0) -> Map | Scalar | None:
    """An object that is written out, as a tree; what is put together, or is too deep, is left out of it."""
    literal = only(node)
    if literal is None or depth > MAX_DEPTH:
        return None
    if literal.type == "collection_value":
        literal = literal.named_children[0]
    if literal.type != "object":
        text = plain(literal)
        return None if text is None else Scalar(text, literal.start_point[0] + 1)
    made = Map(literal.start_point[0] + 1)
    for key, value in members(literal):
        inside = tree(value, depth + 1)
        if inside is not None:
            made[key] = inside
            made.key_lines[key] = value.start_point[0] + 1
    return made


# --- references -----------------------------------------------------------------------------------------------

_REFERENCE = re.compile(r"(?:var|local)(?:\.[A-Za-z_][\w-]*)+\Z")
_DEEPEST = 4
_NOTHING = ("0", "[]", "{}", "toset([])")


def reference(node: Node | None) -> str | None:
    """`var.name` or `local.name.member`, where an expression is no more than that."""
    text = source(node).strip() if node else ""
    if text.startswith('"${') and text.endswith('}"'):
        text = text[3:-2].strip()
    return text if _REFERENCE.match(text) else None


def condition(node: Node | None) -> str | None:
    """What decides, where an expression is one thing if it is true, and nothing if it is not."""
    found = next((child for child in node.children if child.type == "conditional"), None) if node else None
    parts = found.named_children if found else []
    empty = bool(parts[2:]) and "".join(source(parts[2]).split()) in _NOTHING
    return reference(parts[0]) if empty else None


def written_out(node: Node | None, below: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts and references in an expression, each with the keys that lead to it."""
    if node is None or len(below) > _DEEPEST:
        return
    value = plain(node)
    named = reference(node)
    if named or value:
        yield below, named or value or ""
    elif _is_object(node):
        for key, inside in members(node):
            yield from written_out(inside, (*below, key))


def _is_object(node: Node) -> bool:
    literal = only(node)
    if literal is not None and literal.type == "collection_value" and literal.named_children:
        literal = literal.named_children[0]
    return literal is not None and literal.type == "object"
