# SPDX-License-Identifier: EUPL-1.2
"""What invented clients state beside their dossier or contest, what was said in confidence."""

from django.utils.timezone import localdate

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.clientview import queries as client_queries
from nabij.contact import actions as contact_actions
from nabij.contact import queries as contact_queries
from nabij.contact.choices import ConfidenceReason
from nabij.contact.types import Beside, Stated
from nabij.core.viewer import Viewer
from nabij.demo.actions.colleagues import at_work
from nabij.demo.generator import shapes
from nabij.dossiers.queries import facts as fact_queries
from nabij.privacy.actions.requests import RequestFields
from nabij.privacy.actions.restrictions import ask_restriction
from nabij.privacy.choices.requests import Asker, RequestKind
from nabij.relations import queries as relations_queries
from nabij.relations.choices.restrictions import RestrictionReason
from nabij.relations.queries import keys
from nabij.relations.types import Restrictable

# Beside the first fact of this kind; the last stands beside the dossier as a whole.
STATED = (
    (
        "allergy",
        "Ik heb daar één keer jeuk van gehad, in 1987. Volgens mij ben ik er niet allergisch voor.",
    ),
    (
        "problem",
        "Zo ernstig als het hier staat is het niet. Ik loop nog elke dag naar het dorp.",
    ),
    ("", "Ik vind dat er te veel over mijn geheugen geschreven wordt. Vraag het eerst aan mij."),
)
CORRECTED = "Ik heb daar één keer jeuk van gehad, in 1987. De huisarts zou het nog laten testen."


def load_statements(*, viewer: Viewer, institution: shapes.Institution) -> None:
    """Let Fatima write down what Jo states, and mark what Jo's family said in confidence."""
    number = institution.cast["jo"]
    email = next(c.email for c in institution.colleagues if c.key == institution.cast["fatima"])
    user = access_queries.user_with_email(email=email)
    found = keys.persons_with_client_numbers(viewer=viewer, numbers=[number])
    if user is None or number not in found:
        return
    with at_work(user, at=viewer.at) as fatima:
        card = relations_queries.person_cards(viewer=viewer, ids=[found[number]])[found[number]]
        places = _places(fatima, card.id)
        for place, (beside, text) in enumerate(zip(places, STATED, strict=True)):
            if beside is not None:
                contact_actions.record_statement(
                    viewer=fatima, person_id=card.id, beside=beside, ref=f"demo-statement-{place}",
                    stated=_stated(fatima, text[1]),
                )  # fmt: skip
        _contest(fatima, card.id, places[0])
        _correct(fatima, card.ref)
        _confide(fatima, card.ref)


def _stated(viewer: Viewer, text: str) -> Stated:
    return Stated(text=text, said_on=localdate(viewer.at), channel="visit")


def _places(viewer: Viewer, person_id: int) -> list[Beside | None]:
    """Return what each statement stands beside, None where there is no such fact."""
    dossier = client_queries.dossier_of(viewer=viewer, person_id=person_id)
    with access_actions.open_dossier(
        viewer=viewer, person_id=person_id, records=dossier.records, event="picture"
    ):
        facts = fact_queries.state_facts(
            viewer=viewer, records=dossier.ids, kinds=["allergy", "problem"], visits_from=None
        )
    places: list[Beside | None] = []
    for kind, _text in STATED:
        fact = next((one for one in facts if one.kind == kind and not one.is_error), None)
        if kind:
            places.append(Beside.of_fact(fact.key, data_class=fact.data_class) if fact else None)
        else:
            places.append(Beside(data_class="c"))
    return places


def _contest(viewer: Viewer, person_id: int, beside: Beside | None) -> None:
    """Let the allergy be judged: it stays in sight, with its mark, until the officer decides."""
    if beside is None:
        return
    ask_restriction(
        viewer=viewer,
        person_id=person_id,
        what=Restrictable(fact=beside.fact),
        reason=RestrictionReason.ACCURACY,
        fields=RequestFields(
            kind=RequestKind.RESTRICTION,
            asker=Asker.PERSON,
            received_on=localdate(viewer.at),
            text="Haal die allergie weg of laat hem testen.",
        ),
        entry_key="demo-restriction",
    )


def _correct(viewer: Viewer, ref: str) -> None:
    """Let the first of the statements be said otherwise, so that it has a history."""
    found = client_queries.person_in_view(viewer=viewer, ref=ref)
    if found.person is None or found.way_in is None:
        return
    dossier = client_queries.dossier_of(viewer=viewer, person_id=found.person.id)
    with access_actions.open_dossier(
        viewer=viewer, person_id=found.person.id, records=dossier.records, event="statement"
    ):
        stated = contact_queries.statements_of(viewer=viewer, keys=found.person.keys)
    for one in stated:
        if one.ref == "demo-statement-0" and len(one.versions) == 1:
            contact_actions.correct_statement(
                viewer=viewer, found=one, version=1, stated=_stated(viewer, CORRECTED)
            )


def _confide(viewer: Viewer, ref: str) -> None:
    """Mark the first thing that a relative said as said in confidence."""
    around = contact_queries.around(viewer=viewer, ref=ref)
    with access_actions.open_dossier(
        viewer=viewer, person_id=around.id, records=[], event="contacts"
    ):
        lines = contact_queries.timeline(viewer=viewer, around=around, is_opened=True).page.rows
    line = next((one for one in lines if one.counterpart and one.text), None)
    if line is None:
        return
    moment = contact_queries.interaction(viewer=viewer, ref=line.ref)
    if moment.is_guarded and not moment.is_in_confidence:
        contact_actions.set_confidence(
            viewer=viewer,
            found=moment,
            version=moment.version,
            reason=ConfidenceReason.ASKED,
        )
