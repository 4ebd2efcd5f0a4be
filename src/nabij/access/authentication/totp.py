# SPDX-License-Identifier: EUPL-1.2
"""Codes of an authenticator app, and codes on paper for who lost it.

Source: RFC 6238 (TOTP) with SHA-1, 30 seconds and six digits: what every app understands.
"""

import base64
import hmac
import secrets
import struct
from datetime import datetime
from io import BytesIO
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
# A phone's clock may be up to half a minute off, either way.
TOLERANCE = 1

PAPER_CODES = 10
_PAPER_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_PAPER_LENGTH = 12


def new_secret() -> bytes:
    """Return a fresh secret for an authenticator app."""
    return secrets.token_bytes(SECRET_BYTES)


def step_of(at: datetime) -> int:
    """Return the number of the half minute that `at` falls in."""
    return int(at.timestamp()) // SECONDS


def code(secret: bytes, step: int) -> str:
    """Return the code of one step.

    Example:
        >>> code(b"12345678901234567890", 1)
        '287082'
    """
    digest = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    start = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: bytes, given: str, *, at: datetime) -> int | None:
    """Return the step whose code was given, None when it is none of now.

    The caller accepts a step only once: that is what makes it a one-time password.
    """
    now = step_of(at)
    found = None
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        # All of them are compared, so that the time it takes tells nothing.
        if hmac.compare_digest(code(secret, step).encode(), given.encode()):
            found = step
    return found


def shown_secret(secret: bytes) -> str:
    """Return the secret as a person types it over, in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, *, account: str, issuer: str) -> str:
    """Return the otpauth address by which an app takes the secret over."""
    label = quote(f"{issuer}:{account}", safe=":@")
    text = base64.b32encode(secret).decode().rstrip("=")
    return f"otpauth://totp/{label}?" + urlencode(
        {"secret": text, "issuer": issuer}, quote_via=quote
    )


def picture(text: str) -> str:
    """Return `text` as a QR code, as the data address of an image."""
    import qrcode  # 14 MB with its images, for the one page that enrols an app
    from qrcode.image.svg import SvgPathFillImage

    image = BytesIO()
    made = qrcode.make(text, image_factory=SvgPathFillImage, border=2)  # type: ignore[attr-defined, no-untyped-call]
    made.save(image)
    return "data:image/svg+xml;base64," + base64.b64encode(image.getvalue()).decode()


def new_paper_codes() -> list[str]:
    """Return fresh recovery codes of almost 60 bits, in groups of four.

    Letters that look alike left out.
    """
    return [
        shown_paper_code("".join(secrets.choice(_PAPER_ALPHABET) for _ in range(_PAPER_LENGTH)))
        for _ in range(PAPER_CODES)
    ]


def shown_paper_code(text: str) -> str:
    """Return a recovery code in groups of four."""
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def plain(given: str) -> str:
    """Return a code as it is compared: without blanks and dashes, in capitals."""
    return "".join(given.split()).replace("-", "").upper()
