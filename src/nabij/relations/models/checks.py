# SPDX-License-Identifier: EUPL-1.2
"""What the database checks of columns that belong together."""

from django.db.models import Q

from nabij.relations.choices import PrecisionChoice


def date_has_precision(name: str) -> Q:
    """Return the check that a partial date has both its columns or neither."""
    return Q(**{f"{name}_on__isnull": True, f"{name}_precision": ""}) | Q(
        **{f"{name}_on__isnull": False, f"{name}_precision__in": PrecisionChoice.values}
    )
