# SPDX-License-Identifier: EUPL-1.2
"""Passkeys: what the browser is asked for, and whether its answer is right.

A passkey here always asks for the person too (finger, face or PIN), so it is two factors at once:
something one has, and something one is or knows. The ceremony itself is python-fido2's.

Source: W3C Web Authentication, level 3.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


class WrongPasskey(Exception):
    """The answer of the browser does not prove what was asked."""


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What is kept of a passkey: its public half and how often it was used."""

    credential_id: bytes
    public: bytes
    uses: int


def begin_adding(
    *, host: str, handle: bytes, email: str, name: str, present: Sequence[bytes]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what to ask of the browser for a new passkey, and what to remember meanwhile.

    Args:
        host: the name of the site, without port; the passkey works there only.
        handle: which account this is, meaningless to others.
        present: the public halves of the passkeys that are there already.
    """
    options, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=email, display_name=name),
        credentials=[AttestedCredentialData(one) for one in present],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options)["publicKey"], state


def finish_adding(*, host: str, state: Mapping[str, Any], answer: Mapping[str, Any]) -> NewPasskey:
    """Return the passkey that the browser made.

    Raises:
        WrongPasskey: the answer is not to our question, not from this site, or not whole.
    """
    try:
        made = _server(host).register_complete(state, answer)
    except _ODD_ANSWERS as error:
        raise WrongPasskey from error
    credential = made.credential_data
    if credential is None:
        raise WrongPasskey
    return NewPasskey(bytes(credential.credential_id), bytes(credential), made.counter)


def begin_asking(*, host: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what to ask of the browser for a passkey that is there, and what to remember.

    No account is named: the browser offers the passkeys that it has for this site, so the page
    tells nobody who has one.
    """
    options, state = _server(host).authenticate_begin(
        user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options)["publicKey"], state


def credential_id_of(answer: Mapping[str, Any]) -> bytes:
    """Return which passkey an answer says it is.

    Raises:
        WrongPasskey: it says nothing of the kind.
    """
    try:
        return AuthenticationResponse.from_dict(answer).raw_id
    except _ODD_ANSWERS as error:
        raise WrongPasskey from error


def finish_asking(
    *, host: str, state: Mapping[str, Any], answer: Mapping[str, Any], public: bytes
) -> int:
    """Return how often this passkey was used, by its own count, when the answer is right.

    Raises:
        WrongPasskey: the answer is not to our question, not from this site, or not signed by it.
    """
    try:
        _server(host).authenticate_complete(state, [AttestedCredentialData(public)], answer)
        return AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    except _ODD_ANSWERS as error:
        raise WrongPasskey from error


# The library parses what a stranger sent: whatever it stumbles over is a wrong answer.
_ODD_ANSWERS = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    AssertionError,
    struct.error,
)


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="nabij"))
