"""What scripts call: charts that Helm installs, manifests that kubectl applies, and tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile

from engine.detection.images import image_seen, images_in_settings
from engine.detection.readers import manifests
from engine.detection.readers.charts import address_of, chart_seen
from engine.detection.readers.helmfile import beside
from engine.detection.readers.sources import source_of, source_seen
from engine.detection.shell import Command, can_parse, commands
from engine.detection.sightings import Address, Reading, Seen, Values
from engine.detection.templates import FILLED, is_filled
from engine.detection.tree import Map, Scalar, yaml_documents
from engine.told import told

REPOSITORY = "helm-repository"
_ADDRESSES = ("https://", "http://", "oci://")
# Options that take no word. Helm has fewer of these than of the others, and so has kubectl.
_HELM_SWITCHES = frozenset(
    (
        *("--install", "-i", "--wait", "--atomic", "--create-namespace", "--debug", "--dry-run", "--force", "--devel"),
        *("--reuse-values", "--reset-values", "--reset-then-reuse-values", "--dependency-update", "--skip-crds"),
        *("--cleanup-on-fail", "--generate-name", "-g", "--no-hooks", "--verify", "--wait-for-jobs", "--replace"),
        *("--render-subchart-notes", "--insecure-skip-tls-verify", "--pass-credentials", "--plain-http"),
        *("--take-ownership", "--hide-notes", "--disable-openapi-validation", "--include-crds", "--force-update"),
        *("--no-update", "--rollback-on-failure", "--server-side", "--hide-secret", "--skip-schema-validation"),
    )
)
_DOCKER_SWITCHES = frozenset(
    ("--rm", "-d", "--detach", "-i", "-t", "-it", "-ti", "-dit", "-itd", "--interactive", "--tty", "--privileged", "-P")
)
_NAMED = frozenset({"-g", "--generate-name", "--name", "-name", "-n"})
_FILES = ("-f", "--filename", "-k", "--kustomize")
_APPLIES = frozenset({"apply", "create", "replace"})
_MOST_WORDS = 6
_MOST_SHOWN = 4
_NO_PARSER = told(
    "not read: the package tree-sitter-bash is not installed",
    "읽지 못함: tree-sitter-bash 패키지가 설치되어 있지 않습니다",
)


def read_script(reading: Reading) -> Iterator[Seen]:
    yield from commands_seen(reading, reading.file.text)


def commands_seen(
    reading: Reading,
    text: str,
    first: int = 1,
    known: Mapping[str, str] | None = None,
    *,
    idle: bool = False,
) -> Iterator[Seen]:
    """`idle`: what they install is there for a moment only."""
    if not can_parse():
        yield reading.remark(first, "no-parser", _NO_PARSER, "warning")
        return
    for command in commands(text, first, known):
        yield from _tool(reading, command, idle)
        read = _PROGRAMS.get(command.words[0])
        if read:
            yield from read(reading, command, idle)


def _tool(reading: Reading, command: Command, idle: bool) -> Iterator[Seen]:
    """The command without its options, as `argocd app sync shop`."""
    words = [word for word in command.words[1:] if _is_plain(word)]
    name = " ".join((command.words[0], *words[:_MOST_WORDS]))
    called = " ".join((command.words[0], *takewhile(_is_plain, command.words[1:_MOST_SHOWN])))
    said = told(f"command {called}", f"명령 {called}")
    yield reading.see("commands", name, command.line, told=said, tell=False, idle=idle)


def _is_plain(word: str) -> bool:
    return not word.startswith("-") and FILLED not in word


# --- Helm -----------------------------------------------------------------------------------------------------


def _helm(reading: Reading, command: Command, idle: bool) -> Iterator[Seen]:
    words, options = _parted(command.words[1:], _HELM_SWITCHES)
    match words:
        case ["repo", "add", name, address, *_] if FILLED not in name and not is_filled(address):
            yield Address(REPOSITORY, name, address, reading.path)
        case ["install" | "upgrade" | "template" as verb, _, chart, *_]:
            yield from _installed(reading, command, chart, options, idle or verb == "template")
        # Helm 2, and who lets Helm make the name, give the chart alone.
        case ["install" | "upgrade", chart] if _NAMED & options.keys():
            yield from _installed(reading, command, chart, options, idle)


def _installed(
    reading: Reading, command: Command, chart: str, options: Mapping[str, list[str]], idle: bool
) -> Iterator[Seen]:
    idle = idle or "--dry-run" in options
    repository = next(iter(options.get("--repo", ())), None)
    version = next((one for one in options.get("--version", ()) if FILLED not in one), None)
    written = Scalar(chart, command.line)
    values = _values(reading, options)
    charts = list(chart_named(reading, written, repository, version, values, idle=idle))
    yield from charts
    yield from images_in_settings(reading, values.settings, command.line, idle=idle)
    if not charts:  # a folder, or what nobody knows: a release all the same
        said = f"helm {command.words[1]}"
        yield reading.see("formats", "helm-release", command.line, told=said, tell=False, idle=idle)


def chart_named(
    reading: Reading, chart: Scalar, repository: str | None, version: str | None, values: Values, *, idle: bool = False
) -> Iterator[Seen]:
    """A chart as Helm takes it: an address, `alias/name`, a name in a repository, or a folder, which is none."""
    alias, slash, rest = chart.partition("/")
    whole = bool(repository) or chart.startswith(_ADDRESSES)
    if chart.startswith((".", "/")) or FILLED in (rest if slash and not whole else chart) or not (whole or slash):
        return
    source = None if whole or FILLED in alias else (REPOSITORY, alias)
    name = chart if whole else Scalar(rest, chart.line)
    found = chart_seen(reading, name, address_of(repository), version, values)
    yield from manifests.marked(found, source=source, idle=idle)


def _values(reading: Reading, options: Mapping[str, list[str]]) -> Values:
    """Files are named from where the script is called: its own folder, or the root."""
    named = [name for option in ("-f", "--values") for name in options.get(option, ()) if FILLED not in name]
    files = [path for name in named for path in dict.fromkeys((beside(reading.path, name), beside("", name)))]
    pairs = [pair for option in ("--set", "--set-string") for one in options.get(option, ()) for pair in one.split(",")]
    settings = {name: value for name, mark, value in (pair.partition("=") for pair in pairs) if mark}
    return Values(files=tuple(files), settings=settings)


def _parted(words: Sequence[str], switches: frozenset[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Words that stand for themselves, and options with the words that they take."""
    plain: list[str] = []
    options: dict[str, list[str]] = {}
    waiting = list(reversed(words))
    while waiting:
        word = waiting.pop()
        name, mark, value = word.partition("=")
        if not word.startswith("-") or word == "-":
            plain.append(word)
        elif mark:
            options.setdefault(name, []).append(value)
        elif word in switches or not waiting:
            options.setdefault(word, [])
        else:
            options.setdefault(word, []).append(waiting.pop())
    return plain, options


# --- kubectl and Docker ---------------------------------------------------------------------------------------


def _kubectl(reading: Reading, command: Command, idle: bool) -> Iterator[Seen]:
    words = command.words[1:]
    if _APPLIES.isdisjoint(words):
        return
    for option, given in zip(words, (*words[1:], ""), strict=True):
        name, mark, value = option.partition("=")
        if name in _FILES and not is_filled(value or given) and FILLED not in (value or given):
            for address in (value if mark else given).split(","):
                yield from manifests.marked(fetched(reading, address, command.line), idle=idle, tell=True)
    if "apiVersion" in command.given:
        trees = yaml_documents(command.given, command.given_line)
        for tree in (one for one in trees if isinstance(one, Map)):
            yield from manifests.marked(manifests.read_objects(reading, tree), idle=idle)


def fetched(reading: Reading, address: str, line: int) -> Iterator[Seen]:
    """What is applied from elsewhere: a public repository, or a page of the maker."""
    if source_of(address):
        yield from source_seen(reading, address, line)
    elif address.startswith(("https://", "http://")):
        yield reading.see("repositories", address.partition("://")[2].partition("?")[0], line, told=address)


def _docker(reading: Reading, command: Command, _: bool) -> Iterator[Seen]:
    """`docker run image`: it is called for a moment, or kept running on a machine: nobody knows."""
    words, _options = _parted(command.words[1:], _DOCKER_SWITCHES)
    if words[:1] == ["run"] and words[1:] and FILLED not in words[1]:
        yield from image_seen(reading, words[1], command.line, idle=True, tell=False)


_PROGRAMS: Mapping[str, Callable[[Reading, Command, bool], Iterator[Seen]]] = {
    "helm": _helm,
    "helm3": _helm,
    "kubectl": _kubectl,
    "oc": _kubectl,
    "docker": _docker,
    "podman": _docker,
}
