# SPDX-License-Identifier: EUPL-1.2
"""Passwords are kept as Argon2id, made by the library that already seals our data."""

import secrets
from typing import Any

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from django.contrib.auth.hashers import BasePasswordHasher, mask_hash

PREFIX = "argon2id"


class Argon2idHasher(BasePasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane.

    Sixteen people who sign in at the same moment (2 processes of 8 threads) so need 300 MiB.

    Source: OWASP Password Storage Cheat Sheet; RFC 9106.
    """

    algorithm = PREFIX
    memory_cost = 19_456
    iterations = 2
    lanes = 1

    def encode(self, password: str, salt: str) -> str:
        """Return the hash in the PHC format, behind the name by which Django finds this class."""
        derived = Argon2id(
            salt=salt.encode(),
            length=32,
            iterations=self.iterations,
            lanes=self.lanes,
            memory_cost=self.memory_cost,
        ).derive_phc_encoded(password.encode())
        return f"{PREFIX}{derived}"

    def salt(self) -> str:
        """Return sixteen random bytes as text."""
        return secrets.token_hex(16)

    def verify(self, password: str, encoded: str) -> bool:
        """Tell whether `password` is the one that was encoded."""
        try:
            Argon2id.verify_phc_encoded(password.encode(), encoded.removeprefix(PREFIX))
        except InvalidKey:
            return False
        return True

    def decode(self, encoded: str) -> dict[str, Any]:
        """Return what the encoded form says of its making."""
        _name, _variety, _version, costs, salt, derived = encoded.split("$")
        memory, iterations, lanes = (int(part.partition("=")[2]) for part in costs.split(","))
        return {
            "algorithm": PREFIX,
            "memory_cost": memory,
            "iterations": iterations,
            "lanes": lanes,
            "salt": salt,
            "hash": derived,
        }

    def must_update(self, encoded: str) -> bool:
        """Tell whether a hash was made with other costs than those of today."""
        made = self.decode(encoded)
        today = (self.memory_cost, self.iterations, self.lanes)
        return (made["memory_cost"], made["iterations"], made["lanes"]) != today

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Do nothing: the work of a hash follows from its costs, which are brought up to date."""

    def safe_summary(self, encoded: str) -> Any:
        """Return what may be shown of a hash."""
        made = self.decode(encoded)
        return {"algorithm": PREFIX, "hash": mask_hash(made["hash"])}
