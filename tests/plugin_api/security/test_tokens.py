"""Tokens in a file: what an entry may say, and what happens when the file changes."""

from __future__ import annotations

import contextlib
import fcntl
import hmac
import json
import logging
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from plugin_api.security import tokens as module
from plugin_api.security.tokens import Token, TokenFile, TokensError, expiry, find, hash_of, make_token, read_tokens
from portolan.cli import main
from tests.plugin_api.security.conftest import write_tokens

HASH = "0" * 64


def _file(*entries: dict[str, Any]) -> str:
    return json.dumps({"tokens": list(entries)})


def test_a_token_is_random_and_easy_to_recognise() -> None:
    one, other = make_token(), make_token()
    assert one != other
    assert one.startswith("portolan_")
    assert len(one) == len("portolan_") + 43  # 256 bits
    assert one not in str(hash_of(one))


def test_entries() -> None:
    token = make_token()
    text = f"""
    tokens:
      - name: ci
        sha256: {hash_of(token).hex()}
        roles: [read, decide]
        expires: 2027-06-30
      - {{name: portal, sha256: "{HASH}", roles: [review]}}
    """
    ci, portal = read_tokens(text)
    assert ci == Token("ci", hash_of(token), frozenset({"read", "decide"}), datetime(2027, 7, 1, tzinfo=UTC))
    assert (portal.caller.subject, portal.caller.roles, portal.expires) == ("token:portal", {"review"}, None)
    assert find((ci, portal), token) is ci
    assert find((ci, portal), make_token()) is None
    assert find((), token) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "a list of entries below `tokens:`"),
        ("tokens:", "a list of entries"),
        ("tokens: {}", "a list of entries"),
        ("tokens: []\nmore: 1", "a list of entries"),
        ("tokens: [", "not YAML at line 1"),
        ("tokens: ['a', !!python/object:os.system {}]", "not YAML"),
        (_file("ci"), "entry 1 must have"),  # type: ignore[arg-type]
        (_file({"name": "ci", "sha256": HASH, "role": ["read"]}), "unknown member; did you mean 'roles'?"),
        (_file({"sha256": HASH, "roles": ["read"]}), "entry 1: `name`"),
        (_file({"name": "a b", "sha256": HASH, "roles": ["read"]}), "entry 1: `name`"),
        (_file({"name": "ci", "sha256": "portolan_x", "roles": ["read"]}), "entry 1 (ci): `sha256`"),
        (_file({"name": "ci", "sha256": 7, "roles": ["read"]}), "`sha256`"),
        (_file({"name": "ci", "sha256": HASH, "roles": []}), "`roles`"),
        (_file({"name": "ci", "sha256": HASH, "roles": ["root"]}), "`roles` must be a list of read, decide, review"),
        (_file({"name": "ci", "sha256": HASH, "roles": [["read"]]}), "`roles`"),
        (_file({"name": "ci", "sha256": HASH, "roles": ["read"], "expires": "soon"}), "`expires`"),
        (_file({"name": "ci", "sha256": HASH, "roles": ["read"], "expires": "2027-01-01T00:00:00"}), "`expires`"),
        (_file({"name": "ci", "sha256": HASH, "roles": ["read"], "expires": 2027}), "`expires`"),
    ],
)
def test_entries_that_make_no_sense(text: str, why: str) -> None:
    with pytest.raises(TokensError) as error:
        read_tokens(text)
    assert why in str(error.value)
    assert "portolan_x" not in str(error.value)


@given(text=st.text(max_size=80) | st.from_regex(r"tokens: [\[{][^\n]{0,40}", fullmatch=True))
def test_any_text(text: str) -> None:
    with contextlib.suppress(TokensError):
        read_tokens(text)


def test_expiry() -> None:
    assert expiry("2027-01-01T12:00:00+02:00") == datetime(2027, 1, 1, 10, tzinfo=UTC)
    now = datetime.now(UTC)
    ends = [Token("a", b"", frozenset(), now + timedelta(seconds=seconds)).has_expired() for seconds in (-1, 60)]
    assert ends == [True, False]
    today = expiry(now.date().isoformat())
    assert today is not None
    assert today > now  # a day is valid to its end


def test_every_entry_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hmac.compare_digest, on all entries, wherever the right one stands."""
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(module, "hmac", type("Recorded", (), {"compare_digest": staticmethod(compare)}))
    made = [make_token() for _ in range(5)]
    entries = tuple(Token(f"t{number}", hash_of(token), frozenset()) for number, token in enumerate(made))
    for token in (made[0], made[4], "wrong", ""):
        compared.clear()
        find(entries, token)
        assert [one for one, _ in compared] == [entry.digest for entry in entries]
        assert {other for _, other in compared} == {hash_of(token)}


def test_of_two_entries_of_one_token_the_valid_one_counts() -> None:
    token = make_token()
    over = Token("old", hash_of(token), frozenset(), datetime(2020, 1, 1, tzinfo=UTC))
    valid = Token("new", hash_of(token), frozenset())
    assert find((over, valid), token) is valid
    assert find((valid, over), token) is valid


# --- a file that changes --------------------------------------------------------------------------------------


class Watched:
    def __init__(self, path: Path) -> None:
        self.now = 0.0
        self.file = TokenFile(path, clock=lambda: self.now)

    def names(self) -> list[str]:
        self.now += 2.0
        return [token.name for token in self.file.tokens()]


def test_rotation(tmp_path: Path) -> None:
    """Two entries of one name are valid at once; then the old one goes. Nothing is started again."""
    path = tmp_path / "tokens.yaml"
    (old,) = write_tokens(path, ("ci", ["read"]))
    watched = Watched(path)
    assert find(watched.file.tokens(), old)
    before = path.read_text()
    (new,) = write_tokens(path, ("ci", ["read"]))
    path.write_text(before + path.read_text().removeprefix("tokens:\n"))
    assert watched.names() == ["ci", "ci"]
    assert find(watched.file.tokens(), old)
    assert find(watched.file.tokens(), new)
    path.write_text("tokens:\n" + path.read_text().splitlines()[2] + "\n")
    assert watched.names() == ["ci"]
    assert find(watched.file.tokens(), old) is None
    path.write_text("tokens: []\n")
    assert watched.names() == []


def test_a_file_that_is_replaced_as_orchestrators_do(tmp_path: Path) -> None:
    """A link to a directory that is made anew: the file's own name, size and time may all be as before."""
    for version in ("one", "two"):
        (tmp_path / version).mkdir()
        write_tokens(tmp_path / version / "tokens.yaml", (version, ["read"]))
        os.utime(tmp_path / version / "tokens.yaml", (1, 1))
    (tmp_path / "data").symlink_to("one")
    watched = Watched(tmp_path / "data" / "tokens.yaml")
    assert watched.names() == ["one"]
    (tmp_path / "new").symlink_to("two")
    (tmp_path / "new").rename(tmp_path / "data")
    assert watched.names() == ["two"]


@pytest.mark.parametrize("content", ["tokens: [", "", "\xff", None, " " * (module.MAX_BYTES + 1)])
def test_a_bad_file_locks_nobody_out(tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str | None) -> None:
    path = tmp_path / "tokens.yaml"
    (token,) = write_tokens(path, ("ci", ["read"]))
    watched = Watched(path)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content.encode("latin-1"))
    with caplog.at_level(logging.ERROR):
        assert [watched.names() for _ in range(3)] == [["ci"]] * 3
    assert caplog.text.count("stay in force") == 1  # said once
    assert find(watched.file.tokens(), token)
    write_tokens(path, ("new", ["read"]))
    assert watched.names() == ["new"]


def test_tokens_that_the_service_may_not_read_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file itself is the same when it can be read again: only who may read it has changed."""
    path = tmp_path / "tokens.yaml"
    write_tokens(path, ("ci", ["read"]))
    watched = Watched(path)
    write_tokens(path, ("new", ["read"]))
    with monkeypatch.context() as patch:
        patch.setattr(watched.file, "_read", lambda: (_ for _ in ()).throw(TokensError("Permission denied")))
        assert watched.names() == ["ci"]
    assert watched.names() == ["new"]


def test_a_file_that_everybody_may_write(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "tokens.yaml"
    write_tokens(path, ("ci", ["read"]))
    TokenFile(path)
    assert caplog.text == ""
    path.chmod(0o666)
    TokenFile(path)
    assert "everybody on this machine may write to" in caplog.text


def _in_a_new_process(file: TokenFile) -> list[str]:
    """The names that a process lets in which is forked now."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, json.dumps([token.name for token in file.tokens()]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        names: list[str] = json.loads(said.read())
    assert os.waitpid(child, 0) == (child, 0)
    return names


@pytest.mark.parametrize("broken", ["tokens: [broken", None])
def test_who_was_refused_is_not_let_in_by_a_worker_that_starts(tmp_path: Path, broken: str | None) -> None:
    """A worker has what the first process read before it; the file has said something else since."""
    path = tmp_path / "tokens.yaml"
    write_tokens(path, ("gone", ["read"]), ("ci", ["read"]))
    file = TokenFile(path)  # read by a process that looks no more
    write_tokens(path, ("ci", ["read"]))
    assert _in_a_new_process(file) == ["ci"]
    if broken is None:
        path.unlink()
    else:
        path.write_text(broken)
    assert _in_a_new_process(file) == []


def test_who_was_refused_by_one_worker_is_refused_by_all(tmp_path: Path) -> None:
    """At once, and also by a worker that finds the file broken when it looks."""
    path = tmp_path / "tokens.yaml"
    write_tokens(path, ("gone", ["read"]), ("ci", ["read"]))
    watched = Watched(path)
    write_tokens(path, ("ci", ["read"]))
    assert _in_a_new_process(watched.file) == ["ci"]
    assert [token.name for token in watched.file.tokens()] == ["ci"]  # no second has passed
    write_tokens(path)
    assert _in_a_new_process(watched.file) == []
    path.write_text("tokens: [broken")
    assert watched.file.tokens() == ()
    assert watched.names() == []
    write_tokens(path, ("new", ["read"]))
    assert watched.names() == ["new"]


def test_nobody_is_let_in_by_old_entries_while_somebody_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After hours without a request, all threads wait for the one that reads."""
    path = tmp_path / "tokens.yaml"
    write_tokens(path, ("gone", ["read"]))
    watched = Watched(path)
    write_tokens(path)
    reading, go, read = threading.Event(), threading.Event(), watched.file._read

    def slowly() -> Any:
        reading.set()
        assert go.wait(10)
        return read()

    monkeypatch.setattr(watched.file, "_read", slowly)
    watched.now = 3600.0
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(watched.file.tokens()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert reading.wait(10)
    assert found == []
    go.set()
    for thread in threads:
        thread.join(10)
    assert found == [0] * 4


def test_the_file_is_not_looked_at_for_every_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tokens.yaml"
    write_tokens(path, ("ci", ["read"]))
    watched = Watched(path)
    monkeypatch.setattr(watched.file, "_signature", lambda: pytest.fail("it was looked at"))
    watched.now = 0.5
    assert len(watched.file.tokens()) == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TokensError, match="No such file"):
        TokenFile(tmp_path / "tokens.yaml")


# --- portolan token -------------------------------------------------------------------------------------------


def _run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["token", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_the_token_once_and_its_entry(tmp_path: Path) -> None:
    code, out, _ = _run("--name", "ci", "--role", "read", "--expires", "2027-06-30")
    assert code == 0
    token = next(line for line in out.splitlines() if line.startswith("portolan_"))
    (entry,) = read_tokens(out[out.index("tokens:") :])
    assert (entry.name, entry.digest, entry.roles) == ("ci", hash_of(token), {"read"})
    assert out.count(token) == 1


def test_the_command_in_json() -> None:
    _, out, _ = _run("--name", "ci", "--format", "json")
    said = json.loads(out)
    assert read_tokens(_file(said["entry"]))[0].digest == hash_of(said["token"])
    assert said["entry"]["roles"] == ["read", "decide"]


def test_the_command_adds_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "tokens.yaml"
    made = [_run("--name", name, "--role", "read", "--add", str(path))[1].strip() for name in ("ci", "ops:night")]
    path.write_text(f"# Ours\n{path.read_text()}")
    path.chmod(0o640)
    made.append(_run("--name", "ci", "--add", str(path))[1].strip())
    assert [find(read_tokens(path.read_text()), token).name for token in made] == ["ci", "ops:night", "ci"]  # type: ignore[union-attr]
    assert path.read_text().startswith("# Ours\n")
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["tokens.yaml"]


def test_a_new_file_is_its_owners(tmp_path: Path) -> None:
    _run("--name", "ci", "--add", str(tmp_path / "tokens.yaml"))
    assert (tmp_path / "tokens.yaml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["tokens: []\n", "other: 1\n", "tokens: [", "\xff"])
def test_a_file_that_cannot_be_added_to(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tokens.yaml"
    path.write_bytes(content.encode("latin-1"))
    code, out, error = _run("--name", "ci", "--add", str(path))
    assert (code, out, path.read_bytes()) == (2, "", content.encode("latin-1"))
    assert "Nothing was changed." in error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--name", "a b"], "`name` must be"),
        (["--name", "ci", "--expires", "soon"], "--expires is 'soon'"),
        (["--name", "ci", "--expires", "2020-01-01"], "--expires is '2020-01-01', which is over"),
        (["--name", "ci", "--expires", "2020-01-01T00:00:00Z"], "which is over"),
        (["--name", "ci", "--role", "root"], "Invalid value for '--role'"),
        ([], "Missing option '--name'"),
    ],
)
def test_what_the_command_does_not_take(arguments: list[str], said: str) -> None:
    code, out, error = _run(*arguments)
    assert (code, out) == (2, "")
    assert said in error


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    code, out, error = _run("--name", "ci", "--add", str(tmp_path / "nowhere" / "tokens.yaml"))
    assert (code, out, os.listdir(tmp_path)) == (4, "", [])
    assert "there is no such directory" in error


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")
def test_a_file_stays_its_owners(tmp_path: Path) -> None:
    """It is the service that must be able to read it, not who adds to it."""
    path = tmp_path / "tokens.yaml"
    _run("--name", "ci", "--add", str(path))
    os.chown(path, 10001, 10002)
    path.chmod(0o640)
    assert _run("--name", "ops", "--add", str(path))[0] == 0
    found = path.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (10001, 10002, 0o640)


def test_a_file_that_cannot_be_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tokens.yaml"
    _run("--name", "ci", "--add", str(path))
    before, new = path.read_text(), os.fstat
    # As if what is made now were another user's than the file that is there.
    monkeypatch.setattr(os, "fstat", lambda file: os.stat_result((*new(file)[:4], 4711, 4711, *new(file)[6:])))
    monkeypatch.setattr(os, "fchown", lambda *_: (_ for _ in ()).throw(PermissionError(1, "Operation not permitted")))
    code, out, error = _run("--name", "ops", "--add", str(path))
    assert (code, out, path.read_text(), os.listdir(tmp_path)) == (4, "", before, ["tokens.yaml"])
    assert "it stays theirs" in error


def test_a_link_goes_on_leading_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    _run("--name", "ci", "--add", str(tmp_path / "real" / "tokens.yaml"))
    link = tmp_path / "tokens.yaml"
    link.symlink_to("real/tokens.yaml")
    assert _run("--name", "ops", "--add", str(link))[0] == 0
    assert link.is_symlink()
    assert [one.name for one in read_tokens((tmp_path / "real" / "tokens.yaml").read_text())] == ["ci", "ops"]


def test_two_who_add_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one waits, and then adds to what the first one has left."""
    path = tmp_path / "tokens.yaml"
    _run("--name", "ci", "--add", str(path))
    waits, lock = threading.Event(), fcntl.flock
    directory = os.open(tmp_path, os.O_RDONLY)
    lock(directory, fcntl.LOCK_EX)  # somebody is adding
    monkeypatch.setattr(fcntl, "flock", lambda *how: (waits.set(), lock(*how)))
    adding = threading.Thread(target=_run, args=("--name", "second", "--add", str(path)))
    adding.start()
    try:
        assert waits.wait(10)
        path.write_text(path.read_text() + path.read_text().removeprefix("tokens:\n").replace('"ci"', '"first"'))
    finally:
        os.close(directory)
        adding.join(10)
    assert [one.name for one in read_tokens(path.read_text())] == ["ci", "first", "second"]


@pytest.mark.parametrize(
    ("mode", "said"), [(0o666, "may write to it"), (0o644, "may read it"), (0o640, None), (0o600, None)]
)
def test_a_file_that_others_can_open(tmp_path: Path, mode: int, said: str | None) -> None:
    path = tmp_path / "tokens.yaml"
    _run("--name", "ci", "--add", str(path))
    path.chmod(mode)
    code, out, error = _run("--name", "ops", "--add", str(path))
    assert (code, out.count("portolan_"), path.stat().st_mode & 0o777) == (0, 1, mode)
    assert said in error if said else error == ""
