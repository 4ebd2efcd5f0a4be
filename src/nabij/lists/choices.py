# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SharedWith(models.TextChoices):
    NOBODY = "nobody", _("only me")
    TEAM = "team", _("one of my teams")
    EVERYBODY = "everybody", _("everybody who may open this list")
