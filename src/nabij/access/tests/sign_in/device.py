# SPDX-License-Identifier: EUPL-1.2
"""A passkey in software: what a browser and its device would answer, and what a thief would."""

import hashlib
import json
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Device:
    def __init__(self, *, host="testserver", origin=None, counts=False):
        self.host, self.origin = host, origin or f"https://{host}"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = hashlib.sha256(str(id(self)).encode()).digest()
        self.uses, self.counts, self.flags = 0, counts, PRESENT | VERIFIED

    def make(self, asked):
        """Answer the question for a new passkey."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = b"\0" * 16 + struct.pack(">H", 32) + self.credential_id + public
        data = self._data(self.flags | ATTESTED) + attested
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer("create", asked, {"attestationObject": websafe_encode(statement)})

    def give(self, asked):
        """Answer the question for the passkey."""
        self.uses += self.counts
        data = self._data(self.flags)
        answer = self._answer("get", asked, {"authenticatorData": websafe_encode(data)})
        said = self._client_data("get", asked)
        signed = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        answer["response"]["signature"] = websafe_encode(signed)
        return answer

    def _data(self, flags):
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.uses)

    def _client_data(self, kind, asked):
        said = {
            "type": f"webauthn.{kind}",
            "challenge": asked["challenge"],
            "origin": self.origin,
            "crossOrigin": False,
        }
        return json.dumps(said).encode()

    def _answer(self, kind, asked, response):
        name = websafe_encode(self.credential_id)
        said = websafe_encode(self._client_data(kind, asked))
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": {"clientDataJSON": said, **response},
            "clientExtensionResults": {},
        }
