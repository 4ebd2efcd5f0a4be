# SPDX-License-Identifier: EUPL-1.2
"""What lies sealed in privacy: the files of copies, until they are wiped."""

from nabij.core import crypto
from nabij.core.resealing import SealedColumn
from nabij.privacy.models import PersonCopy


def _bundle_context(ref: str) -> bytes:
    return f"copy {ref} bundle".encode()


def _paper_context(ref: str) -> bytes:
    return f"copy {ref} paper".encode()


CONTEXTS = {"bundle": _bundle_context, "paper": _paper_context}
SEALED = tuple(
    SealedColumn(table="privacy_personcopy", column=column, reads=("row.ref",), context=context)
    for column, context in CONTEXTS.items()
)


def sealed(copy: PersonCopy, column: str, plain: bytes) -> bytes:
    """Return a file of a copy as it lies in the database (shared inside this package)."""
    return crypto.seal(plain, context=CONTEXTS[column](copy.ref))


def unsealed(copy: PersonCopy, column: str) -> bytes:
    """Return a file of a copy that is there."""
    return crypto.unseal(bytes(getattr(copy, column)), context=CONTEXTS[column](copy.ref))
