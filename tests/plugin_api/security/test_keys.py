"""Keys that change while the service runs, and a portal that cannot be reached."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from plugin_api.security import fetching
from plugin_api.security.errands import PATIENCE, Errands
from plugin_api.security.fetching import MAX_BYTES, Unreachable, fetch_json
from plugin_api.security.keys import AGAIN, FRESH, SOON, STALE, KeySet, NoKeys
from tests.plugin_api.security.portal import USER_KEYS, FakePortal, Signer

ONE, TWO = Signer("one"), Signer("two")


class Published:
    """Keys that are fetched, a clock that is set, and how often somebody asked."""

    def __init__(self, *signers: Signer) -> None:
        self.signers, self.now, self.asked, self.reachable = list(signers), 0.0, 0, True
        self.keys = KeySet("https://portal/keys", ("ES256",), clock=lambda: self.now, fetch=self.fetch)

    def fetch(self, _: str) -> Any:
        self.asked += 1
        if not self.reachable:
            raise Unreachable("it answers 502")
        return {"keys": [signer.public for signer in self.signers]}

    def has(self, key_id: str) -> bool:
        return self.keys.key(key_id, "ES256") is not None


def test_keys_are_fetched_once() -> None:
    published = Published(ONE)
    assert [published.has("one") for _ in range(3)] == [True] * 3
    assert published.asked == 1


def test_a_new_key_is_fetched_when_a_token_names_it() -> None:
    published = Published(ONE)
    assert published.has("one")
    published.signers.append(TWO)
    published.now = AGAIN + 1
    assert published.has("two")
    assert published.has("one")
    assert published.asked == 2


def test_made_up_key_ids_do_not_make_us_ask_often() -> None:
    published = Published(ONE)
    for number in range(200):
        published.now += 0.1
        assert not published.has(f"made-up-{number}")
    assert published.asked <= 1 + 20 / AGAIN


def test_a_key_that_was_withdrawn_is_forgotten() -> None:
    published = Published(ONE, TWO)
    assert published.has("one")
    published.signers.remove(ONE)
    published.now = FRESH + 1
    assert not published.has("one")
    assert published.has("two")


def test_keys_are_kept_while_the_portal_is_away() -> None:
    published = Published(ONE)
    assert published.has("one")
    published.reachable = False
    for published.now in (FRESH + 1, STALE - 1):
        assert published.has("one")
        with pytest.raises(NoKeys):  # it may be a new one
            published.has("two")
    published.now = STALE + 1
    with pytest.raises(NoKeys):
        published.has("one")
    published.reachable, published.now = True, STALE + AGAIN + 2
    assert published.has("one")


def test_a_portal_that_was_never_there() -> None:
    published = Published(ONE)
    published.reachable = False
    for _ in range(5):
        with pytest.raises(NoKeys):
            published.has("one")
    assert published.asked == 1
    published.reachable, published.now = True, AGAIN
    assert published.has("one")


def test_one_fetches_and_the_others_are_told_to_come_again() -> None:
    """Whoever makes up tokens holds one thread at most, whichever keys they name, and that not for long."""
    started, go, errands = threading.Event(), threading.Event(), Errands()
    published = Published(ONE)

    def slowly(address: str) -> Any:
        started.set()
        assert go.wait(10)
        return published.fetch(address)

    sets = [KeySet(f"https://portal/{name}", ("ES256",), fetch=slowly, errands=errands) for name in ("one", "other")]
    first = threading.Thread(target=_told, args=(sets[0],))
    first.start()
    try:
        assert started.wait(10)
        before = time.monotonic()
        for keys in sets * 10:
            assert _told(keys) == SOON
        assert time.monotonic() - before < PATIENCE / 2
        first.join(10)  # it gives up by itself, long before an answer has come
        assert not go.is_set()
    finally:
        go.set()
    assert errands.last().wait(10)
    assert sets[0].key("one", "ES256")  # what came in the end is there
    assert published.asked == 1


def _told(keys: KeySet) -> float | None:
    """When to come again; None where the key was there."""
    try:
        keys.key("one", "ES256")
    except NoKeys as error:
        return error.seconds
    return None


def test_the_pause_begins_when_a_try_has_ended() -> None:
    """However long that took: else who does not answer in time would be asked without a pause."""
    published = Published(ONE)

    def long(_: str) -> Any:
        published.asked += 1
        published.now += 2 * AGAIN
        raise Unreachable("it answers too slowly")

    published.keys._fetch = long
    for _ in range(3):
        with pytest.raises(NoKeys):
            published.has("one")
    assert published.asked == 1


def test_nobody_waits_for_keys_that_are_only_old() -> None:
    published = Published(ONE)
    inside: list[bool] = []
    keys = KeySet("https://portal/keys", ("ES256",), clock=lambda: published.now, fetch=published.fetch)
    assert keys.key("one", "ES256")

    def meanwhile(address: str) -> Any:
        other = threading.Thread(target=lambda: inside.append(keys.key("one", "ES256") is not None))
        other.start()
        other.join(2)
        return published.fetch(address)

    keys._fetch = meanwhile
    published.now = FRESH + 1
    assert keys.key("one", "ES256")
    assert inside == [True]


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        None,
        {"keys": None},
        {"keys": [None, 1, {}]},
        {"keys": [{"kty": "EC", "kid": "one"}]},
        {"keys": [{"kty": "EC", "crv": "P-256", "kid": "one", "x": "AA", "y": "AA"}]},
        {"keys": [{"kty": "EC", "crv": ["P-256"], "kid": "one"}]},
        {"keys": [{**ONE.public, "use": "enc"}]},
        {"keys": [{**ONE.public, "alg": "RS256"}]},
        {"keys": [{**ONE.public, "kid": None}]},
        {"keys": [{"kty": "oct", "kid": "one", "k": "AAAA", "alg": "ES256"}]},
    ],
)
def test_what_is_no_key(document: Any) -> None:
    keys = KeySet("https://portal/keys", ("ES256", "HS256"), fetch=lambda _: document)
    try:
        assert keys.key("one", "ES256") is None
    except NoKeys:
        assert not (isinstance(document, dict) and isinstance(document.get("keys"), list))


# --- fetching -------------------------------------------------------------------------------------------------


def _why(address: str) -> str:
    with pytest.raises(Unreachable) as error:
        fetch_json(address)
    return str(error.value)


def test_what_is_fetched(portal: FakePortal) -> None:
    assert fetch_json(f"{portal.url}{USER_KEYS}")["keys"][0]["kid"] == "users-1"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (404, "it answers 404"),
        (500, "it answers 500"),
        (302, "it answers 302"),
        (b"<html>", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b" " * (MAX_BYTES + 1), "more than 256 KiB"),
    ],
)
def test_what_cannot_be_fetched(portal: FakePortal, answer: Any, why: str) -> None:
    portal.answers["/keys"], portal.answers["elsewhere"] = answer, f"{portal.url}{USER_KEYS}"
    assert why in _why(f"{portal.url}/keys")
    assert portal.count(USER_KEYS) == 0  # no redirect is followed


def test_nobody_is_there(portal: FakePortal, free_port: Callable[[], int]) -> None:
    assert "refused" in _why(f"http://127.0.0.1:{free_port()}/keys")


def test_no_proxy_is_asked(portal: FakePortal, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch_json(f"{portal.url}{USER_KEYS}")


def test_a_certificate_that_nobody_vouches_for(portal: FakePortal) -> None:
    assert _why(portal.url.replace("http:", "https:") + USER_KEYS)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"])
def test_who_says_a_little_now_and_then(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    """Nothing, a head or a body without an end: there is one moment by which all of it must be there."""
    monkeypatch.setattr(fetching, "TIMEOUT", 0.4)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.sendall(said)
                while not over.wait(0.05):
                    connection.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        before = time.monotonic()
        assert _why(f"http://127.0.0.1:{listener.getsockname()[1]}/keys") == "it answers too slowly"
        assert time.monotonic() - before < 2
        over.set()
        thread.join(10)


def test_who_says_nothing_in_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert _why(f"https://127.0.0.1:{listener.getsockname()[1]}/keys") == "it answers too slowly"
