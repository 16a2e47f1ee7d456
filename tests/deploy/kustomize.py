"""As much of Kustomize as deploy/ uses, for tests where the program is not: another field is an error.

Held against the program itself (5.7) when it was written: on every kustomization of deploy/ the two render the same.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

Manifest = dict[str, Any]

_KNOWN = {"apiVersion", "kind", "namespace", "resources", "components", "patches", "images"}


def rendered(directory: Path) -> list[Manifest]:
    """What `kubectl kustomize DIRECTORY` prints, in the order of the resources."""
    return render(yaml.safe_load((directory / "kustomization.yaml").read_text(encoding="utf-8")), directory)


def render(kustomization: Mapping[str, Any], directory: Path) -> list[Manifest]:
    unknown = kustomization.keys() - _KNOWN
    assert not unknown, f"{directory}: {unknown} is not known here"
    found = [manifest for name in kustomization.get("resources", ()) for manifest in _resources(directory / name)]
    for name in kustomization.get("components", ()):
        found += rendered((directory / name).resolve())
    for patch in kustomization.get("patches", ()):
        text = patch["patch"] if "patch" in patch else (directory / patch["path"]).read_text(encoding="utf-8")
        found = _patched(found, yaml.safe_load(text), patch.get("target"))
    for image in kustomization.get("images", ()):
        _rename(found, image)
    for manifest in found:
        if "namespace" in kustomization:
            member = "name" if manifest["kind"] == "Namespace" else "namespace"
            manifest["metadata"][member] = kustomization["namespace"]
    return found


def _resources(path: Path) -> Iterator[Manifest]:
    if path.is_dir():
        yield from rendered(path.resolve())
    else:
        yield from yaml.safe_load_all(path.read_text(encoding="utf-8"))


def _patched(manifests: list[Manifest], patch: Any, target: Mapping[str, str] | None) -> list[Manifest]:
    if isinstance(patch, list):
        assert target is not None
        aimed_at = [
            one for one in manifests if (one["kind"], one["metadata"]["name"]) == (target["kind"], target["name"])
        ]
        assert aimed_at, target
        for manifest in aimed_at:
            for operation in patch:
                _operate(manifest, copy.deepcopy(operation))
        return manifests
    same = [one for one in manifests if _identity(one) == _identity(patch)]
    assert len(same) == 1, _identity(patch)
    if patch.get("$patch") == "delete":
        return [one for one in manifests if one is not same[0]]
    _merge(same[0], patch)
    return manifests


def _identity(manifest: Mapping[str, Any]) -> tuple[str, str, str]:
    return manifest["apiVersion"], manifest["kind"], manifest["metadata"]["name"]


def _merge(into: Manifest, patch: Mapping[str, Any]) -> None:
    """Mappings alone: how lists are merged depends on the field."""
    for key, value in patch.items():
        assert not isinstance(value, list), f"{key}: patch lists by operations"
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _operate(manifest: Manifest, operation: Mapping[str, Any]) -> None:
    """One operation of JSON Patch (RFC 6902)."""
    *steps, last = (step.replace("~1", "/").replace("~0", "~") for step in operation["path"].split("/")[1:])
    at: Any = manifest
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at[step]
    key: Any = int(last) if isinstance(at, list) and last != "-" else last
    match operation["op"]:
        case "test":
            assert at[key] == operation["value"], operation
        case "remove":
            del at[key]
        case "replace":
            assert key in at if isinstance(at, dict) else key < len(at)
            at[key] = operation["value"]
        case "add" if last == "-":
            at.append(operation["value"])
        case "add" if isinstance(at, dict):
            at[key] = operation["value"]
        case _:
            raise AssertionError(f"{operation} is not known here")


def _rename(manifests: list[Manifest], image: Mapping[str, str]) -> None:
    for manifest in manifests:
        for container in manifest.get("spec", {}).get("template", {}).get("spec", {}).get("containers", ()):
            if container["image"].partition(":")[0] == image["name"]:
                container["image"] = f"{image.get('newName', image['name'])}:{image['newTag']}"
