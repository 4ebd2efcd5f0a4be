# SPDX-License-Identifier: EUPL-1.2
"""Practitioners and their practices, holdings, and who buys through a combination."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0018_the_planner_knows_who_has_no_unit"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="organisationdetail",
            name="organisationdetail_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="relationship",
            name="relationship_kind_known",
        ),
        migrations.AlterField(
            model_name="organisationdetail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("own", "own institution"),
                    ("home_care", "home care"),
                    ("nursing_home", "nursing home"),
                    ("general_practice", "general practice"),
                    ("hospital", "hospital"),
                    ("pharmacy", "pharmacy"),
                    ("mental_health", "mental health care"),
                    ("day_care", "day care"),
                    ("therapy", "therapy practice"),
                    ("care_office", "care office"),
                    ("insurer", "health insurer"),
                    ("municipality", "municipality"),
                    ("housing", "housing association"),
                    ("supplier", "supplier"),
                    ("voluntary", "voluntary organisation"),
                    ("holding", "holding"),
                    ("purchasing", "purchasing combination"),
                    ("other", "other"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="relationship",
            name="kind",
            field=models.CharField(
                choices=[
                    ("partner", "partner"),
                    ("parent", "parent"),
                    ("child", "child"),
                    ("sibling", "brother or sister"),
                    ("family", "other family"),
                    ("friend", "friend or acquaintance"),
                    ("neighbour", "neighbour"),
                    ("informal_carer", "informal carer"),
                    ("contact_person", "contact person"),
                    ("curator", "curator"),
                    ("mentor", "mentor"),
                    ("authorised", "authorised in writing"),
                    ("financial_administrator", "financial administrator"),
                    ("client", "client"),
                    ("member", "member"),
                    ("prospect", "prospect"),
                    ("lead", "lead"),
                    ("referrer", "referrer"),
                    ("volunteer", "volunteer"),
                    ("employee", "works there"),
                    ("practitioner", "practises there"),
                    ("branch", "branch"),
                    ("subsidiary", "subsidiary"),
                    ("purchasing_member", "buys through it"),
                    ("partner_organisation", "works together with"),
                ],
                max_length=25,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationdetail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "own",
                            "home_care",
                            "nursing_home",
                            "general_practice",
                            "hospital",
                            "pharmacy",
                            "mental_health",
                            "day_care",
                            "therapy",
                            "care_office",
                            "insurer",
                            "municipality",
                            "housing",
                            "supplier",
                            "voluntary",
                            "holding",
                            "purchasing",
                            "other",
                        ],
                    )
                ),
                name="organisationdetail_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "partner",
                            "parent",
                            "child",
                            "sibling",
                            "family",
                            "friend",
                            "neighbour",
                            "informal_carer",
                            "contact_person",
                            "curator",
                            "mentor",
                            "authorised",
                            "financial_administrator",
                            "client",
                            "member",
                            "prospect",
                            "lead",
                            "referrer",
                            "volunteer",
                            "employee",
                            "practitioner",
                            "branch",
                            "subsidiary",
                            "purchasing_member",
                            "partner_organisation",
                        ],
                    )
                ),
                name="relationship_kind_known",
            ),
        ),
    ]
