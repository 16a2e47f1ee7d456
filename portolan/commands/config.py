"""`portolan config`: the settings of the service, and where they came from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portolan.common import BAD_INPUT, OUTSIDE, PACKS, as_yaml, fail, knowledge_directories, load
from portolan.options import with_packs

if TYPE_CHECKING:
    from plugin_api.configuration import Shown
    from plugin_api.store.administration import Step

_ORIGINS = {"option": "option of serve", "gunicorn": "GUNICORN_CMD_ARGS"}


@click.command(short_help="Show the settings in force, and where they came from.")
@click.option("--host", help="As of `portolan serve`.")
@click.option("--port", type=click.IntRange(0, 65535), help="As of `portolan serve`.")
@click.option("--workers", type=click.IntRange(1, 256), help="As of `portolan serve`.")
@with_packs
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "yaml"]),
    default="table",
    help="A table (the default), or an object as JSON or YAML.",
)
@click.option(
    "--check", is_flag=True, help="Look at all that `portolan serve` needs before it listens, and say what is wrong."
)
def command(host: str | None, port: int | None, workers: int | None, style: str, check: bool) -> None:
    """Show the settings that `portolan serve` would run with, each with where it came from.

    \b
    Examples:
      portolan config
      portolan config --workers 2 --format json
      portolan config --check

    Secrets are not shown: they are `set`, or nothing. With --check the knowledge is loaded and the database looked at
    as well, as before a roll-out. That changes nothing: it says which steps the schema still needs.

    Exit code 0, 2 if a setting makes no sense, and with --check 3 if the knowledge cannot be loaded, 4 if decisions
    cannot be kept.
    """
    from plugin_api.configuration import shown, unknown
    from plugin_api.gunicorn_options import OptionsError
    from plugin_api.settings import SettingsError

    packs: tuple[Path, ...] | None = click.get_current_context().meta.get(PACKS) or None
    try:
        rows = shown(host=host, port=port, workers=workers, packs=packs)
    except (SettingsError, OptionsError) as error:
        fail(BAD_INPUT, str(error))
    pending, found = _check(host, port) if check else ((), list(unknown()))
    if style == "table":
        for warning in found:
            click.echo(f"warning: {warning}", err=True)
        for step in pending:
            click.echo(f"The database needs a step, which serve would run: {step.revision}, {step.title}.")
        click.echo("All is well: serve would start." if check else "\n".join(_table(rows)))
        return
    document = {
        "settings": [{"setting": row.setting, "value": row.value, "from": row.origin} for row in rows],
        "warnings": found,
    }
    click.echo(as_yaml(document).rstrip() if style == "yaml" else json.dumps(document, ensure_ascii=False, indent=2))


def _table(rows: Iterable[Shown]) -> list[str]:
    cells = [("setting", "value", "from")]
    cells += [(row.setting, row.written, _ORIGINS.get(row.origin, row.origin)) for row in rows]
    first, second = (max(len(cell[column]) for cell in cells) for column in (0, 1))
    return [f"{setting:{first}}  {value:{second}}  {origin}" for setting, value, origin in cells]


def _check(host: str | None, port: int | None) -> tuple[tuple[Step, ...], list[str]]:
    """Ends the process where `portolan serve` would. What it would do to the database first, and warn of."""
    load()
    from plugin_api.app import create_app
    from plugin_api.service import EXTENSION
    from plugin_api.settings import Settings, SettingsError
    from plugin_api.starting import refuse_to_listen, warnings
    from plugin_api.store import StoreError
    from plugin_api.store.administration import pending

    rules, *packs = knowledge_directories()
    settings = replace(Settings.from_environment(), rules=rules, packs=tuple(packs))
    settings = replace(settings, host=host or settings.host)
    try:
        refuse_to_listen(settings, port or 0)
        app = create_app(settings)
        steps = pending(app.extensions[EXTENSION].store.database, migrate=settings.migrate)
        return steps, list(warnings(settings))
    except SettingsError as error:
        fail(BAD_INPUT, str(error))
    except OSError as error:
        fail(OUTSIDE, f"Cannot listen on {settings.host}: {error.strerror or error}.")
    except StoreError as error:
        fail(OUTSIDE, f"Decisions cannot be kept: {error}.")
