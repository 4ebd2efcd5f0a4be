# SPDX-License-Identifier: EUPL-1.2
"""What a client states, with what it stands beside. Only inside `access.actions.open_dossier`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nabij.contact import queries as contact_queries
from nabij.contact.queries import InteractionInView
from nabij.contact.types import Beside, StatementInView, StatementVersion
from nabij.core.viewer import Viewer
from nabij.dossiers.queries import facts as fact_queries
from nabij.dossiers.types import FactInView
from nabij.relations.queries import PartyNotFound, Person
from nabij.relations.types import RestrictionInView


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStatement:
    """A statement, and the fact it stands beside if it is one."""

    statement: StatementInView
    fact: FactInView | None

    @property
    def latest(self) -> StatementVersion:
        """Return how it stands now."""
        return self.statement.latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """All that one client states, as far as it opens here."""

    in_force: tuple[ShownStatement, ...] = ()
    withdrawn: tuple[ShownStatement, ...] = ()

    @property
    def of_all(self) -> tuple[ShownStatement, ...]:
        """Return what stands beside the dossier as a whole."""
        return tuple(one for one in self.in_force if one.statement.beside.is_dossier)

    def beside(self, fact: FactInView) -> tuple[ShownStatement, ...]:
        """Return what stands beside a fact, in whatever version."""
        return tuple(one for one in self.in_force if one.statement.beside.fact == fact.key)


def statements(
    *,
    viewer: Viewer,
    keys: Collection[int],
    dossier_ids: Sequence[int],
    sensitive: Collection[int] = (),
    restricted: Collection[RestrictionInView] = (),
) -> Statements:
    """Return what a client states. One SQL query; two more where there are facts and speakers.

    Beside what is restricted it stays out with it.

    Args:
        keys: under which the person stands or stood.
    """
    found = contact_queries.statements_of(viewer=viewer, keys=keys)
    facts = fact_queries.facts_by_key(
        viewer=viewer,
        records=dossier_ids,
        keys={one.beside.fact for one in found if one.beside.fact},
        sensitive=sensitive,
        restricted=restricted,
    )
    shut = {one.what.interaction_id for one in restricted if one.what.interaction_id}
    shown = [
        ShownStatement(statement=one, fact=facts.get(one.beside.fact) if one.beside.fact else None)
        for one in found
        if one.beside.interaction_id not in shut
        and (not restricted or one.beside.fact is None or one.beside.fact in facts)
    ]
    return Statements(
        in_force=tuple(one for one in shown if not one.latest.is_withdrawn),
        withdrawn=tuple(one for one in shown if one.latest.is_withdrawn),
    )


def statement(
    *,
    viewer: Viewer,
    person: Person,
    ref: str,
    dossier_ids: Sequence[int],
    restricted: Collection[RestrictionInView] = (),
) -> ShownStatement:
    """Return one statement of a client with all its versions. At most three SQL queries.

    Raises:
        StatementNotFound: there is none, or what it stands beside is not open here.
    """
    found = statements(
        viewer=viewer, keys=person.keys, dossier_ids=dossier_ids, restricted=restricted
    )
    for one in (*found.in_force, *found.withdrawn):
        if one.statement.ref == ref:
            return one
    raise contact_queries.StatementNotFound


def beside_moment(*, viewer: Viewer, person: Person, found: InteractionInView) -> Beside:
    """Return a contact about this person as what a statement stands beside. One SQL query.

    Raises:
        PartyNotFound: it is not about this person, or what was said does not open here.
    """
    texts = contact_queries.text_versions(viewer=viewer, found=found)
    if not texts or set(person.keys).isdisjoint(found.subject_ids):
        raise PartyNotFound
    return Beside(data_class=texts[0].data_class, interaction_id=found.id)
