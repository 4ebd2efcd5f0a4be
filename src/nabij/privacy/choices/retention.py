# SPDX-License-Identifier: EUPL-1.2
"""What the regimes of retention are called that a list of whose term is over knows."""

from django.utils.translation import gettext_lazy as _

REGIMES = {"care": _("care record"), "contact": _("contact without care")}
