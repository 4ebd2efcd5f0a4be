# SPDX-License-Identifier: EUPL-1.2
"""What a colleague may choose about how the pages look and work. Kept in cookies only."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Theme(TextChoices):
    AUTO = "auto", pgettext_lazy("theme", "Automatic")
    LIGHT = "light", pgettext_lazy("theme", "Light")
    DARK = "dark", pgettext_lazy("theme", "Dark")


class Density(TextChoices):
    COMPACT = "compact", pgettext_lazy("density", "Compact")
    COMFORTABLE = "comfortable", pgettext_lazy("density", "Roomy")
    LARGE = "large", pgettext_lazy("density", "Large")


class Keys(TextChoices):
    ON = "on", _("On")
    OFF = "off", _("Off")


# Name of the form field: its choices, of which the first holds when nothing was chosen.
PREFERENCES: dict[str, type[TextChoices]] = {"theme": Theme, "density": Density, "keys": Keys}
TITLES = {"theme": _("Colours"), "density": _("Size"), "keys": _("Single-key shortcuts")}
COOKIE = "nabij_{}"
