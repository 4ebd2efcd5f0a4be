# SPDX-License-Identifier: EUPL-1.2
"""Put one field back to what it was: a change like any other, with why it was made."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nabij.core import history
from nabij.core.changes import Change
from nabij.core.dates import from_columns
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.privacy.queries.history import change_of_party
from nabij.privacy.rules.restoring import may_be_restored, restored
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries


class NotRestorable(DomainError):
    code = "not-restorable"
    message = gettext_lazy("This field cannot be put back here. Change it on the form.")


def restore_field(*, viewer: Viewer, ref: str, version: int, change_id: str, name: str) -> None:
    """Put a field of a person back to what it was before a change.

    It is saved by the action that changes persons, so rights, checks and history are the same.
    `version` is that of the person when the history was shown.

    Raises:
        PartyNotFound: there is no such person or change for this viewer.
        MayNotRegister: the role does not allow it.
        NotRestorable: this field is changed elsewhere.
        ChangedMeanwhile: a colleague saved another version since; nothing is written.
    """
    card, change = change_of_party(viewer=viewer, ref=ref, change_id=change_id)
    values = {one.name: one.old for one in change.fields}
    is_theirs = card.is_person and change.row == card.id  # not of who was merged into them
    if not is_theirs or name not in values or not may_be_restored(change.model, name):
        raise NotRestorable
    _key, _version, fields = relations_queries.person_fields(viewer=viewer, ref=card.ref)
    field, value = restored(name, _whole(change, name, values[name]))
    if field.startswith("name."):
        fields = replace(fields, name=replace(fields.name, **{field.removeprefix("name."): value}))
    else:
        fields = replace(fields, **{field: value})
    reason = _("put back to how it was before %(day)s") % {"day": f"{change.at:%-d-%-m-%Y}"}
    with history.by(viewer, way="restore", reason=reason):
        relations_actions.change_person(viewer=viewer, ref=card.ref, version=version, fields=fields)


def _whole(change: Change, name: str, old: Any) -> Any:
    """Return a date with its precision, as it was; anything else as it is."""
    if name != "birth_on":
        return old
    row = history.row_of(label=change.model, key=change.key)
    return from_columns(old, row.birth_precision)
