"""`portolan serve`: the HTTP service."""

from __future__ import annotations

from dataclasses import replace

import click

from portolan.common import BAD_INPUT, OUTSIDE, fail, knowledge_directories, load
from portolan.options import with_packs


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
      PORTOLAN_TOKENS_FILE=tokens.yaml portolan serve --host 0.0.0.0 --port 80
      portolan serve --pack my-pack

    It asks nobody who they are while it listens on this machine alone, which it does by default. On any other address
    it must be told whom to let in: PORTOLAN_TOKENS_FILE (see `portolan token`) or PORTOLAN_BACKSTAGE_URL.

    Exit code 2 if a setting makes no sense or nothing says whom to let in, 3 if the knowledge cannot be loaded, 4 if
    the port is taken or decisions cannot be kept.
    """
    load()  # says what is wrong with the knowledge, and ends there
    from plugin_api.app import create_app
    from plugin_api.security.authentication import mode_of
    from plugin_api.security.binding import refuse_open, said
    from plugin_api.server import Server, address_of, listen
    from plugin_api.service import EXTENSION
    from plugin_api.settings import Settings, SettingsError
    from plugin_api.store import StoreError

    try:
        rules, *packs = knowledge_directories()
        settings = replace(Settings.from_environment(), rules=rules, packs=tuple(packs))
        listener = listen(host, port)
        mode = mode_of(settings)
        refuse_open(mode, [listener.getsockname()])
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
        click.echo(f"Portolan listens on {address} (the API: {address}/docs); {said(mode)}. Ctrl-C ends it.")

    Server(app, listener, workers, say).run()
