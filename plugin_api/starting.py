"""What is looked at before the service listens, by `portolan serve` and by `portolan config --check` alike."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress

from plugin_api.configuration import unknown
from plugin_api.security.authentication import mode_of
from plugin_api.security.binding import refuse_open
from plugin_api.security.tokens import TokensError, read_tokens
from plugin_api.settings import Settings


def refuse_to_listen(settings: Settings, port: int) -> None:
    """Raises SettingsError where it must not listen where it is told to, and OSError where there is no such place."""
    found = socket.getaddrinfo(settings.host, port, type=socket.SOCK_STREAM)
    refuse_open(mode_of(settings), [found[0][4]])


def warnings(settings: Settings) -> Iterator[str]:
    """What does not keep it from starting, and is hardly meant. Raises SettingsError."""
    yield from unknown()
    if mode_of(settings) != "on":
        return
    if settings.public_url is None:
        yield (
            "PORTOLAN_PUBLIC_URL is not set: links in what others keep, such as entities of a catalog, lead to "
            "whatever host a request names."
        )
    if settings.tokens_file is not None and settings.backstage_url is None:
        # A file that cannot be read is told where it is needed.
        with suppress(OSError, UnicodeDecodeError, TokensError):
            entries = read_tokens(settings.tokens_file.read_text(encoding="utf-8"))
            if all(entry.has_expired() for entry in entries):
                yield f"PORTOLAN_TOKENS_FILE: {settings.tokens_file} has no token that is valid, so nobody is let in."
