# SPDX-License-Identifier: EUPL-1.2
"""Organisations, their people, relationships and contacts of a file."""

import pytest
from django.test import Client
from django.urls import reverse

from nabij.contact.models import Interaction, InteractionText
from nabij.core.viewer import Role
from nabij.imports.models import Import, ImportRow
from nabij.imports.tests.conftest import ROWS, check, do, take_back, viewer_of, write
from nabij.relations.actions import add_relationship
from nabij.relations.models import OrganisationDetail, Party, Relationship

pytestmark = pytest.mark.django_db

ORGANISATIONS = "naam;soort;kvk;plaats;telefoon"
BRINK = "Huisartsenpraktijk De Brink;huisartsenpraktijk;12345678;Zwolle;038-7654321"


def outcomes(found):
    rows = ImportRow.objects.filter(whole=found).order_by("number")
    return [(row.outcome, row.problems[0][1] if row.problems else "") for row in rows]


@pytest.fixture
def brink(anja, csv):
    return write(anja, check(anja, csv(BRINK, header=ORGANISATIONS), kind="organisations"))


@pytest.fixture
def persons(anja, csv):
    return write(anja, check(anja, csv(*ROWS)))


def test_organisations_are_known_by_their_number_and_asked_about_by_name(anja, csv, brink):
    found = check(
        anja,
        csv(
            BRINK,
            BRINK.replace("12345678", ""),
            BRINK.replace("Zwolle", "Kampen"),
            "Apotheek Zuid;apotheek;;Zwolle;",
            "Apotheek Zuid;apotheek;;Kampen;",
            "Iets;x;1;;",
            header=ORGANISATIONS,
        ),
        kind="organisations",
    )

    assert outcomes(found) == [
        ("same", ""), ("ask", "known"), ("change", ""), ("new", ""), ("ask", "row-alike"),
        ("error", "not-a-number-kvk"),
    ]  # fmt: skip
    write(anja, found, on_known="update")
    assert OrganisationDetail.objects.count() == 2
    assert Party.objects.get(name__contains="Brink").city == "Kampen"
    take_back(anja, found)
    assert Party.objects.get().city == "Zwolle"


def test_an_account_manager_brings_in_people_at_organisations(amber, csv, brink):
    header = "roepnaam;tussenvoegsel;achternaam;organisatie;telefoon"
    found = check(
        amber,
        csv(
            "Piet;;Jansen;Huisartsenpraktijk De Brink;0612345678",
            "Jan;de;Wit;Nergens;",
            header=header,
        ),
        kind="contacts",
    )
    assert outcomes(found) == [("new", ""), ("error", "not-found")]

    write(amber, found)
    piet = Party.objects.persons().get()
    assert Relationship.objects.get().subject == piet
    assert (piet.client_number, piet.unit) == (None, None)

    take_back(amber, found)
    assert not Party.objects.persons().exists()
    assert not Relationship.objects.exists()


CONTACTS = "roepnaam;achternaam;organisatie;telefoon;e-mail;besluit"
PIET = "Piet;Jansen;Huisartsenpraktijk De Brink;0612345678;;"
PIET_NOW = "Piet;Jansen;Huisartsenpraktijk De Brink;0612345678;piet@brink.example;bekend"


def test_who_changes_no_persons_finishes_an_import_without_changing_them(amber, csv, brink):
    write(amber, check(amber, csv(PIET, header=CONTACTS), kind="contacts"))
    client = Client()
    client.force_login(amber)

    found = check(amber, csv(PIET_NOW, header=CONTACTS), kind="contacts")
    assert outcomes(found) == [("change", "")]
    page = client.get(reverse("imports:import", args=[found.ref]))
    assert "on_known" not in page.text
    found = write(amber, found, on_known="update")

    assert (found.state, found.on_known) == ("done", "skip")
    assert Party.objects.persons().get().contact_points.count() == 1


def test_who_lost_the_right_to_change_persons_is_told_row_by_row(anja, amber, csv, brink):
    write(anja, check(anja, csv(PIET, header=CONTACTS), kind="contacts"))
    found = check(anja, csv(PIET_NOW, header=CONTACTS), kind="contacts")
    anja.role_assignments.update(role=Role.ACCOUNT_MANAGER)
    Import.objects.filter(pk=found.pk).update(state="writing", on_known="update")

    found = do(anja, found)

    assert found.state == "done"
    assert outcomes(found) == [("error", "not-changed")]


def test_who_works_elsewhere_too_by_now_is_not_taken_back(anja, amber, csv, brink):
    found = write(amber, check(amber, csv(PIET, header=CONTACTS), kind="contacts"))
    write(anja, check(anja, csv("Apotheek Zuid", header="naam"), kind="organisations"))
    piet, zuid = Party.objects.persons().get(), Party.objects.get(name="Apotheek Zuid")
    add_relationship(
        viewer=viewer_of(anja), subject_ref=piet.ref, object_ref=zuid.ref, kind="employee"
    )

    take_back(amber, found)

    assert ImportRow.objects.get(whole=found).kept == "in-use"
    assert Relationship.objects.filter(subject=piet, kind="employee").count() == 2


@pytest.mark.parametrize("on_known", ["skip", "update"])
def test_who_is_known_works_elsewhere_too_from_now_on(anja, amber, csv, brink, on_known):
    write(anja, check(anja, csv("Apotheek Zuid", header="naam"), kind="organisations"))
    write(amber, check(amber, csv(PIET, header=CONTACTS), kind="contacts"))
    zuid = PIET_NOW.replace("Huisartsenpraktijk De Brink", "Apotheek Zuid")
    user = amber if on_known == "skip" else anja

    found = check(user, csv(PIET, zuid, header=CONTACTS), kind="contacts")
    assert [outcome for outcome, _why in outcomes(found)][1] == "change"
    write(user, found, on_known=on_known)

    ties = Relationship.objects.filter(kind="employee", ends_on=None)
    assert sorted(ties.values_list("object__name", flat=True)) == [
        "Apotheek Zuid", "Huisartsenpraktijk De Brink",
    ]  # fmt: skip
    assert ties.values("subject").distinct().count() == 1
    again = check(user, csv(zuid, header=CONTACTS), kind="contacts")
    assert outcomes(again) == [("change" if on_known == "skip" else "same", "")]

    take_back(user, found)
    assert ties.get().object.name == "Huisartsenpraktijk De Brink"
    assert not ImportRow.objects.filter(whole=found, is_written=True).exists()


def test_one_person_of_a_file_at_two_organisations_is_not_half_imported(amber, anja, csv, brink):
    write(anja, check(anja, csv("Apotheek Zuid", header="naam"), kind="organisations"))
    header = "voornamen;achternaam;e-mail;telefoon;organisatie"
    piet = "Piet Karel;Jansen;piet@brink.example;0612345678;"
    rows = [f"{piet}Huisartsenpraktijk De Brink", f"{piet}Apotheek Zuid"]

    found = check(amber, csv(*rows, header=header), kind="contacts")

    assert outcomes(found)[1] in [("ask", "row-elsewhere"), ("ask", "row-alike")]


def test_commerce_is_not_told_that_a_client_like_it_is_known(amber, csv, brink, persons):
    header = "voornamen;achternaam;telefoon;organisatie"
    found = check(
        amber,
        csv("Johanna;van den Berg;0381234567;Huisartsenpraktijk De Brink", header=header),
        kind="contacts",
    )

    assert outcomes(found) == [("new", "")]


def test_relationships_are_found_by_number_name_and_birth_date(anja, csv, brink, persons):
    header = "wie naam;wie geboortedatum;rol;cliëntnummer;sinds"
    found = check(
        anja,
        csv(
            "Karel Smit;1950;mantelzorger;1;2024",
            "Karel Smit;1950;mantelzorger;1;2024",
            "Karel Smit;1951;mantelzorger;1;",
            "Niemand;;buur;1;",
            "Karel Smit;;apotheker;1;",
            "Karel Smit;;werkt bij;1;",
            ";;buur;1;",
            header=header,
        ),
        kind="relationships",
    )
    assert outcomes(found) == [
        ("new", ""), ("same", ""), ("error", "not-found"), ("error", "not-found"),
        ("error", "not-one-of"), ("error", "cannot-relate"), ("error", "nobody-named"),
    ]  # fmt: skip

    write(anja, found)
    tie = Relationship.objects.get()
    assert (tie.subject.name, tie.kind, tie.object.client_number) == (
        "Karel Smit", "informal_carer", "1",
    )  # fmt: skip
    assert (tie.starts_on.year, tie.starts_precision) == (2024, "year")

    take_back(anja, found)
    assert not Relationship.objects.exists()


def test_what_ended_is_recorded_once_too(anja, csv, persons):
    header = "wie naam;rol;cliëntnummer;sinds;tot"
    rows = [f"Karel Smit;buur;1;{days}" for days in ("2019;2020", "9-3-2024;2024", ";maart 2021")]
    write(anja, check(anja, csv(*rows, header=header), kind="relationships"))
    other = "Karel Smit;buur;1;2019;2021"

    again = check(anja, csv(*rows, other, other, header=header), kind="relationships")

    assert outcomes(again) == [("same", "")] * 3 + [("new", ""), ("same", "")]
    write(anja, again)
    assert Relationship.objects.count() == 4


def test_contacts_of_long_ago_come_in_guarded_and_once(anja, carla, csv, persons, noord):
    header = "cliëntnummer;datum;tijd;kanaal;tekst"
    rows = (
        "1;3-11-2025;10:15;telefoon;Wil op dinsdag later bezoek.",
        "1;3-11-2027;;telefoon;Later.",
        "99;3-11-2025;;telefoon;Onbekend.",
        "1;3-11-2025;;telefoon;",
    )
    found = check(anja, csv(*rows, header=header), kind="interactions")
    assert outcomes(found) == [
        ("new", ""), ("error", "in-the-future"), ("error", "not-found"), ("error", "no-text"),
    ]  # fmt: skip

    write(anja, found)
    spoken = Interaction.objects.get()
    assert (spoken.is_guarded, spoken.channel, spoken.colleague) == (True, "phone", anja)
    assert spoken.at.isoformat() == "2025-11-03T09:15:00+00:00"
    again = check(anja, csv(rows[0], header=header), kind="interactions")
    assert outcomes(again) == [("same", "")]

    take_back(anja, found)
    spoken.refresh_from_db()
    assert spoken.archived_at is not None


def test_no_contact_is_dropped_for_want_of_a_time(anja, csv, persons):
    header = "cliëntnummer;datum;tijd;kanaal;tekst"
    day = "1;3-11-2025;;telefoon;"
    rows = [f"{day}Belt over bezoek.", f"{day}Belt over de factuur.", f"{day}Belt over bezoek."]
    found = write(anja, check(anja, csv(*rows, header=header), kind="interactions"))
    assert outcomes(found) == [("new", ""), ("new", ""), ("ask", "contact-alike")]
    assert Interaction.objects.count() == 2

    again = check(anja, csv(rows[0], f"{day}Iets anders.", header=header), kind="interactions")
    assert outcomes(again) == [("ask", "contact-known"), ("ask", "contact-known")]
    mended = csv(f"{rows[0]};bekend", f"{day}Iets anders.;nieuw", header=f"{header};besluit")
    assert outcomes(check(anja, mended, kind="interactions")) == [("same", ""), ("new", "")]


def test_at_one_minute_as_many_contacts_are_known_as_were_recorded(anja, csv, persons):
    header = "cliëntnummer;datum;tijd;kanaal;tekst"
    rows = [f"1;3-11-2025;10:15;telefoon;{text}" for text in ("Een.", "Twee.", "Drie.")]
    write(anja, check(anja, csv(*rows[:2], header=header), kind="interactions"))

    same = check(anja, csv(*rows[:2], rows[0], header=header), kind="interactions")
    more = check(anja, csv(*rows, header=header), kind="interactions")

    assert outcomes(same) == [("same", ""), ("same", ""), ("twice", "same-row")]
    assert outcomes(more) == [("ask", "contact-known")] * 3


def test_what_was_said_opens_by_the_log_only(anja, csv, persons):
    header = "cliëntnummer;datum;kanaal;tekst"
    write(anja, check(anja, csv("1;3-11-2025;bezoek;Geheim", header=header), kind="interactions"))

    with pytest.raises(Exception, match="no-access-entry"):
        list(InteractionText.objects.filter(text="Geheim"))
