"""Tokens of the portal: whom they let in, and every way in which they do not."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import RSAAlgorithm, get_default_algorithms

from plugin_api.security import groups
from plugin_api.security.backstage import LEEWAY, Portal, PortalTokens
from plugin_api.security.caller import Caller
from plugin_api.security.fetching import Unreachable
from plugin_api.security.keys import AGAIN, NoKeys
from plugin_api.security.refusals import Refused
from tests.plugin_api.security.portal import USER_KEYS, FakePortal, Signer, plugin_keys, serving

ANNA = "user:default/anna"
USERINFO = "/api/auth/v1/userinfo"


def verifier(portal: FakePortal, **more: Any) -> PortalTokens:
    settings: dict[str, Any] = {"plugins": ("scaffolder",), "audiences": ("portolan", "proxy"), **more}
    return PortalTokens(Portal(portal.url, portal.url, **settings))


def refusal(portal: FakePortal, token: str, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        verifier(portal, **more).caller(token)
    return str(refused.value)


# --- whom they let in -----------------------------------------------------------------------------------------


def test_a_user(portal: FakePortal) -> None:
    assert verifier(portal).caller(portal.user()) == Caller(ANNA, frozenset({"read", "decide"}))


def test_a_plugin_for_itself(portal: FakePortal) -> None:
    assert verifier(portal).caller(portal.plugin()) == Caller("plugin:scaffolder", frozenset({"read", "decide"}))
    assert verifier(portal).caller(portal.plugin(aud="portolan")).subject == "plugin:scaffolder"


def test_a_plugin_for_a_user(portal: FakePortal) -> None:
    """Whoever asked the plugin is who asks; older portals send the user's own token along."""
    assert verifier(portal).caller(portal.plugin(obo=portal.limited())).subject == ANNA
    assert verifier(portal).caller(portal.plugin(obo=portal.user())).subject == ANNA


def test_who_reviews_and_who_administers(portal: FakePortal) -> None:
    named = {"reviewers": frozenset({ANNA, "plugin:scaffolder"}), "admins": frozenset({"user:default/ben"})}
    asked = verifier(portal, **named)
    assert asked.caller(portal.user("user:default/Anna")).roles == {"read", "decide", "review"}
    assert asked.caller(portal.user("user:default/ben")).roles == {"read", "decide", "admin"}
    assert asked.caller(portal.user("user:default/eve")).roles == {"read", "decide"}
    assert asked.caller(portal.plugin()).roles == {"read", "decide", "review"}
    assert portal.count(USERINFO) == 0  # nobody is named by a group


def test_everybody_reviews(portal: FakePortal) -> None:
    asked = verifier(portal, reviewers=frozenset({"*"}))
    assert "review" in asked.caller(portal.user()).roles
    assert "review" not in asked.caller(portal.plugin()).roles
    assert "review" in asked.caller(portal.plugin(obo=portal.limited())).roles


def test_a_group_that_the_token_names(portal: FakePortal) -> None:
    asked = verifier(portal, reviewers=frozenset({"group:default/architects"}))
    assert "review" in asked.caller(portal.user(ent=[ANNA, "group:default/Architects"])).roles
    assert "review" not in asked.caller(portal.user(ent=[ANNA, "*", 7])).roles
    assert portal.count(USERINFO) == 0


def test_a_group_that_the_portal_knows(portal: FakePortal) -> None:
    """Tokens of today's portals do not name groups: the portal does, to whoever shows the token."""
    portal.answers[USERINFO] = {"claims": {"sub": ANNA, "ent": [ANNA, "group:default/architects"]}}
    asked, limited = verifier(portal, reviewers=frozenset({"group:default/architects"})), portal.limited()
    assert "review" in asked.caller(portal.plugin(obo=limited)).roles
    assert next(headers["Authorization"] for path, headers in portal.asked if path == USERINFO) == f"Bearer {limited}"


@pytest.mark.parametrize("answer", [404, 401, {}, {"claims": {"ent": "all"}}, []])
def test_groups_that_the_portal_does_not_tell(portal: FakePortal, answer: Any) -> None:
    portal.answers[USERINFO] = answer
    assert "review" not in verifier(portal, reviewers=frozenset({"group:default/a"})).caller(portal.user()).roles


def test_groups_that_cannot_be_fetched(portal: FakePortal) -> None:
    portal.answers[USERINFO] = 500
    with pytest.raises(NoKeys):
        verifier(portal, reviewers=frozenset({"group:default/a"})).caller(portal.user())


ARCHITECTS = frozenset({"group:default/architects"})


def test_groups_are_asked_for_once_a_minute_however_many_tokens_somebody_has(portal: FakePortal) -> None:
    clock = [0.0]
    asked = PortalTokens(Portal(portal.url, portal.url, (), (), reviewers=ARCHITECTS), clock=lambda: clock[0])
    portal.answers[USERINFO] = {"claims": {"ent": [ANNA, "group:default/architects"]}}
    for clock[0] in range(59):
        assert "review" in asked.caller(portal.user(jti=str(clock[0]))).roles
    assert portal.count(USERINFO) == 1
    asked.caller(portal.user("user:default/ben"))
    assert portal.count(USERINFO) == 2
    # Whoever has left the group has left it within a minute, whenever their token came.
    portal.answers[USERINFO] = {"claims": {"ent": [ANNA]}}
    clock[0] = 61.0
    assert "review" not in asked.caller(portal.user(jti="58")).roles


@pytest.mark.parametrize("answer", [500, 401])
def test_groups_that_did_not_come_are_not_asked_for_at_once_again(portal: FakePortal, answer: int) -> None:
    clock = [0.0]
    asked = PortalTokens(Portal(portal.url, portal.url, (), (), reviewers=ARCHITECTS), clock=lambda: clock[0])
    portal.answers[USERINFO] = answer
    for number in range(5):
        with contextlib.suppress(NoKeys):
            assert "review" not in asked.caller(portal.user(jti=str(number))).roles
    assert portal.count(USERINFO) == 1
    portal.answers[USERINFO] = {"claims": {"ent": ["group:default/architects"]}}
    clock[0] = AGAIN + 1
    assert "review" in asked.caller(portal.user()).roles


def test_a_portal_that_is_away_is_left_alone_by_all_users(portal: FakePortal, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, tries = verifier(portal, reviewers=ARCHITECTS), []

    def away(address: str, _: Any) -> Any:
        tries.append(address)
        raise Unreachable("it answers too slowly")

    monkeypatch.setattr(groups, "fetch_json", away)
    for name in ("anna", "ben", "eve"):
        with pytest.raises(NoKeys):
            asked.caller(portal.user(f"user:default/{name}"))
    assert len(tries) == 1


def test_a_token_is_believed_for_a_while(portal: FakePortal) -> None:
    clock = [0.0]
    asked = PortalTokens(Portal(portal.url, portal.url, (), ()), clock=lambda: clock[0])
    token = portal.user()
    first = asked.caller(token)
    portal.users = Signer("users-2")
    portal.publish()
    assert asked.caller(token) == first
    clock[0] = 301.0  # now the keys are old, and the one that signed it is gone
    with pytest.raises(Refused, match="does not publish"):
        asked.caller(token)


# --- clocks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claims", [{"exp": LEEWAY - 5}, {"exp": -LEEWAY + 5}, {"iat": LEEWAY - 5}, {"nbf": LEEWAY - 5}, {"nbf": -99}]
)
def test_clocks_that_differ_a_little(portal: FakePortal, claims: dict[str, int]) -> None:
    now = int(time.time())
    verifier(portal).caller(portal.user(**{name: now + seconds for name, seconds in claims.items()}))


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"exp": -LEEWAY - 5}, "has expired"),
        ({"exp": -999_999}, "has expired"),
        ({"iat": LEEWAY + 5}, "not valid yet"),
        ({"nbf": LEEWAY + 5}, "not valid yet"),
    ],
)
def test_clocks_that_differ_too_much(portal: FakePortal, claims: dict[str, int], said: str) -> None:
    now = int(time.time())
    moments = {name: now + seconds for name, seconds in claims.items()}
    assert said in refusal(portal, portal.user(**moments))
    assert said in refusal(portal, portal.plugin(**moments))
    assert said in refusal(portal, portal.plugin(obo=portal.limited(**moments)))


def test_a_token_that_was_believed_expires(portal: FakePortal) -> None:
    wall = [time.time()]
    asked = PortalTokens(Portal(portal.url, portal.url, (), ()), wall=lambda: wall[0])
    token = portal.user(exp=int(wall[0]) - LEEWAY + 3)
    asked.caller(token)
    wall[0] += 10
    asked._verified = lambda _: (_ for _ in ()).throw(Refused("looked again"))  # type: ignore[method-assign]
    with pytest.raises(Refused, match="looked again"):
        asked.caller(token)


# --- claims ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("aud", ["proxy", "catalog", ["other"]])
def test_the_wrong_audience_of_a_user(portal: FakePortal, aud: Any) -> None:
    assert "aud is not accepted" in refusal(portal, portal.user(aud=aud))


@pytest.mark.parametrize("aud", ["backstage", "catalog", ["other"]])
def test_the_wrong_audience_of_a_plugin(portal: FakePortal, aud: Any) -> None:
    assert "aud is not accepted" in refusal(portal, portal.plugin(aud=aud))


@pytest.mark.parametrize("iss", ["https://elsewhere/api/auth", "", "/api/auth"])
def test_the_wrong_issuer(portal: FakePortal, iss: str) -> None:
    assert "iss is not the portal" in refusal(portal, portal.user(iss=iss))


@pytest.mark.parametrize("claim", ["exp", "iat", "sub", "aud", "iss"])
def test_a_claim_that_is_not_there(portal: FakePortal, claim: str) -> None:
    assert "lacks a claim" in refusal(portal, portal.user(**{claim: None}))
    if claim not in ("iss", "sub"):
        assert "lacks a claim" in refusal(portal, portal.plugin(**{claim: None}))


@pytest.mark.parametrize(
    "typ", [None, "JWT", "vnd.backstage.other", "vnd.backstage.USER", "vnd.backstage.limited-user"]
)
def test_the_wrong_type(portal: FakePortal, typ: str | None) -> None:
    """A limited token is good for nothing by itself: it is what plugins show to one another."""
    assert "of a type that is not accepted" in refusal(portal, portal.user(typ=typ))


def test_types_do_not_stand_for_one_another(portal: FakePortal) -> None:
    refusal(portal, portal.user(typ="vnd.backstage.plugin"))
    refusal(portal, portal.plugin(typ="vnd.backstage.user"))
    assert "does not say which" in refusal(portal, portal.plugin(obo=portal.plugin()))
    assert "does not say which" in refusal(portal, portal.plugin(obo={"sub": ANNA}))


@pytest.mark.parametrize(
    "sub", ["anna", "group:default/a", "user:anna", "user:default/a b", "user:default/a\n", "", "x" * 500]
)
def test_a_subject_that_is_no_user(portal: FakePortal, sub: str) -> None:
    assert "names no user" in refusal(portal, portal.user(sub))


@pytest.mark.parametrize("sub", ["../auth", "a/b", "", "Scaffolder?", "x" * 99, "a\n", "%2e%2e"])
def test_a_subject_that_is_no_plugin(portal: FakePortal, sub: str) -> None:
    """No address is made of it."""
    assert "names no plugin" in refusal(portal, portal.plugin(sub=sub))
    assert portal.asked == []


def test_a_plugin_that_is_not_accepted(portal: FakePortal) -> None:
    assert "of a plugin that is not accepted" in refusal(portal, portal.plugin(sub="catalog"))
    assert "of a plugin that is not accepted" in refusal(portal, portal.plugin(), plugins=())
    assert portal.asked == []


def test_a_user_whom_only_the_plugin_vouches_for(portal: FakePortal) -> None:
    now = int(time.time())
    forged = portal.scaffolder.sign({"sub": ANNA, "iat": now, "exp": now + 60}, "vnd.backstage.limited-user")
    assert "does not publish" in refusal(portal, portal.plugin(obo=forged))


# --- signatures -----------------------------------------------------------------------------------------------


def _segment(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _claims(portal: FakePortal) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(portal.user(), options={"verify_signature": False})
    return found


def test_a_signature_of_somebody_else(portal: FakePortal) -> None:
    portal.users = Signer("users-1")
    assert "not signed by the portal" in refusal(portal, portal.user())


def test_a_key_that_is_not_published(portal: FakePortal) -> None:
    portal.users = Signer("users-9")
    assert "does not publish" in refusal(portal, portal.user())


def test_claims_that_were_changed(portal: FakePortal) -> None:
    head, _, signature = portal.user().split(".")
    changed = f"{head}.{_segment({**_claims(portal), 'sub': 'user:default/root'})}.{signature}"
    assert "not signed by the portal" in refusal(portal, changed)


def test_no_signature(portal: FakePortal) -> None:
    head, body, _ = portal.user().split(".")
    refusal(portal, f"{head}.{body}.")
    for algorithm in ("none", "None", "NONE", "nOnE", ""):
        header = {"alg": algorithm, "typ": "vnd.backstage.user", "kid": "users-1"}
        for token in (f"{_segment(header)}.{body}.", f"{_segment(header)}.{body}.{_segment(b'x')}"):
            assert "algorithm that is not accepted" in refusal(portal, token)


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_the_public_key_is_no_secret(portal: FakePortal, algorithm: str) -> None:
    """The classic: a token signed with the published key as if it were a shared secret."""
    header = {"alg": algorithm, "typ": "vnd.backstage.user", "kid": "users-1"}
    signed = f"{_segment(header)}.{_segment(_claims(portal))}"
    public = portal.users.key.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for secret in (pem, pem.strip(), json.dumps(portal.users.public).encode(), b""):
        digest = hmac.new(secret, signed.encode(), hashlib.new(f"sha{algorithm[2:]}").name).digest()
        assert "algorithm that is not accepted" in refusal(portal, f"{signed}.{_segment(digest)}")


def test_a_secret_among_the_keys_signs_nothing(portal: FakePortal) -> None:
    secret = b"s" * 64
    portal.answers[USER_KEYS] = {"keys": [{"kty": "oct", "kid": "users-1", "k": _segment(secret), "alg": "HS256"}]}
    token = jwt.encode(_claims(portal), secret, "HS256", {"typ": "vnd.backstage.user", "kid": "users-1"})
    refusal(portal, token)
    refusal(
        portal,
        token.replace(token.split(".")[0], _segment({"alg": "ES256", "typ": "vnd.backstage.user", "kid": "users-1"})),
    )


def test_a_key_of_another_kind_than_the_header_says(portal: FakePortal) -> None:
    key = rsa.generate_private_key(65537, 2048)
    published = {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "users-1"}
    portal.answers[USER_KEYS] = {"keys": [published]}
    header = {"typ": "vnd.backstage.user", "kid": "users-1"}
    token = jwt.encode(_claims(portal), key, "RS256", header)
    assert "algorithm that is not accepted" in refusal(portal, token)
    head = _segment({**header, "alg": "ES256"})
    assert "does not publish" in refusal(portal, f"{head}.{token.partition('.')[2]}", algorithms=("ES256", "RS256"))
    assert verifier(portal, algorithms=("RS256",)).caller(token).subject == ANNA
    published["alg"] = "RS512"  # the key says what it is for
    assert "does not publish" in refusal(portal, token, algorithms=("RS256", "RS512"))


def test_a_key_that_is_too_weak(portal: FakePortal) -> None:
    key = rsa.generate_private_key(65537, 1024)
    portal.answers[USER_KEYS] = {"keys": [{**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "users-1"}]}
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        token = jwt.encode(_claims(portal), key, "RS256", {"typ": "vnd.backstage.user", "kid": "users-1"})
    assert "does not publish" in refusal(portal, token, algorithms=("RS256",))


def test_another_curve(portal: FakePortal) -> None:
    portal.users = Signer("users-1", ec.generate_private_key(ec.SECP384R1()), "ES384")
    portal.publish()
    assert "algorithm that is not accepted" in refusal(portal, portal.user())
    assert verifier(portal, algorithms=("ES384",)).caller(portal.user()).subject == ANNA


def test_keys_that_a_token_brings_along_are_not_looked_at(portal: FakePortal) -> None:
    own, elsewhere = Signer("users-1"), f"{portal.url}/elsewhere"
    portal.answers["/elsewhere"] = {"keys": [own.public]}
    for header in ({"jwk": own.public}, {"jku": elsewhere}, {"x5u": elsewhere}, {"x5c": ["AAAA"]}):
        token = own.sign(_claims(portal), "vnd.backstage.user", **header)
        assert "not signed by the portal" in refusal(portal, token)
    assert portal.count("/elsewhere") == 0


def test_a_header_that_must_be_understood(portal: FakePortal) -> None:
    token = portal.users.sign(_claims(portal), "vnd.backstage.user", crit=["exp"], exp=1)
    assert "malformed" in refusal(portal, token)


@pytest.mark.parametrize("kid", [None, 7, "", {"a": 1}, "users-1\n"])
def test_a_key_id_that_makes_no_sense(portal: FakePortal, kid: Any) -> None:
    head = _segment({"alg": "ES256", "typ": "vnd.backstage.user", "kid": kid})
    refusal(portal, f"{head}.{portal.user().partition('.')[2]}")


# --- anything at all ------------------------------------------------------------------------------------------

_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=6), inside, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def lasting() -> Any:
    with serving() as portal:
        yield portal, verifier(portal)


@given(token=st.text(max_size=60) | st.lists(st.text(max_size=20), min_size=3, max_size=3).map(".".join))
def test_any_text(lasting: tuple[FakePortal, PortalTokens], token: str) -> None:
    with pytest.raises(Refused):
        lasting[1].caller(token)


@given(header=_ANY, body=_ANY)
def test_any_segments(lasting: tuple[FakePortal, PortalTokens], header: Any, body: Any) -> None:
    head = {
        "alg": "ES256",
        "typ": "vnd.backstage.user",
        "kid": "users-1",
        **(header if isinstance(header, dict) else {}),
    }
    for one in (header, head, {**head, "typ": "vnd.backstage.plugin"}):
        with pytest.raises(Refused):
            lasting[1].caller(f"{_segment(one)}.{_segment(body)}.{_segment(b's' * 64)}")


@given(claims=st.dictionaries(st.sampled_from(["exp", "iat", "nbf", "sub", "aud", "iss", "ent", "obo", "jti"]), _ANY))
def test_any_claims_that_are_signed(lasting: tuple[FakePortal, PortalTokens], claims: dict[str, Any]) -> None:
    """Even a portal that has lost its mind makes no error of ours."""
    portal, asked = lasting
    for signer, typ, said in (
        (portal.users, "vnd.backstage.user", {**_claims(portal), **claims}),
        (portal.scaffolder, "vnd.backstage.plugin", {**_claims(portal), "sub": "scaffolder", "aud": "proxy", **claims}),
    ):
        head = _segment({"alg": "ES256", "typ": typ, "kid": signer.kid})
        signed = f"{head}.{_segment(said)}"
        signature = get_default_algorithms()["ES256"].sign(signed.encode(), signer.key)
        try:
            asked.caller(f"{signed}.{_segment(signature)}")
        except Refused as error:
            assert str(error).endswith(".")


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1e400", "1" + "0" * 30, "Infinity", "NaN", "-1e400", "1" * 5000])
@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
def test_numbers_that_are_no_times(portal: FakePortal, claim: str, number: str) -> None:
    def signed(signer: Signer, typ: str, claims: dict[str, Any]) -> str:
        said = json.dumps({**claims, claim: "?"}).replace('"?"', number)
        head = f"{_segment({'alg': 'ES256', 'typ': typ, 'kid': signer.kid})}.{_segment(said.encode())}"
        return f"{head}.{_segment(get_default_algorithms()['ES256'].sign(head.encode(), signer.key))}"

    now = int(time.time())
    plugin = {"sub": "scaffolder", "aud": "proxy", "iat": now, "exp": now + 60}
    refusal(portal, signed(portal.users, "vnd.backstage.user", _claims(portal)))
    refusal(portal, signed(portal.scaffolder, "vnd.backstage.plugin", plugin))


def test_too_deep_and_too_long(portal: FakePortal) -> None:
    deep = _segment(b'{"a":' * 5000)
    assert "malformed" in refusal(portal, f"{deep[:8000]}.{deep[:8000]}.x")
    assert "too long" in refusal(portal, "x" * 20_000)


def test_the_keys_of_each_plugin_are_its_own(portal: FakePortal) -> None:
    portal.answers[plugin_keys("tech-insights")] = {"keys": [Signer("scaffolder-1").public]}
    said = refusal(portal, portal.plugin(sub="tech-insights"), plugins=("scaffolder", "tech-insights"))
    assert "not signed by the portal" in said
