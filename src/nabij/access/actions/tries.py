# SPDX-License-Identifier: EUPL-1.2
"""How often somebody may try: counted in the database, before any password is looked at.

A try is taken before it is made, in one statement, and given back when it was right. So a
thousand tries at the same moment, in as many processes, are never more than the limit.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from nabij.access.models import SignInTry
from nabij.core import crypto
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer

WITHIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many wrong tries; after those nothing is tried until 15 minutes are over."""

    name: str
    most: int


PER_ACCOUNT = Limit("account", 5)
PER_ADDRESS = Limit("address", 20)
PER_CODE = Limit("code", 5)
PER_MAIL = Limit("mail", 3)
# Of letters by themselves: who asks for one uses up no sign-in of the colleagues around them.
PER_MAIL_ADDRESS = Limit("mail-address", 20)


class TooManyTries(DomainError):
    code = "too-many-tries"
    message = _("That was tried too often. Wait %(minutes)s minutes and try again.")
    http_status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(minutes=-(-retry_after // 60))
        self.retry_after = retry_after


# A try counts until a quarter of an hour without tries is over, so no quarter holds more than the
# limit. One that is refused changes nothing: whoever keeps trying does not lengthen the wait.
_TAKE = """
INSERT INTO access_signintry AS kept (key, count, last_at) VALUES (%(key)s, 1, %(at)s)
ON CONFLICT (key) DO UPDATE
SET count = CASE WHEN kept.last_at <= %(since)s THEN 1 ELSE kept.count + 1 END,
    last_at = greatest(kept.last_at, excluded.last_at)
WHERE kept.last_at <= %(since)s OR kept.count < %(most)s
RETURNING count
"""


def take_try(*, viewer: Viewer, limit: Limit, of: str) -> None:
    """Take one try of whom `of` says; `give_back` returns it. One SQL statement.

    Raises:
        TooManyTries: the limit is reached; it says when to come back.
    """
    key = _key(limit, of)
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {"key": key, "at": viewer.at, "since": viewer.at - WITHIN, "most": limit.most},
        )
        if cursor.fetchone():
            return
    last_at = SignInTry.objects.values_list("last_at", flat=True).get(key=key)
    raise TooManyTries(max(1, round((last_at + WITHIN - viewer.at).total_seconds())))


def give_back(*, viewer: Viewer, limit: Limit, of: str) -> None:
    """Return a try that was right."""
    SignInTry.objects.filter(key=_key(limit, of), count__gt=0).update(count=F("count") - 1)


def forget_tries(*, viewer: Viewer, limit: Limit, of: str) -> None:
    """Forget the tries of one who has just proven who they are."""
    SignInTry.objects.filter(key=_key(limit, of)).delete()


def sweep_tries(before: datetime) -> None:
    """Remove what no longer counts (shared inside this package)."""
    SignInTry.objects.filter(last_at__lt=before - WITHIN).delete()


def _key(limit: Limit, of: str) -> str:
    return f"{limit.name}:{crypto.blind_index(of, purpose='sign-in-try').hex()}"
