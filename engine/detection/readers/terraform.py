"""Terraform and OpenTofu: resources, providers and modules, and the charts that `helm_release` installs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from engine.detection.images import images_in_settings
from engine.detection.readers import hcl
from engine.detection.readers.charts import address_of, chart_seen
from engine.detection.readers.helmfile import beside
from engine.detection.readers.values import values_seen
from engine.detection.sightings import CHART, CLUSTER, Reading, Seen, Setting, Values
from engine.detection.templates import is_filled
from engine.detection.tree import Map, yaml_documents
from engine.told import told

if TYPE_CHECKING:
    from tree_sitter import Node

_RELEASE = "helm_release"
# What a resource is one sort of, and the argument that has the version of that sort.
_SORTS = {"addon_name": "addon_version", "engine": "engine_version"}
# How much each place says of a variable: who calls the module knows best.
_DEFAULT, _FILE, _CALLER = 0, 1, 2
# Arguments of a module that Terraform reads itself.
_META = ("source", "version", "count", "for_each", "providers", "depends_on")
_NO_PARSER = told(
    "not read: the package tree-sitter-hcl is not installed",
    "읽지 못함: tree-sitter-hcl 패키지가 설치되어 있지 않습니다",
)
_NOT_HCL = told("read in part: this is not all HCL", "일부만 읽음: HCL이 아닌 부분이 있습니다")
COMPUTED = told("not read: a chart whose name is put together", "읽지 않음: 차트 이름이 식으로 정해집니다")


def read_terraform(reading: Reading) -> Iterator[Seen]:
    parser = hcl.hcl_parser()
    if parser is None:
        yield reading.remark(1, "no-parser", _NO_PARSER, "warning")
        return
    root = parser.parse(reading.file.text.encode(errors="replace")).root_node
    if reading.path.endswith(".tfvars"):
        for name, node in hcl.attributes(root).items():
            yield from _set(reading, f"var.{name}", node, _FILE)
        return
    yield reading.see("formats", "terraform", 1, told=told("Terraform code", "Terraform 코드"), tell=False)
    if root.has_error:
        yield reading.remark(_first_error(root), "not-hcl", _NOT_HCL, "warning")
    for block in hcl.blocks(root):
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
    kind, *labels = hcl.header(block)
    if kind in ("resource", "data") and labels:
        yield from _resource(reading, block, kind, labels[0])
    elif kind == "module":
        yield from _module(reading, block)
    elif kind == "provider" and labels:
        # The lock file names providers in full. One that is named in short is HashiCorp's, unless it is said.
        name = labels[0] if "/" in labels[0] else f"hashicorp/{labels[0]}"
        version = hcl.text(hcl.attributes(block).get("version"))
        yield from _provider(reading, name, block.start_point[0] + 1, version)
    elif kind == "terraform":
        yield from _required(reading, block)
    elif kind == "variable" and labels:
        yield from _set(reading, f"var.{labels[0]}", hcl.attributes(block).get("default"), _DEFAULT)
    elif kind == "locals":
        for name, node in hcl.attributes(block).items():
            yield from _set(reading, f"local.{name}", node, _DEFAULT)


def _set(reading: Reading, name: str, node: Node | None, rank: int, folder: str | None = None) -> Iterator[Setting]:
    """What others refer to as `var.name`, and as `var.name.member` where it is an object that is written out."""
    here = reading.path.rpartition("/")[0] if folder is None else folder
    for below, value in hcl.written_out(node):
        yield Setting(".".join((name, *below)), value, here, reading.path, rank)


# --- resources and modules ------------------------------------------------------------------------------------


def _resource(reading: Reading, block: Node, kind: str, type_: str) -> Iterator[Seen]:
    line = block.start_point[0] + 1
    given = hcl.attributes(block)
    refers = _enabled(given)
    yield reading.see("terraform_resources", type_, line, told=f"{kind} {type_}", tell=False, refers=refers)
    if type_ == _RELEASE and kind == "resource":
        yield from _release(reading, block, given)
        return
    yield from _versions(reading, type_, given)
    for argument, version in _SORTS.items():
        sort = hcl.text(given.get(argument))
        if sort and kind == "resource":
            written, more = _referred(given, version=version)
            told = f"{type_} {argument} {sort}"
            yield reading.see(
                *("terraform_sorts", f"{type_}.{argument}={sort}", sort.line),
                **(written | {"told": told, "tell": False, "refers": (*more, *refers)}),
            )


def _module(reading: Reading, block: Node) -> Iterator[Seen]:
    arguments = hcl.attributes(block)
    source = hcl.text(arguments.get("source"))
    if not source:
        return
    if source.startswith("."):
        folder = beside(reading.path, source)
        for name, node in arguments.items():
            if name not in _META:
                yield from _set(reading, f"var.{name}", node, _CALLER, folder)
        return
    name = source.partition("?")[0].lower()
    given = {name: text for name, node in arguments.items() if (text := hcl.plain(node)) is not None}
    for argument, node in arguments.items():
        given.update((f"{argument}.{key}", "true") for key, _ in hcl.members(node))
    yield reading.see(
        "terraform_modules",
        name,
        block.start_point[0] + 1,
        values=Values(settings=given),
        told=f"module {source}",
        tell=False,
        refers=_enabled(arguments),
    )
    yield from _versions(reading, name, arguments)


def _versions(reading: Reading, of: str, given: dict[str, Node]) -> Iterator[Seen]:
    """Arguments that set a version: which of them is that of a cluster, fingerprints know."""
    for argument, node in given.items():
        if argument.endswith("version") and (argument != "version" or "/" not in of):
            written, refers = _referred(given, version=argument)
            line = node.start_point[0] + 1
            told = f"{of} {argument} {hcl.source(node).strip(chr(34))}"
            more = {"told": told, "tell": False, "refers": (*refers, *_enabled(given))}
            yield reading.see(CLUSTER, f"{of}.{argument}", line, **(written | more))


def _enabled(given: dict[str, Node]) -> tuple[tuple[str, str], ...]:
    """`count = var.enabled ? 1 : 0` and the like."""
    name = next((found for key in ("count", "for_each") if (found := hcl.condition(given.get(key)))), None)
    return (("enabled", name),) if name else ()


def _referred(given: dict[str, Node], **fields: str) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """Texts of arguments, by the field that each is for, and what the others refer to."""
    written = {field: text for field, name in fields.items() if (text := hcl.plain(given.get(name))) is not None}
    written = {field: text for field, text in written.items() if text and not is_filled(text)}
    nodes = {field: given.get(name) for field, name in fields.items() if field not in written}
    return written, tuple((field, name) for field, node in nodes.items() if (name := hcl.reference(node)))


def _provider(reading: Reading, written: str, line: int, version: str | None) -> Iterator[Seen]:
    """`registry.terraform.io/hashicorp/aws` or `hashicorp/aws`. The registry tells who fetched it."""
    name = "/".join(written.split("/")[-2:]).lower()
    for one in dict.fromkeys((name, written.lower())):
        yield reading.see("terraform_providers", one, line, version=version, told=f"provider {written}", tell=False)


def _required(reading: Reading, block: Node) -> Iterator[Seen]:
    for inside in hcl.inner(block, "required_providers"):
        for node in hcl.attributes(inside).values():
            sources = (hcl.text(value) for key, value in hcl.members(node) if key == "source")
            source = next((text for text in sources if text), None)
            if source:
                yield from _provider(reading, source, node.start_point[0] + 1, None)


# --- charts ---------------------------------------------------------------------------------------------------


def _release(reading: Reading, block: Node, given: dict[str, Node]) -> Iterator[Seen]:
    line = block.start_point[0] + 1
    written, refers = _referred(given, name="chart", repository="repository", version="version")
    refers = (*refers, *_enabled(given))
    chart = hcl.text(given.get("chart"))
    settings = dict(_settings(block, given))
    trees = tuple(_value_trees(given.get("values")))
    values = Values(trees=trees, settings=settings)
    if chart and not is_filled(chart):
        found = chart_seen(reading, chart, written.get("repository"), written.get("version"), values, refers=refers)
        yield from found
    elif any(field == "name" for field, _ in refers):
        repository = address_of(written.get("repository"))
        version = written.get("version")
        yield reading.see(CHART, "", line, repository=repository, version=version, values=values, refers=refers)
        yield reading.see("formats", "helm-release", line, told=told("a chart", "차트"), tell=False)
    else:
        yield reading.remark(line, "computed", COMPUTED)
        return
    for tree in trees:
        yield from values_seen(reading, tree)
    yield from images_in_settings(reading, settings, line)


def _settings(block: Node, given: dict[str, Node]) -> Iterator[tuple[str, str]]:
    """`set` as blocks, or as a list of objects (from version 3 of the provider on)."""
    pairs = [hcl.attributes(one) for one in hcl.inner(block, "set")]
    pairs += [dict(hcl.members(node)) for node in hcl.below(given.get("set"), "object")]
    for pair in pairs:
        name, value = hcl.text(pair.get("name")), hcl.plain(pair.get("value"))
        if name and value is not None:
            yield str(name), value


def _value_trees(node: Node | None) -> Iterator[Map]:
    """YAML that is written out in the values, as far as templates let it be read."""
    for heredoc in hcl.below(node, "heredoc_template"):
        text = "".join(hcl.source(part) for part in heredoc.children if part.type == "template_literal")
        first = next(yaml_documents(text, heredoc.start_point[0] + 2), None)
        if type(first) is Map:
            yield first
    for call in hcl.below(node, "function_call"):
        if hcl.source(call.children[0]) == "yamlencode":
            tree = hcl.tree(next(hcl.below(call, "object"), None))
            if type(tree) is Map:
                yield tree
