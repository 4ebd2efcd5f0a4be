# SPDX-License-Identifier: EUPL-1.2
"""Colleagues, their roles and the units they belong to."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from nabij.access.choices import ROLE_CHOICES, UnitKind
from nabij.core.history import tracked
from nabij.core.refs import new_ref


@tracked()
class Unit(models.Model):
    """A part of the institution; the tree's root is the institution or the holding."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=20, choices=UnitKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save()
        return user


@tracked(without=("password", "last_login"))
class User(AbstractBaseUser):
    """A colleague who signs in. What they may do follows from roles and units, both dated."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Upper("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name


@tracked()
class RoleAssignment(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=ROLE_CHOICES)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "starts_on"], name="roleassignment_once_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.user_id})"


@tracked()
class UnitMembership(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="unit_memberships")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "starts_on"], name="unitmembership_once_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.unit_id}"
