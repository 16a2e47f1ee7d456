"""Tokens of a Backstage portal: of its users, and of its plugins, on behalf of a user or of themselves.

They are checked as the portal's own back end checks them, against the keys that it publishes. What a token says of
itself only chooses how strictly it is checked; nothing of it is believed before its signature has been verified.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import jwt

from plugin_api.caching import RecentlyUsed
from plugin_api.security.caller import Caller, Role
from plugin_api.security.errands import Errands
from plugin_api.security.groups import Groups
from plugin_api.security.keys import KeySet
from plugin_api.security.refusals import Refused
from plugin_api.security.spelling import EVERYBODY, PLUGIN

USER, LIMITED_USER, PLUGIN_TOKEN = "vnd.backstage.user", "vnd.backstage.limited-user", "vnd.backstage.plugin"
LEEWAY = 30  # seconds by which clocks may differ
# How long a token that was verified is believed without another look, in seconds, and how many are remembered.
_BELIEVED = 60.0
_REMEMBERED = 4096
_LAST_MOMENT = 253_402_300_800.0  # the end of the year 9999
_LONGEST = 16_384  # characters: more than a server takes in a header
_BASIC: frozenset[Role] = frozenset(("read", "decide"))
_USER_REFERENCE = re.compile(r"user:[a-z0-9._-]{1,63}/[a-z0-9._-]{1,63}")

# The claims that are checked, by the names that PyJWT has for them.
_CLAIMS = {"audience": "aud", "issuer": "iss"}
# Why PyJWT refused a token, from the special to the general.
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (jwt.ExpiredSignatureError, "The token has expired."),
    (jwt.ImmatureSignatureError, "The token is not valid yet."),
    (jwt.InvalidAudienceError, "The token is meant for somebody else: its aud is not accepted here."),
    (jwt.InvalidIssuerError, "The token was issued by somebody else: its iss is not the portal."),
    (jwt.MissingRequiredClaimError, "The token lacks a claim that it must have."),
    (jwt.InvalidSignatureError, "The token was not signed by the portal."),
    (jwt.InvalidAlgorithmError, "The token is signed with an algorithm that is not accepted here."),
)


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal whose tokens are believed, and what its users and plugins may do.

    `url` is the address of its back end as its tokens say it, `keys_url` where its keys are fetched. `reviewers` and
    `admins` are entity refs, of users, groups or plugins.
    """

    url: str
    keys_url: str
    plugins: tuple[str, ...]
    audiences: tuple[str, ...]
    algorithms: tuple[str, ...] = ("ES256",)
    reviewers: frozenset[str] = field(default_factory=frozenset)
    admins: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class _Verified:
    """Whom a token speaks for, until when that is believed without another look, and when the token expires."""

    caller: Caller
    until: float
    expires: float


class PortalTokens:
    """Tells who a portal's token speaks for. Threads may share one; it may be made before forking."""

    def __init__(
        self, portal: Portal, *, clock: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time
    ) -> None:
        self._portal = portal
        self._clock, self._wall = clock, wall
        # Whatever comes without a token that is right makes us fetch one thing at a time.
        self._errands = Errands()
        self._groups = Groups(f"{portal.keys_url}/api/auth/v1/userinfo", clock=clock)
        self._user_keys = self._key_set("auth/.well-known/jwks.json")
        # The plugins are named by the settings: no token makes us ask an address that nobody thought of.
        self._plugin_keys = {
            plugin: self._key_set(f"{plugin}/.backstage/auth/v1/jwks.json") for plugin in portal.plugins
        }
        self._known: RecentlyUsed[bytes, _Verified] = RecentlyUsed(_REMEMBERED)

    def caller(self, token: str, strange: Callable[[], None] | None = None) -> Caller:
        """Raises Refused and NoKeys. `strange` is called before a token is examined that was not met lately."""
        if len(token) > _LONGEST:
            raise Refused("The token is too long.")
        hashed = sha256(token.encode("utf-8", "surrogateescape")).digest()
        known = self._known.get(hashed)
        if known is not None and self._clock() < known.until and self._wall() < known.expires + LEEWAY:
            return known.caller
        if strange is not None:
            strange()
        verified = self._verified(token)
        self._known.put(hashed, verified)
        return verified.caller

    def _key_set(self, path: str) -> KeySet:
        address = f"{self._portal.keys_url}/api/{path}"
        return KeySet(address, self._portal.algorithms, clock=self._clock, errands=self._errands)

    def _verified(self, token: str) -> _Verified:
        kind = _header(token).get("typ")
        if kind == USER:
            return self._user(token, USER)
        if kind == PLUGIN_TOKEN:
            return self._plugin(token)
        raise Refused("The token is of a type that is not accepted here.")

    def _user(self, token: str, kind: str) -> _Verified:
        if kind == USER:
            issuer = f"{self._portal.url}/api/auth"
            claims = self._claims(token, self._user_keys, audience="backstage", issuer=issuer)
        else:
            claims = self._claims(token, self._user_keys)
        subject = str(claims["sub"]).lower()
        if not _USER_REFERENCE.fullmatch(subject):
            raise Refused("The token names no user: its sub is no entity ref.")
        expires = _expiry(claims)
        roles, until = self._user_roles(subject, claims.get("ent"), token)
        return _Verified(Caller(subject, roles), until, expires)

    def _plugin(self, token: str) -> _Verified:
        plugin = _unverified_subject(token)
        if not PLUGIN.fullmatch(plugin):
            raise Refused("The token names no plugin: its sub is no id of a plugin.")
        keys = self._plugin_keys.get(plugin)
        if keys is None:
            raise Refused("The token is of a plugin that is not accepted here.")
        claims = self._claims(token, keys, audience=self._portal.audiences)
        if claims["sub"] != plugin:
            raise Refused("The token names two plugins.")
        expires, user_token = _expiry(claims), claims.get("obo")
        if user_token is None:
            subject = f"plugin:{plugin}"
            return _Verified(Caller(subject, self._roles({subject})), self._clock() + _BELIEVED, expires)
        kind = _header(user_token).get("typ") if isinstance(user_token, str) else None
        if kind not in (USER, LIMITED_USER):
            raise Refused("The token speaks for a user, and does not say which.")
        user = self._user(user_token, kind)
        return replace(user, expires=min(expires, user.expires))

    def _claims(self, token: str, keys: KeySet, **expected: Any) -> Mapping[str, Any]:
        header = _header(token)
        key_id, algorithm = header.get("kid"), header.get("alg")
        if algorithm not in self._portal.algorithms:
            raise Refused("The token is signed with an algorithm that is not accepted here.")
        if not isinstance(key_id, str):
            raise Refused("The token does not say which key signed it.")
        key = keys.key(key_id, algorithm)
        if key is None:
            raise Refused("The token was signed with a key that the portal does not publish.")
        options: Any = {"require": ["exp", "iat", "sub", *(_CLAIMS[name] for name in expected)]}
        try:
            claims: Mapping[str, Any] = jwt.decode(token, key, [algorithm], options=options, leeway=LEEWAY, **expected)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise Refused(_reason(error)) from None
        return claims

    def _user_roles(self, subject: str, owned: Any, token: str) -> tuple[frozenset[Role], float]:
        """What a user may do, and until when that is believed. `owned`: what they own by, where the token says it."""
        mine, until = {subject, EVERYBODY}, self._clock() + _BELIEVED
        if any(ref.startswith("group:") for ref in self._portal.reviewers | self._portal.admins):
            if not isinstance(owned, list):  # tokens of today's portals do not say it
                told = self._groups.of(subject, token)
                owned, until = told.refs or (), min(until, told.until)
            mine |= {ref.lower() for ref in owned if isinstance(ref, str) and ref != EVERYBODY}
        return self._roles(mine), until

    def _roles(self, mine: set[str]) -> frozenset[Role]:
        """Of whoever goes by these refs."""
        more: dict[Role, frozenset[str]] = {"review": self._portal.reviewers, "admin": self._portal.admins}
        return _BASIC.union(role for role, refs in more.items() if mine & refs)


def _expiry(claims: Mapping[str, Any]) -> float:
    """Raises Refused for what is no time, however well it is signed."""
    try:
        expires = float(claims["exp"])
    except (OverflowError, ValueError, TypeError):
        expires = float("inf")
    if not expires <= _LAST_MOMENT:
        raise Refused("The token is malformed: its exp is no time.")
    return expires


def _reason(error: Exception) -> str:
    return next((said for kind, said in _REASONS if isinstance(error, kind)), "The token is malformed.")


def _header(token: str) -> Mapping[str, Any]:
    """What a token says of itself. Raises Refused."""
    try:
        return jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise Refused("The token is malformed.") from None


def _unverified_subject(token: str) -> str:
    """Chooses among the keys that are known; the signature is verified with them afterwards."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        raise Refused("The token is malformed.") from None
    return str(claims.get("sub"))
