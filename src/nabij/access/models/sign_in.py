# SPDX-License-Identifier: EUPL-1.2
"""Sign-in: sessions, second factors, recovery codes, single sign-on, and tries that are counted."""

import hashlib
import uuid
from typing import Any

from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import FactorKind
from nabij.access.models.institution import User
from nabij.core.refs import new_ref


class Session(AbstractBaseSession):
    """One browser that signs in or has signed in; what is known of it stands in columns.

    `session_key` is a hash of the cookie, so who reads the table cannot take a session over. The
    columns are changed one by one, never by saving the whole row: two requests of one browser at
    the same moment cannot undo each other's lock.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    # When a second factor was last given in this session.
    proven_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    # The roles under which the key was made; other roles, another key.
    rights = models.CharField(max_length=250, blank=True)
    browser = models.CharField(max_length=200, blank=True)
    access_point = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} from {self.access_point}"

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore


def hashed(cookie: str) -> str:
    """Return the hash under which a session is kept; a cookie holds 165 random bits."""
    return hashlib.blake2b(cookie.encode(), digest_size=20).hexdigest()


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with hashed keys.

    `row` is what was read (SESSION_ENGINE).
    """

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def signed_in(self) -> Session | None:
        """Return the row of this browser when somebody has signed in there."""
        self._get_session()  # type: ignore[attr-defined]  # reads the row, once
        return self.row if self.row is not None and self.row.user_id else None

    def _get_session_from_db(self) -> Session | None:
        self.row = Session.objects.filter(
            session_key=hashed(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def exists(self, session_key: str | None = None) -> bool:
        return Session.objects.filter(session_key=hashed(session_key or "")).exists()

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            Session.objects.filter(session_key=hashed(key)).delete()

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        data: dict[str, Any] = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        values = {"session_data": self.encode(data), "expire_date": self.get_expiry_date()}
        key = hashed(self.session_key)
        if must_create:
            try:
                with transaction.atomic():
                    self.row = Session.objects.create(session_key=key, **values)
            except IntegrityError:
                raise CreateError from None
        elif not Session.objects.filter(session_key=key).update(**values):
            raise UpdateError


class SecondFactor(models.Model):
    """An authenticator app or a passkey of a colleague."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="second_factors")
    kind = models.CharField(max_length=10, choices=FactorKind)
    name = models.CharField(_("name"), max_length=60)
    # Binds the sealed secret to this row.
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    secret = models.BinaryField(null=True)
    credential_id = models.BinaryField(null=True, unique=True)
    public = models.BinaryField(null=True)
    # App: the last half minute whose code was used. Passkey: its own count of uses.
    counter = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(kind="app"), name="secondfactor_one_app"
            ),
            models.CheckConstraint(
                name="secondfactor_is_whole",
                condition=models.Q(
                    kind="app", secret__isnull=False, credential_id=None, public=None
                )
                | models.Q(
                    kind="passkey", secret=None, credential_id__isnull=False, public__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


class RecoveryCode(models.Model):
    """One code on paper, kept as a keyed hash; it works once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recoverycode_once")]

    def __str__(self) -> str:
        return f"code of {self.user_id}"


class SingleSignOn(models.Model):
    """Who a colleague is at the institution's provider: recorded at the first sign-in."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="single_sign_ons")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="singlesignon_one_person"),
            models.UniqueConstraint(fields=["user", "issuer"], name="singlesignon_one_per_issuer"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.issuer}"


class SignInTry(models.Model):
    """How often something was tried lately; `key` says what, with a keyed hash of who."""

    key = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveIntegerField()
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
