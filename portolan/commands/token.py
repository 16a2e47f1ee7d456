"""`portolan token`: a bearer token for the service, and the entry that lets it in."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import click

from portolan.common import BAD_INPUT, OUTSIDE, fail

_ROLES = ("read", "decide", "review", "admin")


@click.command()
@click.option("--name", required=True, help="Whom it is for: the name that reviews and logs will show.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(_ROLES),
    help="What it may do; repeatable. [default: read, decide]",
)
@click.option("--expires", metavar="DATE", help="The last day that it is valid, in UTC, or a time with its offset.")
@click.option(
    "--add",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Add the entry to this file, which is made if it is not there; then only the token is printed.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)
def command(
    name: str, roles: tuple[str, ...], expires: str | None, add: Path | None, form: Literal["text", "json"]
) -> None:
    """Make a bearer token for the service. It is printed once and kept nowhere; the entry holds its SHA-256 alone.

    PORTOLAN_TOKENS_FILE names the file of entries. A running service reads it again when it changes: to rotate a
    token, add another entry of the same name, and remove the old one when nobody uses it any more.

    \b
    Examples:
      portolan token --name ci
      portolan token --name ci --role read --expires 2027-06-30 --add tokens.yaml
      TOKEN=$(portolan token --name portal --role read --role decide --role review --add tokens.yaml)

    Exit code 2 if the name or the date makes no sense or the file is not one of tokens, 4 if it cannot be written, or
    not without taking it from its owner.
    """
    from plugin_api.security.tokens import TokensError, expiry, hash_of, make_token, read_tokens

    token = make_token()
    entry: dict[str, Any] = {"name": name, "sha256": hash_of(token).hex(), "roles": list(dict.fromkeys(roles))}
    entry["roles"] = entry["roles"] or ["read", "decide"]
    if expires is not None:
        entry["expires"] = expires
    try:
        ends = expiry(expires)
        if ends is not None and ends <= datetime.now(UTC):
            fail(BAD_INPUT, f"--expires is {expires!r}, which is over: the token would let nobody in.")
        read_tokens(json.dumps({"tokens": [entry]}))
    except TokensError as error:
        fail(BAD_INPUT, f"That is no entry: {str(error).removeprefix('entry 1')}.".replace(": : ", ": "))
    except ValueError:
        fail(BAD_INPUT, f"--expires is {expires!r}; it must be a day such as 2027-06-30, or a time with its offset.")
    if add is not None:
        _add(add, entry)
    if form == "json":
        click.echo(json.dumps({"token": token, "entry": entry}, indent=2))
    elif add is not None:
        click.echo(token)
    else:
        click.echo(f"The token, which is not shown again:\n{token}\n\nThe entry for the file of PORTOLAN_TOKENS_FILE:")
        click.echo(f"tokens:\n{_as_text(entry)}", nl=False)


def _as_text(entry: dict[str, Any]) -> str:
    lines = [f'name: "{entry["name"]}"', f'sha256: "{entry["sha256"]}"', f"roles: [{', '.join(entry['roles'])}]"]
    if "expires" in entry:
        lines.append(f'expires: "{entry["expires"]}"')
    return "".join(f"{'  - ' if number == 0 else '    '}{line}\n" for number, line in enumerate(lines))


def _add(path: Path, entry: dict[str, Any]) -> None:
    """Adds an entry below those of a file, which stays as it is written otherwise. Ends the process where it cannot."""
    from plugin_api.security.tokens import TokensError, read_tokens

    try:
        real = path.resolve()  # a link goes on leading to it
        with _alone(real.parent):
            before = real.read_text(encoding="utf-8") if real.exists() else "tokens:\n"
            known = 0 if before == "tokens:\n" else len(read_tokens(before))
            after = f"{before}{'' if before.endswith(chr(10)) else chr(10)}{_as_text(entry)}"
            if len(read_tokens(after)) != known + 1:
                raise TokensError("the entry cannot be put at its end")
            mode = _replace(real, after)
    except (TokensError, UnicodeDecodeError) as error:
        why = error if isinstance(error, TokensError) else "it is not UTF-8"
        fail(BAD_INPUT, f"{path}: {why}. Nothing was changed.")
    except _Another as error:
        fail(OUTSIDE, f"{path}: {error}. Nothing was changed.")
    except (OSError, RuntimeError) as error:
        said = "there is no such directory" if not path.parent.is_dir() else getattr(error, "strerror", None) or error
        fail(OUTSIDE, f"{path}: {said}.")
    for bits, may in ((stat.S_IWOTH, "write to it, and so let themselves in"), (stat.S_IROTH, "read it")):
        if mode & bits:
            click.echo(f"warning: {path}: everybody on this machine may {may}: chmod o= {path}", err=True)
            break


class _Another(Exception):
    """The file belongs to another user or group, to whom it cannot be given back."""


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """One process at a time reads and writes files there: the file itself is replaced, and so cannot be locked."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(path: Path, text: str) -> int:
    """At once, so that no service reads half a file → its mode, which with owner and group is what it was.

    A new file is readable by its owner alone.
    """
    old = path.stat() if path.exists() else None
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            if old is not None:
                _give(descriptor, old)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path.stat().st_mode


def _give(descriptor: int, old: os.stat_result) -> None:
    """Gives a file to whom the old one belongs, so that the service can go on reading it."""
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        except PermissionError:
            raise _Another(
                f"it belongs to user {old.st_uid} and group {old.st_gid}, and only they or root may change it so that "
                "it stays theirs"
            ) from None
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
