# SPDX-License-Identifier: EUPL-1.2
"""Two that are the same become one and are, when that is undone, exactly what they were."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.relations import actions, queries
from nabij.relations.models import Merge, Party
from nabij.relations.tests.rows import a_row_for_every_foreign_key, all_rows
from nabij.relations.types import BsnCheckFields, ContactPointFields


@pytest.fixture
def annie(record, zuid, noord):
    """Anna once more, as a colleague recorded her on the phone."""
    return record(
        call_name="Annie",
        own_name="Berg",
        own_prefix="van den",
        gender="female",
        birth="1941-03-09",
        unit=noord,
        phones=["+31381234567", "+31699999999"],
        address={
            "street": "Kerkstraat", "house_number": "1", "postcode": "8011ZZ", "city": "Hattem",
        },
    )  # fmt: skip


def merged(colleague, kept, given, **options):
    preview = queries.merge_preview(viewer=colleague.viewer, kept_ref=kept.ref, given_ref=given.ref)
    values = {"stamp": preview.stamp, "reason": "Zelfde telefoon"} | options
    return actions.merge(viewer=colleague.viewer, kept_ref=kept.ref, given_ref=given.ref, **values)


def person(colleague, party):
    return queries.person(viewer=colleague.viewer, ref=party.ref)


def test_the_rows_of_both_are_read_together(anja, anna, annie):
    merged(anja, anna, annie)

    found = person(anja, anna)
    assert found.short_name == anna.name
    assert {point.value for point in found.phones} == {
        "+31381234567", "+31612345678", "+31699999999",
    }  # fmt: skip
    assert len(found.phones) == 3
    assert found.home.street == "Dorpsstraat"
    with pytest.raises(queries.PartyNotFound):
        person(anja, annie)


def test_what_is_chosen_of_the_other_holds(anja, anna, annie):
    point = annie.contact_points.get(value="+31699999999")
    merged(anja, anna, annie, chosen=["name", "home"], without=[point.pk])

    found = person(anja, anna)
    assert found.name.call_name == "Annie"
    assert found.home.street == "Kerkstraat"
    assert found.city == "Hattem"
    assert "+31699999999" not in {p.value for p in found.phones}
    assert queries.person_card(viewer=anja.viewer, ref=anna.ref).city == "Hattem"


def test_one_is_found_by_the_names_and_numbers_of_both(anja, anna, annie):
    merged(anja, anna, annie)

    for text in ("Annie", "Johanna", "0699999999", "8011ZZ 1", "Berg 1941"):
        rows = queries.search(viewer=anja.viewer, text=text).page.rows
        assert [row.card.ref for row in rows] == [anna.ref], text


def test_every_table_is_as_it_was_after_an_unmerge(anja, anna, annie, bert, practice):
    made = a_row_for_every_foreign_key(to=annie, others=(bert, practice))
    before = all_rows()

    merge = merged(anja, anna, annie, chosen=["name", "home", "birth", "gender"])
    assert all_rows() != before
    actions.unmerge(viewer=anja.viewer, ref=merge.ref, reason="Toch twee mensen")

    assert len(made) > 15
    assert all_rows() == before


def test_an_organisation_is_merged_and_unmerged_exactly(anja, practice, machine):
    fields = queries.organisation(viewer=anja.viewer, ref=practice.ref).fields
    other = actions.create_organisation(viewer=machine, fields=fields)
    a_row_for_every_foreign_key(to=other, others=(practice,))
    before = all_rows()

    merge = merged(anja, practice, other, chosen=["name", "agb"])
    found = queries.organisation(viewer=anja.viewer, ref=practice.ref)
    numbers = [row.value for row in found.identifiers if row.system != "big"]
    assert numbers == ["01234567", "12345678"]
    actions.unmerge(viewer=anja.viewer, ref=merge.ref, reason="Twee praktijken")

    assert all_rows() == before


def test_an_edit_stays_with_the_one_it_was_made_on(anja, anna, annie):
    merge = merged(anja, anna, annie, chosen=["name", "home"])
    edited(anja, anna, call_name="Anneke", phone="+31688888888")

    actions.unmerge(viewer=anja.viewer, ref=merge.ref, reason="Twee zussen")

    now = person(anja, anna)
    assert now.name.call_name == "Anneke"
    assert now.home.street == "Dorpsstraat"
    assert {p.value for p in now.phones} == {"+31381234567", "+31612345678", "+31688888888"}
    other = person(anja, annie)
    assert other.name.call_name == "Annie"
    assert {p.value for p in other.phones} == {"+31381234567", "+31699999999"}
    assert other.home.street == "Kerkstraat"


def edited(colleague, party, *, call_name=None, phone=None, street=None):
    """Save the form of a person with a few other values, as a colleague does."""
    _pk, version, fields = queries.person_fields(viewer=colleague.viewer, ref=party.ref)
    if call_name:
        fields = replace(fields, name=replace(fields.name, call_name=call_name))
    if phone:
        point = ContactPointFields(system="phone", value=phone, rank=9)
        fields = replace(fields, contact_points=(*fields.contact_points, point))
    if street:
        fields = replace(
            fields, addresses=tuple(replace(a, street=street) for a in fields.addresses)
        )
    return actions.change_person(
        viewer=colleague.viewer, ref=party.ref, version=version, fields=fields
    )


def test_an_address_that_is_edited_replaces_what_was_chosen_until_the_unmerge(anja, anna, annie):
    merge = merged(anja, anna, annie, chosen=["home"])
    edited(anja, anna, street="Nieuwstraat")
    assert person(anja, anna).home.street == "Nieuwstraat"

    actions.unmerge(viewer=anja.viewer, ref=merge.ref, reason="Twee mensen")

    assert person(anja, anna).home.street == "Nieuwstraat"
    assert person(anja, annie).home.street == "Kerkstraat"


@pytest.mark.parametrize("is_undone", [False, True])
def test_a_form_of_before_is_not_saved_over_a_merge(anja, anna, annie, is_undone):
    _pk, version, fields = queries.person_fields(viewer=anja.viewer, ref=anna.ref)
    if is_undone:
        merge = merged(anja, anna, annie)
        _pk, version, fields = queries.person_fields(viewer=anja.viewer, ref=anna.ref)
        actions.unmerge(viewer=anja.viewer, ref=merge.ref, reason="Twee mensen")
    else:
        merged(anja, anna, annie)

    with pytest.raises(actions.ChangedMeanwhile):
        actions.change_person(viewer=anja.viewer, ref=anna.ref, version=version, fields=fields)


def test_twice_is_once(anja, anna, annie):
    first = merged(anja, anna, annie)
    again = actions.merge(
        viewer=anja.viewer, kept_ref=anna.ref, given_ref=annie.ref, stamp="x", reason="x"
    )
    assert again == first

    for _time in range(2):
        actions.unmerge(viewer=anja.viewer, ref=first.ref, reason="Twee mensen")
    assert Merge.objects.count() == 1
    assert Party.objects.get(pk=annie.pk).canonical_id is None


def test_what_changed_meanwhile_is_looked_at_again(anja, anna, annie):
    preview = queries.merge_preview(viewer=anja.viewer, kept_ref=anna.ref, given_ref=annie.ref)
    edited(anja, annie, call_name="Ans")

    with pytest.raises(actions.MergeIsStale):
        merged(anja, anna, annie, stamp=preview.stamp)


def test_a_dry_run_changes_nothing_and_stands_in_the_log(anja, anna, annie, log):
    before = all_rows()
    found = merged(anja, anna, annie, chosen=["name"], is_dry_run=True)

    assert found.chosen == ["name"]
    assert all_rows() == before
    assert {line.object_id for line in log("merge-preview")} == {anna.pk, annie.pk}


def test_both_persons_stand_in_the_log(anja, anna, annie, log):
    merge = merged(anja, anna, annie)
    actions.unmerge(viewer=anja.viewer, ref=merge.ref, reason="Twee mensen")

    for event in ("merge", "unmerge"):
        assert [line.object_id for line in log(event)] == [anna.pk, annie.pk]


def test_a_chain_is_refused_and_a_star_is_undone_last_first(anja, anna, annie, record, noord):
    third = record(call_name="Jo", own_name="Berg", unit=noord)
    first = merged(anja, anna, annie)
    with pytest.raises(queries.HoldsOthers):
        merged(anja, third, anna)
    with pytest.raises(queries.PartyNotFound):
        merged(anja, annie, third)
    second = merged(anja, anna, third)

    with pytest.raises(actions.LaterMergeFirst):
        actions.unmerge(viewer=anja.viewer, ref=first.ref, reason="x")
    for merge in (second, first):
        actions.unmerge(viewer=anja.viewer, ref=merge.ref, reason="Toch niet")
    assert not Party.objects.filter(canonical__isnull=False).exists()


def test_two_bsns_are_two_people(anja, anna, record, noord):
    other = record(call_name="Anna", own_name="Berg", unit=noord, bsn="111222333")

    with pytest.raises(queries.NotTheSameBsn):
        merged(anja, anna, other)


def test_the_client_is_the_one_who_stays(anja, anna, annie):
    with pytest.raises(queries.OtherHasToStay):
        merged(anja, annie, anna)


def test_a_client_and_a_contact_of_work_stay_apart(anja, anna, annie, practice, machine):
    actions.add_relationship(
        viewer=machine, subject_ref=annie.ref, object_ref=practice.ref, kind="contact_person"
    )

    with pytest.raises(queries.CrossesTheWall):
        merged(anja, anna, annie)


def test_who_is_shielded_stays_so(anja, anna, annie):
    Party.objects.filter(pk=annie.pk).update(is_shielded=True)
    merge = merged(anja, anna, annie)
    assert person(anja, anna).is_shielded

    actions.unmerge(viewer=anja.viewer, ref=merge.ref, reason="Twee mensen")
    assert not person(anja, anna).is_shielded


def test_somebody_of_another_team_or_shielded_looks_absent(carla, anja, anna, annie, noor, bram):
    for colleague in (carla, noor, bram):
        with pytest.raises(queries.PartyNotFound):
            merged(colleague, anna, annie)


def test_who_cares_for_the_one_cares_for_both(anja, noor, anna, annie, noord):
    apps.get_model("access", "CareRelation").objects.create(
        person=annie, unit=noord, kind="care", origin="agreement",
        starts_on=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    merge = merged(anja, anna, annie)

    assert access_queries.way_in(viewer=noor.viewer, person_id=anna.pk) is not None
    assert person(noor, anna).id == anna.pk
    assert [u.name for u in access_queries.teams_of(viewer=noor.viewer, person_ids=[anna.pk])]
    actions.unmerge(viewer=anja.viewer, ref=merge.ref, reason="Twee mensen")
    assert access_queries.way_in(viewer=noor.viewer, person_id=anna.pk) is None


def test_ties_and_households_of_both_show_and_show_the_one(anja, anna, annie, bert, machine):
    on = timezone.localdate()
    for party in (anna, annie):
        actions.add_relationship(
            viewer=machine, subject_ref=bert.ref, object_ref=party.ref, kind="child"
        )
    actions.join_household(viewer=machine, ref=bert.ref, with_ref=annie.ref, on=on)
    merged(anja, anna, annie)

    shown = person(anja, anna)
    assert [tie.other.ref for tie in shown.ties] == [bert.ref]
    assert [card.ref for card in shown.household.members] == [bert.ref]
    other_side = person(anja, bert)
    assert [tie.other.ref for tie in other_side.ties] == [anna.ref]
    assert [card.ref for card in other_side.household.members] == [anna.ref]


def test_the_bsn_and_the_key_safe_of_the_other_are_read(anja, noor, anna, annie, in_care, machine):
    actions.set_bsn(viewer=machine, ref=anna.ref, bsn="", check=_check())
    actions.set_bsn(viewer=machine, ref=annie.ref, bsn="123456782", check=_check())
    actions.set_key_safe(viewer=machine, ref=annie.ref, code="4711", place="schuur")
    merged(anja, anna, annie)

    assert actions.reveal_bsn(viewer=noor.viewer, ref=anna.ref).bsn == "123456782"
    assert person(noor, anna).key_safe_place == "schuur"
    assert actions.reveal_key_safe(viewer=noor.viewer, ref=anna.ref) == "4711"
    actions.set_key_safe(viewer=noor.viewer, ref=anna.ref, code="0815", place="voordeur")
    assert actions.reveal_key_safe(viewer=noor.viewer, ref=anna.ref) == "0815"


def _check():
    return BsnCheckFields()


def test_what_comes_along_is_told_in_words(anja, anna, annie, bert, machine):
    actions.add_relationship(
        viewer=machine, subject_ref=bert.ref, object_ref=annie.ref, kind="child"
    )
    preview = queries.merge_preview(viewer=anja.viewer, kept_ref=anna.ref, given_ref=annie.ref)

    assert set(preview.comes_along) == {
        "1 relatie met iemand anders", "1 adres", "2 telefoonnummers en e-mailadressen",
    }  # fmt: skip
    assert {field.name for field in preview.fields if field.differs} >= {"name", "home"}


def test_every_foreign_key_of_the_database_is_known_to_the_models():
    """So that the walk, which goes by the models, can forget none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select conrelid::regclass::text, attname from pg_constraint "
            "join pg_attribute on attrelid = conrelid and attnum = conkey[1] "
            "where contype = 'f' and confrelid = 'relations_party'::regclass"
        )
        in_database = set(cursor.fetchall())
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Party
    ]
    assert in_database == {(field.model._meta.db_table, field.column) for field in fields}


def test_a_command_tells_before_it_merges_and_takes_back(anja, anna, annie, capsys):
    words = [anna.ref, annie.ref, "--as", anja.user.email, "--reason", "Zelfde vrouw", "--json"]
    call_command("merge", *words, "--choose", "name", "--dry-run")
    told = json.loads(capsys.readouterr().out)
    assert (told["chosen"], told["dry_run"]) == (["name"], True)
    assert not Merge.objects.exists()

    call_command("merge", *words)
    ref = json.loads(capsys.readouterr().out)["merge"]
    assert Merge.objects.get().ref == ref
    undo = [ref, "--undo", "--as", anja.user.email, "--reason", "Twee", "--json"]
    call_command("merge", *undo)
    assert Merge.objects.get().ended_at is not None


def test_a_command_has_the_rights_of_the_colleague(bram, anna, annie):
    words = [anna.ref, annie.ref, "--as", bram.user.email, "--reason", "x"]
    with pytest.raises(CommandError):
        call_command("merge", *words)
