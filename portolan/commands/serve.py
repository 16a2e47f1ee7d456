"""`portolan serve`: the HTTP service."""

from __future__ import annotations

from dataclasses import replace

import click

from portolan.common import BAD_INPUT, OUTSIDE, fail, knowledge_directories, load
from portolan.options import with_packs


def prepare_observing() -> None:
    """Make the place where worker processes share what they count, and have this process log as they do."""
    from plugin_api.observability import logs, shared_files
    from plugin_api.settings import Settings, SettingsError

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        fail(BAD_INPUT, str(error))
    logs.configure(settings.log_format, settings.log_level)
    try:
        if settings.metrics:
            shared_files.prepare()
    except OSError as error:
        fail(OUTSIDE, f"Metrics cannot be shared between processes: {error}. Set TMPDIR, or PORTOLAN_METRICS=off.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--workers", type=click.IntRange(1, 256), help="Processes that answer. [default: one per core, at most 4]"
)
@with_packs
def command(host: str, port: int, workers: int | None) -> None:
    """Serve the API and its pages until Ctrl-C or SIGTERM.

    \b
    Examples:
      portolan serve
      portolan serve --host 0.0.0.0 --port 80 --workers 4
      portolan serve --pack my-pack

    Exit code 3 if the knowledge cannot be loaded, 4 if the port is taken or decisions cannot be kept.
    """
    load()  # says what is wrong with the knowledge, and ends there
    prepare_observing()  # before anything that measures is imported
    from plugin_api.app import create_app
    from plugin_api.server import Server, address_of, listen
    from plugin_api.service import EXTENSION
    from plugin_api.settings import Settings, SettingsError
    from plugin_api.store import StoreError

    try:
        rules, *packs = knowledge_directories()
        settings = replace(Settings.from_environment(), rules=rules, packs=tuple(packs))
        listener = listen(host, port)
        app = create_app(settings)
        app.extensions[EXTENSION].store.prepare()
    except SettingsError as error:
        fail(BAD_INPUT, str(error))
    except StoreError as error:
        fail(OUTSIDE, f"Decisions cannot be kept: {error}.")
    except OSError as error:
        fail(OUTSIDE, f"Cannot listen on {host}, port {port}: {error.strerror or error}.")
    address = address_of(listener)

    def say() -> None:
        click.echo(f"Portolan listens on {address} (the API: {address}/docs). Ctrl-C ends it.")

    Server(app, listener, workers, say).run()
