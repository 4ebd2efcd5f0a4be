# SPDX-License-Identifier: EUPL-1.2
"""By what the review of the access log compares clients with who looked: for the machine only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched

from django.db.models import Q
from django.utils.timezone import localdate

from nabij.core.viewer import Viewer
from nabij.relations.models import Address, PersonDetail
from nabij.relations.queries.cards import PartyNotFound

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Names, birth date and addresses of one person; nothing of it is shown to anybody."""

    person_id: int
    surnames: tuple[str, ...]
    born: date | None
    doors: tuple[tuple[str, str], ...]


def likenesses(*, viewer: Viewer, person_ids: Iterable[int]) -> Iterator[Likeness]:
    """Yield by what each of these persons is compared. Two SQL queries per 5,000 persons.

    Addresses of today, secret ones too: they are compared, and nothing says which one was like.

    Raises:
        PartyNotFound: a colleague asks.
    """
    if not viewer.is_machine:
        raise PartyNotFound
    today = localdate(viewer.at)
    for keys in batched(person_ids, AT_ONCE, strict=False):
        doors: dict[int, list[tuple[str, str]]] = defaultdict(list)
        homes = Address.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), party_id__in=keys)
        for party_id, postcode, number in homes.exclude(postcode="").values_list(
            "party_id", "postcode", "house_number"
        ):
            doors[party_id].append((postcode, number))
        details = PersonDetail.objects.filter(party_id__in=keys)
        for party_id, own, partner, born, precision in details.values_list(
            "party_id", "own_name", "partner_name", "party__birth_on", "party__birth_precision"
        ):
            yield Likeness(
                person_id=party_id,
                surnames=tuple(name for name in (own, partner) if name),
                born=born if precision == "day" else None,
                doors=tuple(doors[party_id]),
            )
