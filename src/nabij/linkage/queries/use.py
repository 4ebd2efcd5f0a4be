# SPDX-License-Identifier: EUPL-1.2
"""Whether a person is more than what linking made of a record."""

from nabij.core.viewer import Viewer
from nabij.linkage.models import RecordLink

# Rows that linking itself makes, or that say nothing of use. A new table counts as use until it
# is listed here.
_NO_USE = frozenset(
    {
        "linkage.RecordLink",
        "dossiers.DossierNotice",
        "relations.PersonDetail",
        "relations.Address",
        "relations.ContactPoint",
        "relations.Identifier",
    }
)


def is_in_use(*, viewer: Viewer, person_id: int) -> bool:
    """Tell whether a person is in use, so that it has to stay when its records go.

    So when registered or edited by a colleague, a client of ours, or joined by anything: a care
    relation, a relative, an instruction. One SQL query per table that points to persons.
    """
    made = RecordLink.objects.filter(
        person_id=person_id,
        is_origin=True,
        person__version=1,
        person__unit__isnull=True,
        person__client_number__isnull=True,
    )
    if not made.exists():
        return True
    party = RecordLink.person.field.related_model
    for relation in party._meta.related_objects:
        table = relation.related_model
        if table._meta.label in _NO_USE:
            continue
        rows = table._default_manager.filter(**{relation.field.name: person_id})
        if table._meta.label == "access.Occasion":  # a phone call of last week is no use
            rows = rows.filter(ends_at__gt=viewer.at)
        if table._meta.label == "relations.BsnCheck":  # by a colleague, not by a message
            rows = rows.filter(checked_by__isnull=False)
        if rows.exists():
            return True
    return False
