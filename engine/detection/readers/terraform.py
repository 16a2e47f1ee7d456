"""Terraform and OpenTofu: resources, providers and modules, and the charts that `helm_release` installs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from engine.detection.readers.charts import chart_seen
from engine.detection.readers.values import values_seen
from engine.detection.sightings import Reading, Seen, Values
from engine.detection.templates import is_filled
from engine.detection.tree import Map, Scalar, yaml_documents
from engine.told import told

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_RELEASE = "helm_release"
_NO_PARSER = told(
    "not read: the package tree-sitter-hcl is not installed",
    "읽지 못함: tree-sitter-hcl 패키지가 설치되어 있지 않습니다",
)

_NOT_HCL = told("read in part: this is not all HCL", "일부만 읽음: HCL이 아닌 부분이 있습니다")
_COMPUTED = told("not read: a chart whose name is put together", "읽지 않음: 차트 이름이 식으로 정해집니다")


@cache
def _parser() -> Parser | None:
    """None where there is no build of the parser for this machine."""
    try:
        import tree_sitter  # noqa: PLC0415  # it takes time, and most trees have no such file
        import tree_sitter_hcl  # noqa: PLC0415
    except ImportError:
        return None
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


def read_terraform(reading: Reading) -> Iterator[Seen]:
    parser = _parser()
    if parser is None:
        yield reading.remark(1, "no-parser", _NO_PARSER, "warning")
        return
    root = parser.parse(reading.file.text.encode(errors="replace")).root_node
    yield reading.see("formats", "terraform", 1, told=told("Terraform code", "Terraform 코드"), tell=False)
    if root.has_error:
        yield reading.remark(_first_error(root), "not-hcl", _NOT_HCL, "warning")
    for block in _blocks(root):
        yield from _block(reading, block)


def _first_error(root: Node) -> int:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            return node.start_point[0] + 1
        waiting.extend(child for child in reversed(node.children) if child.has_error or child.is_missing)
    return 1


def _block(reading: Reading, block: Node) -> Iterator[Seen]:
    kind, *labels = _header(block)
    line = block.start_point[0] + 1
    if kind in ("resource", "data") and labels:
        yield reading.see("terraform_resources", labels[0], line, told=f"{kind} {labels[0]}", tell=False)
        if labels[0] == _RELEASE and kind == "resource":
            yield from _release(reading, block)
    elif kind == "module":
        attributes = _attributes(block)
        source = _text(attributes.get("source"))
        if source and not source.startswith("."):
            given = {name: text for name, node in attributes.items() if (text := _plain(node)) is not None}
            yield reading.see(
                "terraform_modules",
                source.partition("?")[0].lower(),
                line,
                values=Values(settings=given),
                told=f"module {source}",
                tell=False,
            )
    elif kind == "provider" and labels:
        # The lock file names providers in full. One that is named in short is HashiCorp's, unless it is said.
        name = labels[0] if "/" in labels[0] else f"hashicorp/{labels[0]}"
        yield from _provider(reading, name, line, _text(_attributes(block).get("version")))
    elif kind == "terraform":
        yield from _required(reading, block)


def _provider(reading: Reading, written: str, line: int, version: str | None) -> Iterator[Seen]:
    """`registry.terraform.io/hashicorp/aws` or `hashicorp/aws`. The registry tells who fetched it."""
    name = "/".join(written.split("/")[-2:]).lower()
    for one in dict.fromkeys((name, written.lower())):
        yield reading.see("terraform_providers", one, line, version=version, told=f"provider {written}", tell=False)


def _required(reading: Reading, block: Node) -> Iterator[Seen]:
    for inside in _inner(block, "required_providers"):
        for node in _attributes(inside).values():
            source = next((text for key, value in _members(node) if key == "source" and (text := _text(value))), None)
            if source:
                yield from _provider(reading, source, node.start_point[0] + 1, None)


def _release(reading: Reading, block: Node) -> Iterator[Seen]:
    attributes = _attributes(block)
    chart = _text(attributes.get("chart"))
    if not chart or is_filled(chart):
        yield reading.remark(block.start_point[0] + 1, "computed", _COMPUTED)
        return
    settings = dict(_settings(block, attributes))
    trees = tuple(_value_trees(attributes.get("values")))
    repository, version = _text(attributes.get("repository")), _text(attributes.get("version"))
    if repository and is_filled(repository):
        repository = None
    if version and is_filled(version):
        version = None
    yield from chart_seen(reading, chart, repository, version, Values(trees=trees, settings=settings))
    for tree in trees:
        yield from values_seen(reading, tree)


def _settings(block: Node, attributes: dict[str, Node]) -> Iterator[tuple[str, str]]:
    """`set` as blocks, or as a list of objects (from version 3 of the provider on)."""
    for one in _inner(block, "set"):
        given = _attributes(one)
        name, value = _text(given.get("name")), _plain(given.get("value"))
        if name and value is not None:
            yield str(name), value
    for node in _below(attributes.get("set"), "object"):
        members = dict(_members(node))
        name, value = _text(members.get("name")), _plain(members.get("value"))
        if name and value is not None:
            yield str(name), value


def _value_trees(node: Node | None) -> Iterator[Map]:
    """YAML that is written out in the values, as far as templates let it be read."""
    for heredoc in _below(node, "heredoc_template"):
        text = "".join(_source(part) for part in heredoc.children if part.type == "template_literal")
        first = next(yaml_documents(text, heredoc.start_point[0] + 2), None)
        if type(first) is Map:
            yield first
    for call in _below(node, "function_call"):
        if _source(call.children[0]) == "yamlencode":
            tree = _tree(next(_below(call, "object"), None))
            if type(tree) is Map:
                yield tree


def _tree(node: Node | None) -> Map | Scalar | None:
    """An object that is written out, as a tree; what is put together is left out of it."""
    literal = _only(node)
    if literal is None:
        return None
    if literal.type == "collection_value":
        literal = literal.named_children[0]
    if literal.type != "object":
        text = _plain(literal)
        return None if text is None else Scalar(text, literal.start_point[0] + 1)
    made = Map(literal.start_point[0] + 1)
    for key, value in _members(literal):
        inside = _tree(value)
        if inside is not None:
            made[key] = inside
            made.key_lines[key] = value.start_point[0] + 1
    return made


# --- the tree of HCL ------------------------------------------------------------------------------------------


def _source(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")


def _body(block: Node) -> Node | None:
    return next((child for child in block.children if child.type == "body"), None)


def _blocks(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.type == "body":
            yield from (inside for inside in child.children if inside.type == "block")


def _inner(block: Node, name: str) -> Iterator[Node]:
    return (inside for inside in _blocks(block) if next(iter(_header(inside)), "") == name)


def _header(block: Node) -> list[str]:
    """`resource "helm_release" "loki"` in parts."""
    parts = (child for child in block.children if child.type in ("identifier", "string_lit"))
    return [_source(part).strip('"') for part in parts] or [""]


def _attributes(block: Node) -> dict[str, Node]:
    """The expressions of a block by name."""
    body = _body(block)
    return {
        _source(one.children[0]): one.children[-1]
        for one in (body.children if body else ())
        if one.type == "attribute" and len(one.children) > 1
    }


def _members(node: Node | None) -> Iterator[tuple[str, Any]]:
    """The members of the first object in an expression."""
    for one in next(_below(node, "object"), node).children if node else ():
        if one.type == "object_elem" and len(one.children) > 1:
            yield _source(one.children[0]).strip('"'), one.children[-1]


def _below(node: Node | None, type_: str) -> Iterator[Node]:
    waiting = [node] if node else []
    while waiting:
        one = waiting.pop()
        if one.type == type_:
            yield one
        else:
            waiting.extend(reversed(one.children))


def _text(node: Node | None) -> Scalar | None:
    """A text that is written out, whatever templates are in it; None for any other expression."""
    literal = _only(node)
    if literal is None or literal.type not in ("string_lit", "quoted_template"):
        return None
    text = _source(literal).strip('"')
    return Scalar(text, literal.start_point[0] + 1, True) if text else None


def _plain(node: Node | None) -> str | None:
    """A text, number or truth value that is written out."""
    literal = _only(node)
    return None if literal is None or not literal.type.endswith(("_lit", "_template")) else _source(literal).strip('"')


def _only(node: Node | None) -> Node | None:
    """What an expression comes to, where it is one thing only."""
    while node is not None and node.type in ("expression", "literal_value", "template_expr"):
        named = node.named_children
        if len(named) != 1:
            return None
        node = named[0]
    return node
