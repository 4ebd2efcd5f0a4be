# SPDX-License-Identifier: EUPL-1.2
"""One fact with all that is known of it, down to the resource as it came in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.timezone import localdate

from nabij.clientview.queries.picture import Dossier, dossier_of
from nabij.clientview.rules.originals import pretty
from nabij.clientview.rules.statements import Stance, stance_of
from nabij.core.viewer import Viewer
from nabij.dossiers.queries import facts as fact_queries
from nabij.dossiers.queries import keys as fact_key_queries
from nabij.dossiers.rules.telling import telling_names
from nabij.dossiers.types import FactInView
from nabij.relations.types import RestrictionInView


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPage:
    """One fact, its other versions and its original as text that people can read.

    `original` is None where the content of care stays shut: a resource holds more than its columns,
    such as the reason of a visit.
    """

    fact: FactInView
    stance: Stance
    on: date
    versions: tuple[FactInView, ...]
    media: str
    original: str | None
    is_cut: bool


def dossier_of_fact(
    *, viewer: Viewer, person_id: int, ref: str, purpose: str = ""
) -> tuple[Dossier, str]:
    """Return the person's dossier with the one open record that a fact is of, and its kind.

    So only that record is opened and named in the log. Three SQL queries.

    Raises:
        FactNotFound: there is none, or it is of no record of this person that stands open.
    """
    dossier = dossier_of(viewer=viewer, person_id=person_id, purpose=purpose)
    keys = fact_key_queries.fact_keys(viewer=viewer, ref=ref)
    records = tuple(r for r in dossier.records if keys is not None and r.id == keys.record_id)
    if keys is None or not records:
        raise fact_queries.FactNotFound
    return replace(dossier, records=records), keys.kind


def fact_page(
    *,
    viewer: Viewer,
    dossier_ids: Sequence[int],
    sensitive: Collection[int],
    ref: str,
    shows_care: bool,
    restricted: Collection[RestrictionInView] = (),
) -> FactPage:
    """Return one fact with everything about it. Only inside `access.actions.open_dossier`.

    `shows_care` tells whether the opening shows the content of care. Four SQL queries.

    Raises:
        FactNotFound: there is none, or it is not open to this opening.
        KeyMissing, SealBroken: the original cannot be opened.
    """
    on = localdate(viewer.at)
    found = fact_queries.fact(
        viewer=viewer, records=dossier_ids, ref=ref, sensitive=sensitive, restricted=restricted
    )
    text, is_cut, media = None, False, ""
    if shows_care:
        original = fact_queries.original(viewer=viewer, records=dossier_ids, ref=ref)
        hidden = set(found.withheld)
        if found.record_id not in sensitive:
            hidden |= telling_names(original.content, original.media)
        text, is_cut = pretty(original.content, original.media, hidden=hidden)
        media = original.media
    return FactPage(
        fact=found,
        stance=stance_of(found, on=on),
        on=on,
        versions=tuple(fact_queries.versions(viewer=viewer, records=dossier_ids, ref=ref)),
        media=media,
        original=text,
        is_cut=is_cut,
    )
