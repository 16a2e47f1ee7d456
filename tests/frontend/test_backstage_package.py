"""The Backstage plugin as an app installs it: what is in the archive, and that it compiles as the README says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.frontend.test_backstage import PLUGIN, npm
from tests.portolan.conftest import Run, environment, run

__all__ = ["environment", "npm", "run"]

EXAMPLES = PLUGIN / "examples"
README = (PLUGIN / "README.md").read_text()
_SECONDS = 240


@pytest.fixture(scope="module")
def app(npm: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An app that has the packed plugin among its packages, and the examples of the README as its code.

    It stands beside the plugin's own packages, which are those of Backstage that an app has.
    """
    into = tmp_path_factory.mktemp("packed")
    _run([npm, "run", "--silent", "package", "--", str(into)], PLUGIN)
    app = PLUGIN / "dist-app"
    shutil.rmtree(app, ignore_errors=True)
    package = app / "node_modules" / "@portolan" / "backstage-plugin"
    package.parent.mkdir(parents=True)
    (archive,) = into.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(app / "node_modules", filter="data")
    (app / "node_modules" / "package").rename(package)
    yield app
    shutil.rmtree(app)


@pytest.fixture(scope="module")
def package(app: Path) -> Path:
    return app / "node_modules" / "@portolan" / "backstage-plugin"


@pytest.fixture(scope="module")
def manifest(package: Path) -> dict[str, Any]:
    return json.loads((package / "package.json").read_text())


def test_the_archive_holds_what_an_app_needs_and_no_more(package: Path) -> None:
    assert {path.name for path in package.iterdir()} == {"dist", "config.d.ts", "LICENSE", "package.json", "README.md"}
    files = [path.name for path in (package / "dist").rglob("*") if path.is_file()]
    assert [name for name in files if not name.endswith((".js", ".d.ts"))] == []
    assert [name for name in files if ".test." in name or "fixture" in name] == []


def test_every_entry_leads_to_a_file(package: Path, manifest: dict[str, Any]) -> None:
    entries = manifest["exports"]
    named = {path for entry in entries.values() for path in (entry.values() if isinstance(entry, dict) else [entry])}
    named |= {manifest["main"], manifest["types"], manifest["configSchema"]}
    named |= {path for paths in manifest["typesVersions"]["*"].values() for path in paths}
    assert set(entries) == {".", "./legacy", "./package.json"}
    assert [path for path in named if not (package / path).is_file()] == []


def test_nothing_of_the_workshop_is_in_its_manifest(manifest: dict[str, Any]) -> None:
    assert {"scripts", "devDependencies", "overrides"}.isdisjoint(manifest)
    assert manifest["backstage"] == {
        "role": "frontend-plugin",
        "pluginId": "portolan",
        "pluginPackages": [manifest["name"]],
    }


def test_what_it_imports_it_depends_on(package: Path, manifest: dict[str, Any]) -> None:
    code = "\n".join(path.read_text() for path in (package / "dist").rglob("*.js"))
    imported = re.findall(r"""(?:from|import)\s*\(?["']((?:@[\w-]+/)?[\w-]+)""", code)
    assert set(imported) <= {*manifest["dependencies"], *manifest["peerDependencies"]}


def test_an_app_compiles_with_it_as_the_readme_says(app: Path) -> None:
    for example in EXAMPLES.glob("*.tsx"):
        shutil.copy(example, app)
    options = {
        "target": "ES2022",
        "lib": ["ES2022", "DOM", "DOM.Iterable"],
        "module": "ESNext",
        "moduleResolution": "bundler",
        "jsx": "react-jsx",
        "strict": True,
        "skipLibCheck": True,
        "noEmit": True,
        "types": [],
    }
    (app / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "include": ["*.tsx"]}))
    _run([str(PLUGIN / "node_modules" / ".bin" / "tsc"), "-p", "."], app)


@pytest.mark.parametrize("example", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_the_readme_shows_the_examples_as_they_are(example: Path) -> None:
    assert f"```{example.suffix.removeprefix('.')}\n{example.read_text()}```\n" in README


def test_the_settings_that_the_readme_names_are_those_of_the_plugin() -> None:
    settings = yaml.safe_load((EXAMPLES / "app-config.yaml").read_text())
    schema = (PLUGIN / "config.d.ts").read_text()
    assert all(f"{name}?: string" in schema for name in settings["portolan"])
    plugin = (PLUGIN / "src" / "plugin.tsx").read_text()
    (widget,) = _named(settings["app"]["extensions"], "page:home")["config"]["defaultConfig"]
    assert f"name: '{widget['component']}'" in plugin
    assert "entity-card:portolan/advice" in settings["app"]["extensions"]


def test_the_entity_that_the_readme_shows_gets_a_decision(run: Run) -> None:
    ran = run("recommend", str(EXAMPLES / "catalog-info.yaml"), "--format", "json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["slots"]


def _named(extensions: list[Any], name: str) -> Any:
    return next(one[name] for one in extensions if isinstance(one, dict) and name in one)


def _run(command: list[str], directory: Path) -> None:
    done = subprocess.run(
        command,
        cwd=directory,
        env={**os.environ, "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-8000:]}\n{done.stderr[-4000:]}"
