"""`portolan serve`: the HTTP service."""

from __future__ import annotations

import logging
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import click

from portolan.common import BAD_INPUT, OUTSIDE, fail, knowledge_directories, load
from portolan.options import with_packs
from portolan.telling import JsonCommand, tell, wants_json


@click.command(cls=JsonCommand)
@click.option("--host", help="The address to listen on. [default: PORTOLAN_HOST, else 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="Processes that answer. [default: PORTOLAN_WORKERS, else one per core, at most 4]",
)
@click.option(
    "--pid-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the number of the process to this file, which SIGHUP and SIGTERM are for.",
)
@with_packs
def command(host: str | None, port: int, workers: int | None, pid_file: Path | None) -> None:
    """Serve the API and its pages until Ctrl-C or SIGTERM. SIGHUP has it read the knowledge anew.

    \b
    Examples:
      portolan serve
      PORTOLAN_TOKENS_FILE=tokens.yaml portolan serve --host 0.0.0.0 --port 80
      portolan serve --pack my-pack
      portolan serve --pid-file portolan.pid

    `portolan config` shows the settings in force.

    It asks nobody who they are while it listens on this machine alone, which it does by default. On any other address
    it must be told whom to let in: PORTOLAN_TOKENS_FILE (see `portolan token`) or PORTOLAN_BACKSTAGE_URL.

    Exit code 2 if a setting makes no sense or nothing says whom to let in, 3 if the knowledge cannot be loaded, 4 if
    the port is taken or decisions cannot be kept.
    """
    # As the first process of a container, it would not hear the signal before gunicorn listens for it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    load()  # says what is wrong with the knowledge, and ends there
    rules, *packs = knowledge_directories()
    _prepare_observing()  # before anything that measures is imported
    from plugin_api.app import create_app
    from plugin_api.gunicorn_options import OptionsError
    from plugin_api.security.authentication import mode_of
    from plugin_api.security.binding import refuse_open, said
    from plugin_api.server import Server, address_of, listen
    from plugin_api.service import EXTENSION
    from plugin_api.settings import Settings, SettingsError
    from plugin_api.starting import warnings
    from plugin_api.store import StoreError

    if pid_file is not None:
        _refuse_pid_file(pid_file)
    settings = replace(Settings.from_environment(), rules=rules, packs=tuple(packs))
    settings = replace(settings, host=host or settings.host)
    try:
        mode = mode_of(settings)
        listener = listen(settings.host, port)
        refuse_open(mode, [listener.getsockname()])
    except SettingsError as error:
        fail(BAD_INPUT, str(error))
    except OSError as error:
        fail(OUTSIDE, f"Cannot listen on {settings.host}, port {port}: {error.strerror or error}.")
    for warning in warnings(settings):
        tell(warning if wants_json() else f"warning: {warning}", "warning", err=True)
    address = address_of(listener)

    def say() -> None:
        at = address.replace("http:", "https:", 1) if server.cfg.is_ssl else address
        tell(f"Portolan listens on {at} (the API: {at}/docs); {said(mode)}. Ctrl-C ends it.")

    try:
        app = create_app(settings)
        app.extensions[EXTENSION].store.prepare()
        server = Server(app, settings, listener, workers, say, pid_file)
    except (OptionsError, SettingsError) as error:
        fail(BAD_INPUT, str(error))
    except StoreError as error:
        fail(OUTSIDE, f"Decisions cannot be kept: {error}.")
    server.run()


def _prepare_observing() -> None:
    """Make the place where worker processes share what they count, and have this process log as they do."""
    from plugin_api.observability import logs, shared_files
    from plugin_api.settings import Settings, SettingsError

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        fail(BAD_INPUT, str(error))
    logs.configure(settings.log_format, settings.log_level)
    logging.captureWarnings(wants_json())
    try:
        if settings.metrics:
            shared_files.prepare()
    except OSError as error:
        fail(OUTSIDE, f"Metrics cannot be shared between processes: {error}. Set TMPDIR, or PORTOLAN_METRICS=off.")


def _refuse_pid_file(path: Path) -> None:
    """Ends the process where the file cannot be written, or is that of another service."""
    from gunicorn.pidfile import Pidfile

    try:
        running = Pidfile(str(path)).validate()
    except OSError as error:
        fail(OUTSIDE, f"--pid-file: {path}: {error.strerror or error}.")
    if running and running != os.getpid():
        fail(OUTSIDE, f"--pid-file: {path} is that of process {running}, which is running.")
    if not os.access(path.absolute().parent, os.W_OK | os.X_OK):
        fail(OUTSIDE, f"--pid-file: {path} cannot be written: {path.absolute().parent} is not there, or not for us.")
