# SPDX-License-Identifier: EUPL-1.2
"""Single sign-on with the institution's own provider, by OpenID Connect.

Authorisation code flow with PKCE, state and nonce. The ID token is checked in full, signature
included, although it comes straight from the provider.

Source: OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3.7; RFC 7636 (PKCE); RFC 8176 (amr).
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from jwt.exceptions import PyJWTError

SCOPE = "openid email profile"
# Only with a public key: the client secret must never be able to sign a token.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
CLOCK_LEEWAY = 60
TIMEOUT = 10
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# What a provider says when it asked for a second factor (RFC 8176).
SECOND_FACTOR = "mfa"


class SignOnFailed(Exception):
    """The provider did not prove who this is. The reason is for the log, not for the page."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The institution's provider, from settings.

    Attributes:
        trusted_acr: values of `acr` that mean a second factor was asked, beside `amr` "mfa".
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    trusted_acr: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One way to the provider and back; kept in the session, used once."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the provider says this is."""

    issuer: str
    subject: str
    email: str
    has_second_factor: bool


def new_errand() -> Errand:
    """Return fresh random values for one sign-in."""
    return Errand(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
    )


def address(provider: Provider, errand: Errand, *, back: str, again: bool = False) -> str:
    """Return where to send the browser; `again` asks that the provider lets nobody in unasked.

    Raises:
        SignOnFailed: the provider does not answer, or is not who it should be.
    """
    challenge = base64.urlsafe_b64encode(hashlib.sha256(errand.verifier.encode()).digest())
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": errand.state,
        "nonce": errand.nonce,
        "code_challenge": challenge.decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    if again:
        asked["prompt"] = "login"
    return f"{_described(provider)['authorization_endpoint']}?{urlencode(asked)}"


def identity(
    provider: Provider, errand: Errand, *, back: str, given: Mapping[str, str]
) -> Identity:
    """Return who came back from the provider.

    Args:
        back: the address the browser came back to, as it was asked for.
        given: the parameters it came back with.

    Raises:
        SignOnFailed: another errand, a refusal, or a token that is not right in every part.
    """
    if not hmac.compare_digest(given.get("state", "").encode(), errand.state.encode()):
        raise SignOnFailed("state")
    if not given.get("code"):
        raise SignOnFailed(f"refused: {given.get('error', '?')[:40]}")
    described = _described(provider)
    tokens = _tokens(provider, described, errand, back=back, code=given["code"])
    claims = checked(
        provider, tokens["id_token"], nonce=errand.nonce, keys=_keys(described["jwks_uri"])
    )
    if "email" not in claims and "userinfo_endpoint" in described:
        claims = _with_userinfo(described, tokens, claims)
    if claims.get("email_verified") is not True or not claims.get("email"):
        raise SignOnFailed("e-mail not verified")
    said = claims.get("amr")
    return Identity(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        email=str(claims["email"]).lower(),
        has_second_factor=(isinstance(said, list) and SECOND_FACTOR in said)
        or claims.get("acr") in provider.trusted_acr,
    )


def checked(provider: Provider, token: str, *, nonce: str, keys: jwt.PyJWKSet) -> dict[str, Any]:
    """Return the claims of an ID token after every check.

    Raises:
        SignOnFailed: wrong signature, issuer, audience, time or nonce.
    """
    try:
        header = jwt.get_unverified_header(token)
        key = next(one for one in keys.keys if one.key_id == header.get("kid"))
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=CLOCK_LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except StopIteration:
        raise SignOnFailed("unknown key") from None
    except PyJWTError as error:
        raise SignOnFailed(type(error).__name__) from error
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != provider.client_id:
        raise SignOnFailed("azp")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise SignOnFailed("nonce")
    return claims


def _described(provider: Provider) -> dict[str, Any]:
    """Return what the provider says of itself."""
    found = _asked(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise SignOnFailed("issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if name not in found:
            raise SignOnFailed(f"no {name}")
    return found


def _tokens(
    provider: Provider, described: dict[str, Any], errand: Errand, *, back: str, code: str
) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": errand.verifier,
    }
    methods = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in methods:
        found = _asked(
            described["token_endpoint"],
            form=form,
            auth=(provider.client_id, provider.client_secret),
        )
    else:
        form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
        found = _asked(described["token_endpoint"], form=form)
    if not isinstance(found.get("id_token"), str):
        raise SignOnFailed("no ID token")
    return found


def _keys(url: str) -> jwt.PyJWKSet:
    try:
        return jwt.PyJWKSet.from_dict(_asked(url))
    except PyJWTError as error:
        raise SignOnFailed("keys") from error


def _with_userinfo(
    described: dict[str, Any], tokens: dict[str, Any], claims: dict[str, Any]
) -> dict[str, Any]:
    """Add what only the userinfo endpoint tells, if it is about the same person."""
    found = _asked(described["userinfo_endpoint"], bearer=str(tokens.get("access_token")))
    if found.get("sub") != claims["sub"]:
        raise SignOnFailed("userinfo of somebody else")
    return {name: found[name] for name in ("email", "email_verified") if name in found} | claims


def _asked(
    url: str,
    *,
    form: dict[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    bearer: str = "",
) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise SignOnFailed("not over https")
    headers = {"Accept": "application/json"}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    try:
        answer = requests.request(
            "POST" if form else "GET",
            url,
            data=form,
            auth=auth,
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise SignOnFailed(type(error).__name__) from error
    if not isinstance(found, dict):
        raise SignOnFailed("not an object")
    return found
