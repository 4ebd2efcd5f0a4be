# SPDX-License-Identifier: EUPL-1.2
"""The codes by which the invented colleagues give their second step."""

from collections.abc import Sequence
from dataclasses import dataclass

from nabij.access import queries as access_queries
from nabij.access.authentication import totp
from nabij.core import crypto
from nabij.core.viewer import Viewer
from nabij.demo import rules
from nabij.demo.generator.shapes import Institution
from nabij.linkage import queries as linkage_queries


@dataclass(frozen=True, slots=True)
class CodeNow:
    email: str
    name: str
    code: str
    seconds: int


def app_secret(*, viewer: Viewer, email: str) -> bytes:
    """Return the secret of an invented colleague's authenticator app.

    It follows from this installation's secret key and an invented address. So the codes can be
    printed without ever reading the secret of a real colleague.
    """
    return crypto.lasting_hash(email, purpose="demo-authenticator-app")[: totp.SECRET_BYTES]


def codes_now(*, viewer: Viewer, institution: Institution, who: str = "") -> Sequence[CodeNow]:
    """Return the codes of this moment, of the invented colleagues that are here.

    Args:
        who: part of a name or address; all when empty.
    """
    by_key = {colleague.key: colleague for colleague in institution.colleagues}
    cast = [by_key[key] for key in rules.cast_keys(institution)]
    step = totp.step_of(viewer.at)
    seconds = totp.SECONDS - int(viewer.at.timestamp()) % totp.SECONDS
    return [
        CodeNow(
            colleague.email,
            colleague.name,
            totp.code(app_secret(viewer=viewer, email=colleague.email), step),
            seconds,
        )
        for colleague in cast
        if who.lower() in f"{colleague.name} {colleague.email}".lower()
        and access_queries.user_with_email(email=colleague.email)
    ]


def is_in_use(*, viewer: Viewer) -> bool:
    """Tell whether colleagues or sources are here already: then nothing invented is added."""
    return access_queries.has_colleagues(viewer=viewer) or bool(
        linkage_queries.sources(viewer=viewer)
    )
