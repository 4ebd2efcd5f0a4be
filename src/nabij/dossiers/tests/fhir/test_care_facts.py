# SPDX-License-Identifier: EUPL-1.2
"""Visits, plans, teams, payers, documents and relatives, in STU3 and in R4."""

from nabij.dossiers.tests.fhir.making import (
    PATIENT,
    columns,
    concept,
    extension,
    fact,
    reference,
)

NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"


def test_a_contact_with_care_is_organisation_and_holds_no_reason():
    read = fact(
        "Encounter",
        status="finished",
        **{"class": {"code": "AMB", "display": "ambulant"}},
        type=[concept("visite", "huisbezoek")],
        period={"start": "2026-01-01T10:00:00+01:00", "end": "2026-01-01T10:30:00+01:00"},
        reasonCode=[concept("1", "depressie")],
        reason=[concept("1", "depressie")],
        diagnosis=[{"condition": reference("Condition/1", "depressie")}],
        participant=[
            {
                "individual": reference("Practitioner/1", "Dr. Vaste"),
                "type": [concept("PRF", "uitvoerder")],
            }
        ],
        location=[{"location": reference("Location/1", "praktijk")}],
    )
    assert (read.kind, read.data_class, read.code_text, read.category) == (
        "encounter",
        "b",
        "huisbezoek",
        "ambulant",
    )
    assert read.details["participants"] == [
        {"role": "uitvoerder", "name": "Dr. Vaste", "reference": "Practitioner/1"}
    ]
    assert "depressie" not in str(read.details) + read.text + read.value


def test_an_appointment_says_when_who_and_where_and_holds_no_reason():
    read = columns(
        {"resourceType": "Appointment", "id": "a", "status": "booked", "start": "2026-02-01T09:00:00+01:00",
         "end": "2026-02-01T09:20:00+01:00", "serviceType": [concept("1", "wijkverpleging")],
         "reasonCode": [concept("1", "wond")], "comment": "wond", "minutesDuration": 20,
         "participant": [{"actor": PATIENT, "status": "accepted"},
                         {"actor": reference("Practitioner/1", "Sanne"), "status": "accepted"},
                         {"actor": reference("Location/1", "thuis"), "status": "accepted"}]},
    )  # fmt: skip
    assert (read.kind, read.data_class, read.code_text, read.author) == (
        "appointment",
        "b",
        "wijkverpleging",
        "Sanne",
    )
    assert (read.starts, read.ends, read.details["minutes"]) == (
        "2026-02-01T09:00:00+01:00",
        "2026-02-01T09:20:00+01:00",
        20,
    )
    assert (read.details["location"], len(read.details["participants"])) == ("thuis", 2)
    assert "wond" not in str(read.details) + read.text
    assert not fact("Appointment", status="cancelled").is_active
    described = fact("Appointment", status="booked", description="controle wond")
    assert (described.code_text, described.data_class) == ("controle wond", "c")


def test_an_episode_named_after_a_problem_is_care_content():
    plain = fact(
        "EpisodeOfCare",
        status="active",
        managingOrganization=reference("Organization/1", "Thuiszorg"),
    )
    assert (plain.kind, plain.data_class, plain.details["organisation"]) == (
        "episode",
        "b",
        "Thuiszorg",
    )
    for url in ("EpisodeOfCare-Title", "ext-EpisodeOfCare.EpisodeOfCareName"):
        named = fact("EpisodeOfCare", extension=[extension(NICTIZ + url, valueString="COPD")], status="active",
                     period={"start": "2019"})  # fmt: skip
        assert (named.data_class, named.code_text, named.starts) == ("c", "COPD", "2019")


def test_a_plan_with_goals_and_a_team_are_read():
    plan = fact("CarePlan", status="active", title="Zelf wassen", period={"start": "2026"},
                goal=[reference("Goal/1", "weer lopen")],
                activity=[{"detail": {"code": concept("1", "hulp bij douchen"), "status": "in-progress"}},
                          {"detail": {"description": "roken", "status": "scheduled", "doNotPerform": True}}])  # fmt: skip
    assert (plan.kind, plan.code_text, plan.is_active, plan.details["goals"]) == (
        "care_plan",
        "Zelf wassen",
        True,
        ["weer lopen"],
    )
    assert plan.details["activities"][0] == {"text": "hulp bij douchen", "status": "in-progress"}
    assert plan.details["activities"][1]["is_forbidden"] == "yes"
    goal = fact("Goal", lifecycleStatus="active", description={"text": "weer lopen"}, startDate="2026-01",
                target=[{"measure": concept("1", "meters"), "detailQuantity": {"value": 100, "unit": "m"}, "dueDate": "2026-06-01"}])  # fmt: skip
    assert (goal.status, goal.code_text, goal.starts, goal.ends) == (
        "active",
        "weer lopen",
        "2026-01",
        "2026-06-01",
    )
    assert goal.details["targets"] == ["meters: 100 m"]
    old = fact("Goal", "stu3", status="achieved", description={"text": "x"})
    assert (old.status, old.is_active) == ("achieved", False)
    team = fact("CareTeam", status="active", name="Team Oost",
                participant=[{"role": concept("1", "wijkverpleegkundige"), "member": reference("Practitioner/1", "Sanne")}])  # fmt: skip
    assert (team.kind, team.data_class, team.code_text) == ("care_team", "b", "Team Oost")
    assert team.details["participants"][0]["role"] == "wijkverpleegkundige"


def test_help_from_others_without_a_real_status_counts_as_there():
    read = fact(
        "CarePlan", "stu3", status="draft", category=[concept("243114000", "ondersteuning")]
    )
    assert (read.is_active, read.details["is_help"]) == (True, True)
    assert not fact("CarePlan", "stu3", status="draft").is_active


def test_a_task_is_organisation_unless_it_is_described_in_words():
    coded = columns({"resourceType": "Task", "id": "t", "for": PATIENT, "status": "requested", "code": concept("1", "overdracht"),
                     "restriction": {"period": {"end": "2026-03-01"}}, "owner": reference("Organization/1", "Thuiszorg")})  # fmt: skip
    assert (coded.kind, coded.data_class, coded.details["due"], coded.details["owner"]) == (
        "task",
        "b",
        "2026-03-01",
        "Thuiszorg",
    )
    told = columns(
        {
            "resourceType": "Task",
            "id": "t",
            "for": PATIENT,
            "status": "requested",
            "description": "bel over wond",
        }
    )
    assert (told.data_class, told.code_text) == ("c", "bel over wond")


def test_a_payer_is_read():
    read = columns({"resourceType": "Coverage", "id": "c", "beneficiary": PATIENT, "type": concept("B", "basis"),
                    "payor": [reference("Organization/1", "Menzis")], "subscriberId": "123", "period": {"start": "2026-01-01"}})  # fmt: skip
    assert (read.kind, read.data_class, read.code_text, read.author, read.value) == (
        "coverage",
        "b",
        "basis",
        "Menzis",
        "123",
    )
    assert read.details["payers"] == ["Menzis"]
    for kind in ("EligibilityRequest", "CoverageEligibilityResponse"):
        assert (
            columns({"resourceType": kind, "id": "c", "patient": PATIENT}).category == "eligibility"
        )


def test_documents_keep_their_description_and_never_their_bytes():
    attachment = {
        "title": "ontslagbrief",
        "contentType": "application/pdf",
        "url": "Binary/b1",
        "data": "QUJDREVG",
    }
    old = fact("DocumentReference", "stu3", status="current", indexed="2025-09-09T12:00:00+02:00",
               type=concept("1", "brief"), content=[{"attachment": attachment}])  # fmt: skip
    new = fact("DocumentReference", status="current", date="2025-09-09T12:00:00+02:00", type=concept("1", "brief"),
               content=[{"attachment": attachment}])  # fmt: skip
    for read in (old, new):
        assert (read.kind, read.code_text, read.value, read.recorded) == (
            "document",
            "brief",
            "ontslagbrief",
            "2025-09-09T12:00:00+02:00",
        )
        assert read.details["attachments"][0]["content_type"] == "application/pdf"
        assert "QUJDREVG" not in str(read)
    binary = columns(
        {"resourceType": "Binary", "id": "b", "contentType": "application/pdf", "data": "QUJDREVG"}
    )
    assert (binary.kind, binary.code_text, binary.subject) == ("document", "application/pdf", None)
    assert "QUJDREVG" not in str(binary)


def test_reports_notes_messages_and_lists_of_questions_are_read():
    report = fact("DiagnosticReport", status="final", code=concept("1", "röntgen"), conclusion="breuk",
                  result=[reference("Observation/1", "Hb")])  # fmt: skip
    assert (report.kind, report.text, report.details["results"]) == ("report", "breuk", ["Hb"])
    note = fact("Composition", status="final", title="Overdracht", date="2026-01-01", type=concept("1"),
                section=[{"title": "Wond", "section": [{"title": "Locatie"}]}])  # fmt: skip
    assert (note.kind, note.code_text, note.details["sections"]) == (
        "note",
        "Overdracht",
        ["Wond", "Locatie"],
    )
    message = fact(
        "Communication",
        status="completed",
        sent="2026-01-01T10:00:00Z",
        payload=[{"contentString": "bel terug"}],
    )
    assert (message.kind, message.text, message.starts) == (
        "communication",
        "bel terug",
        "2026-01-01T10:00:00Z",
    )
    form = fact("QuestionnaireResponse", status="completed", authored="2026-01-01", questionnaire="http://x/q|1",
                item=[{"linkId": "1", "text": "Hoe gaat het?", "answer": [{"valueInteger": 7}],
                       "item": [{"linkId": "1.1", "answer": [{"valueCoding": {"code": "a", "display": "ja"}}]}]}])  # fmt: skip
    assert form.details["answers"] == [
        {"question": "Hoe gaat het?", "answer": "7"},
        {"question": "1.1", "answer": "ja"},
    ]
    diet = fact(
        "NutritionOrder",
        status="active",
        patient=PATIENT,
        oralDiet={"type": [concept("1", "zoutarm")]},
        dateTime="2026",
    )
    assert (diet.kind, diet.code_text, diet.starts) == ("nutrition", "zoutarm", "2026")


def test_flags_and_devices_are_read():
    alert = fact(
        "Flag",
        status="active",
        code=concept("1", "MRSA"),
        category=[concept("alert")],
        period={"start": "2020"},
    )
    assert (alert.kind, alert.code_text, alert.is_active, alert.starts) == (
        "flag",
        "MRSA",
        True,
        "2020",
    )
    use = fact(
        "DeviceUseStatement",
        "stu3",
        status="active",
        device=reference("Device/1", "rollator"),
        whenUsed={"start": "2019"},
    )
    assert (use.kind, use.code_text, use.starts, use.is_active) == (
        "device",
        "rollator",
        "2019",
        True,
    )
    new = fact(
        "DeviceUseStatement",
        status="completed",
        device=reference("Device/1", "rollator"),
        timingDateTime="2019",
    )
    assert (new.starts, new.is_active) == ("2019", False)


def test_a_relative_has_a_name_a_relation_and_roles_but_no_bsn():
    def relative(version, relations):
        return columns(
            {"resourceType": "RelatedPerson", "id": "r", "patient": PATIENT, "name": [{"text": "Anne de Boer"}],
             "telecom": [{"system": "phone", "value": "0612345678"}],
             "identifier": [{"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": "999911120"}]} | relations,
            version,
        )  # fmt: skip

    daughter = concept("DAU", "dochter", "http://hl7.org/fhir/v3/RoleCode")
    first_contact = concept(
        "01", "eerste contactpersoon", "urn:oid:2.16.840.1.113883.2.4.3.11.22.472"
    )
    role = extension(
        "http://fhir.nl/fhir/StructureDefinition/nl-core-relatedperson-role",
        valueCodeableConcept=first_contact,
    )
    for read in (
        relative("stu3", {"relationship": daughter, "extension": [role]}),
        relative("r4", {"relationship": [first_contact, daughter]}),
    ):
        assert (read.kind, read.data_class, read.code_text) == (
            "related_person",
            "b",
            "Anne de Boer",
        )
        assert (read.code, read.category, read.value) == ("DAU", "dochter", "eerste contactpersoon")
        assert read.details["role_codes"] == ["01"]
        assert "999911120" not in str(read)


def test_any_other_kind_about_a_person_is_kept_and_listed():
    read = columns({"resourceType": "Claim", "id": "c", "patient": PATIENT, "type": concept("1", "declaratie"),
                    "status": "active", "created": "2026-01-01"})  # fmt: skip
    assert (read.kind, read.code_text, read.status, read.starts) == (
        "other",
        "declaratie",
        "active",
        "2026-01-01",
    )
    new = columns({"resourceType": "NieuwSoort", "id": "n", "subject": PATIENT, "status": "active"})
    assert (new.kind, new.subject.target_key) == ("other", "p1")
