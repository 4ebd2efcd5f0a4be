# SPDX-License-Identifier: EUPL-1.2
"""What a case is about, and how far it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseKind(models.TextChoices):
    """What a case is about."""

    MIXED_PICTURE = "mixed_picture", _("records of two people in one picture")
    LOG_LINE = "log_line", _("a line of the log is not right, says the client")


class CaseState(models.TextChoices):
    OPEN = "open", pgettext_lazy("case", "open")
    CLOSED = "closed", pgettext_lazy("case", "closed")
