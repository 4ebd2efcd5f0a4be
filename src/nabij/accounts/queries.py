# SPDX-License-Identifier: EUPL-1.2
"""What can be asked about organisations as business relations. Nothing of care comes here."""

from dataclasses import dataclass

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import Organisation, Tie


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """An organisation with its place in the structure, and what the viewer may do.

    `above` is what it is a branch or subsidiary of or buys through, `below` the other way round,
    `beside` whom it works together with or refers to.
    """

    organisation: Organisation
    above: tuple[Tie, ...]
    below: tuple[Tie, ...]
    beside: tuple[Tie, ...]
    may_change: bool
    may_merge: bool


def organisation_page(*, viewer: Viewer, ref: str) -> OrganisationPage:
    """Return what relations knows for the organisation page. At most eight SQL queries.

    The caller logs the people who are shown. Who is in care at the organisation is not shown.

    Raises:
        PartyNotFound: there is none, it is a person, or this role sees no relations.
    """
    found = relations_queries.organisation(viewer=viewer, ref=ref)
    structure = found.structure
    beside = ("partner_organisation", "referrer")
    return OrganisationPage(
        organisation=found,
        above=tuple(t for t in structure if t.kind not in beside and not t.is_from_other),
        below=tuple(t for t in structure if t.kind not in beside and t.is_from_other),
        beside=tuple(t for t in structure if t.kind in beside),
        may_change=access_rules.may_register_organisations(viewer.roles),
        may_merge=access_rules.may_merge_organisations(viewer.roles),
    )
