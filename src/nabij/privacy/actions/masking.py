# SPDX-License-Identifier: EUPL-1.2
"""Take the names of who is erased out of the register of data breaches, which itself has to stay.

Part of an erasure: works as `nabij_erasure`, in its transaction, before the names themselves go.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from nabij.core.identifiers import format_phone
from nabij.privacy.actions.going import forget_history
from nabij.privacy.queries.holdings import Whose
from nabij.privacy.rules.masking import Called, masked

BREACH = "privacy.Breach"
COLUMNS = ("what", "measures", "authority_reason", "clients_reason")


def breaches_that_name(*, person: Whose) -> dict[int, dict[str, str]]:
    """Return which breaches say who somebody is, with their texts as they are to stand.

    In one that was found at this person each word of their name counts, in others whole names,
    numbers and addresses only: a surname alone may be somebody else's.
    """
    called = _called(person)
    found = {}
    for row in _objects(BREACH).select_related("find"):
        is_theirs = row.find is not None and row.find.person_id in person.keys
        names = called.whole | called.parts if is_theirs else called.whole
        texts = {name: masked(getattr(row, name), names) for name in COLUMNS}
        texts = {name: text for name, text in texts.items() if text != getattr(row, name)}
        if texts:
            found[row.pk] = texts
    return found


def mask_breaches(*, person: Whose) -> None:
    """Mask the names of somebody in the register, and forget how it stood before."""
    found = breaches_that_name(person=person)
    for key, texts in found.items():
        _objects(BREACH).filter(pk=key).update(**texts)
    forget_history(BREACH, rows=set(found))


def _called(person: Whose) -> Called:
    keys = list(person.keys)
    first, last, sure = set(), set(), set()
    for detail in _objects("relations.PersonDetail").filter(party__in=keys):
        first |= {detail.call_name, detail.given_names, *detail.given_names.split()}
        for prefix, name in (
            (detail.own_prefix, detail.own_name),
            (detail.partner_prefix, detail.partner_name),
        ):
            last |= {name, f"{prefix} {name}".strip()} if name else set()
    for party in _objects("relations.Party").filter(pk__in=keys):
        sure |= {party.name, party.client_number or ""}
    sure |= set(_ways_to_reach(keys))
    return Called(first - {""}, last - {""}, sure - {""})


def _ways_to_reach(keys: list[int]) -> Iterator[str]:
    for point in _objects("relations.ContactPoint").filter(party__in=keys):
        yield point.value
        if point.system == "phone":
            yield format_phone(point.value)
    for address in _objects("relations.Address").filter(party__in=keys):
        if address.street and address.house_number:
            yield f"{address.street} {address.house_number}"


def _objects(label: str) -> Any:
    model: Any = apps.get_model(label)
    return model._base_manager.all()
