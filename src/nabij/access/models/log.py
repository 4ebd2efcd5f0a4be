# SPDX-License-Identifier: EUPL-1.2
"""The access log, and the seals that prove it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from nabij.access.choices import Outcome, PurposeOfUse


class AccessEntry(models.Model):
    """One line of the access log, with the fields of NEN 7513.

    The table is partitioned by month and append-only for every role but the owner. It has no
    foreign keys: a line outlives what it is about. The columns `xid` and `at` are filled by the
    database, and nobody but the owner can set them: they prove to row-level security that this
    very transaction wrote the line.
    """

    id = models.BigAutoField(primary_key=True)
    # "Generated" as far as Django knows: it reads this column and never names it in an INSERT.
    at = models.GeneratedField(
        expression=Now(), output_field=models.DateTimeField(), db_persist=True
    )
    # event
    event = models.CharField(max_length=40)
    action = models.CharField(max_length=1)
    outcome = models.CharField(max_length=10, choices=Outcome)
    checks = models.CharField(max_length=4)
    purpose = models.CharField(max_length=10, choices=PurposeOfUse)
    way_in = models.CharField(max_length=30, blank=True)
    # user
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=120)
    user_role = models.CharField(max_length=2)
    user_is_initiator = models.BooleanField(default=True)
    responsible_id = models.BigIntegerField(null=True)
    responsible_name = models.CharField(max_length=120, blank=True)
    responsible_role = models.CharField(max_length=2, blank=True)
    access_point_type = models.CharField(max_length=1)
    access_point = models.CharField(max_length=80)
    # object
    object_type = models.CharField(max_length=30)
    object_class = models.PositiveSmallIntegerField()
    object_id = models.BigIntegerField(null=True)
    object_ids = ArrayField(models.BigIntegerField(), default=list)
    object_count = models.PositiveIntegerField()
    is_name_only = models.BooleanField(default=False)
    detail = models.CharField(max_length=120, blank=True)
    records = ArrayField(models.BigIntegerField(), default=list)
    sensitive_records = ArrayField(models.BigIntegerField(), default=list)
    classes = ArrayField(models.CharField(max_length=1), default=list)
    categories = ArrayField(models.CharField(max_length=30), default=list)
    authorisation_protocol = models.CharField(max_length=80)
    care_relation_protocol = models.CharField(max_length=80, blank=True)
    consent_profile = models.CharField(max_length=200, blank=True)
    sensitivity = models.CharField(max_length=1, blank=True)
    life_cycle_stage = models.CharField(max_length=20)
    search_query = models.CharField(max_length=200, blank=True)
    # log source
    source_id = models.CharField(max_length=40)
    source_type = models.CharField(max_length=40)
    source_location = models.CharField(max_length=80, blank=True)

    class Meta:
        managed = False
        db_table = "access_accessentry"

    def __str__(self) -> str:
        return f"{self.event} #{self.pk}"


class LogSeal(models.Model):
    """One link of the chain over the log: made by the database, changed by nobody.

    A seal of `entries` holds the lines of the transactions in [from_xid, until_xid), with `ids`
    and `hashes` (32 bytes each) in the same order. An `ending` names the lines that were ended by
    law. `era_from_id` is the first line whose transaction numbers belong to this database: a dump
    that is restored elsewhere begins a new era.
    """

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10)
    form = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    system_id = models.CharField(max_length=20)
    era_from_id = models.BigIntegerField()
    from_xid = models.BigIntegerField()
    until_xid = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    first_id = models.BigIntegerField(null=True)
    last_id = models.BigIntegerField(null=True)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    ended_before = models.DateTimeField(null=True)
    ids = ArrayField(models.BigIntegerField())
    hashes = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "access_logseal"

    def __str__(self) -> str:
        return f"{self.kind} #{self.number}"
