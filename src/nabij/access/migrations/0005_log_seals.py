# SPDX-License-Identifier: EUPL-1.2
"""Seals over the access log: what was written once can be proven, line by line."""

import django.contrib.postgres.fields
from django.db import migrations, models

SEAL_TABLE = """
CREATE TABLE access_logseal (
  number bigint PRIMARY KEY,
  kind varchar(10) NOT NULL CHECK (kind IN ('entries', 'ending')),
  form smallint NOT NULL,
  made_at timestamptz NOT NULL,
  system_id varchar(20) NOT NULL,
  era_from_id bigint NOT NULL,
  from_xid bigint NOT NULL,
  until_xid bigint NOT NULL CHECK (until_xid >= from_xid),
  entries integer NOT NULL CHECK (entries >= 0),
  first_id bigint,
  last_id bigint,
  first_at timestamptz,
  last_at timestamptz,
  ended_before timestamptz,
  ids bigint[] NOT NULL,
  hashes bytea NOT NULL,
  previous bytea NOT NULL CHECK (octet_length(previous) = 32),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
ALTER TABLE access_logseal ALTER COLUMN hashes SET STORAGE EXTERNAL;
"""

# The bytes of a line, said once. Every column is named, so a column that comes later belongs to a
# form 2, and what was sealed before keeps its hash. The text of a ROW quotes what needs quoting and
# tells NULL from '', so no two lines have the same bytes; no setting of a session enters it.
HASHES = """
CREATE FUNCTION access.entry_hash(e access_accessentry) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.sha256(pg_catalog.convert_to(ROW(
    e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.xid, e.event, e.action, e.outcome,
    e.checks, e.purpose, e.way_in, e.user_id, e.user_name, e.user_role, e.user_is_initiator,
    e.responsible_id, e.responsible_name, e.responsible_role, e.access_point_type, e.access_point,
    e.object_type, e.object_class, e.object_id, e.object_ids, e.object_count, e.is_name_only,
    e.detail, e.records, e.sensitive_records, e.classes, e.categories, e.authorisation_protocol,
    e.care_relation_protocol, e.consent_profile, e.sensitivity, e.life_cycle_stage, e.search_query,
    e.source_id, e.source_type, e.source_location
  )::text, 'UTF8'))
$$;

CREATE FUNCTION access.seal_hash(s access_logseal) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.sha256(pg_catalog.convert_to(ROW(
    s.number, s.kind, s.form, (extract(epoch FROM s.made_at) * 1000000)::bigint, s.system_id,
    s.era_from_id, s.from_xid, s.until_xid, s.entries, s.first_id, s.last_id,
    (extract(epoch FROM s.first_at) * 1000000)::bigint,
    (extract(epoch FROM s.last_at) * 1000000)::bigint,
    (extract(epoch FROM s.ended_before) * 1000000)::bigint,
    pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(s.ids::text, 'UTF8')), 'hex'),
    pg_catalog.encode(pg_catalog.sha256(s.hashes), 'hex'),
    pg_catalog.encode(s.previous, 'hex')
  )::text, 'UTF8'))
$$;
"""

# A line takes its id before it commits, so an id below a sealed one may still come. A seal
# therefore holds the lines of the transactions in [from_xid, until_xid), and until_xid lies at or
# below the oldest transaction that runs: every transaction before it is over, nothing can join.
#
# A dump that is restored elsewhere comes among other transaction numbers. The first seal there
# closes the era that was: it takes what the dump held beyond the last seal, known by its row having
# been written by another transaction than the line says; from the next id on a new era counts.
SEAL = """
CREATE FUNCTION access.seal_log() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET jit = off AS $$
DECLARE
  most CONSTANT integer := 50000;
  forever CONSTANT bigint := 9223372036854775807;
  last access_logseal;
  horizon bigint;
  boundary bigint;
  cut bigint;
  system text := (SELECT system_identifier::text FROM pg_control_system());
  sealed integer := 0;
BEGIN
  -- One sealer at a time, and nobody without rights on the table can hold this lock.
  LOCK TABLE access_logseal IN EXCLUSIVE MODE;
  SELECT * INTO last FROM access_logseal ORDER BY number DESC LIMIT 1;
  IF last.number IS NULL THEN
    last.number := 0; last.system_id := system; last.hash := sha256('');
    last.era_from_id := -forever; last.until_xid := 0;
  END IF;
  horizon := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;

  IF last.system_id <> system OR horizon < last.until_xid THEN
    SELECT coalesce(max(last_id), 0) INTO boundary FROM access_logseal WHERE kind = 'entries';
    SELECT coalesce(max(id), boundary) INTO boundary FROM access_accessentry
      WHERE id > boundary AND xmin::text::bigint <> (xid::text::bigint & 4294967295);
    sealed := access.add_seal(last, system, last.era_from_id, boundary, last.until_xid, forever);
    SELECT * INTO last FROM access_logseal ORDER BY number DESC LIMIT 1;
    last.era_from_id := boundary + 1; last.until_xid := 0;
  END IF;

  -- Not more than so many at once; but a transaction is not divided, however many lines it wrote.
  SELECT CASE WHEN xid = first_xid THEN xid::text::bigint + 1 ELSE xid::text::bigint END INTO cut
    FROM (
      SELECT xid, first_value(xid) OVER (ORDER BY xid) AS first_xid FROM access_accessentry
      WHERE xid >= last.until_xid::text::xid8 AND xid < horizon::text::xid8
        AND id >= last.era_from_id
      ORDER BY xid LIMIT most + 1
    ) waiting ORDER BY xid OFFSET most;
  RETURN sealed + access.add_seal(last, system, last.era_from_id, forever, last.until_xid,
                                  coalesce(cut, horizon));
END $$;

-- Works with the rights of its caller, so it is of use to the owner only.
CREATE FUNCTION access.add_seal(last access_logseal, system text, era_from bigint, until_id bigint,
                                since bigint, until bigint) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  made access_logseal;
BEGIN
  -- Hashed before they are sorted: what is sorted is small.
  SELECT count(*), min(e.id), max(e.id), min(e.at), max(e.at),
    coalesce(array_agg(e.id ORDER BY e.id), '{}'),
    coalesce(string_agg(e.hash, ''::bytea ORDER BY e.id), '')
  INTO made.entries, made.first_id, made.last_id, made.first_at, made.last_at,
    made.ids, made.hashes
  FROM (
    SELECT entry.id, entry.at, access.entry_hash(entry) AS hash FROM access_accessentry entry
    WHERE entry.xid >= since::text::xid8 AND entry.xid < until::text::xid8
      AND entry.id BETWEEN era_from AND until_id
    OFFSET 0
  ) e;
  -- The seals at the end and the start of an era are made even when they are empty.
  IF made.entries = 0 AND until_id = 9223372036854775807 AND NOT EXISTS (
    SELECT FROM access_logseal WHERE number = last.number AND era_from_id <> era_from)
  THEN
    RETURN 0;
  END IF;
  made.number := last.number + 1;
  made.kind := 'entries';
  made.form := 1;
  made.made_at := transaction_timestamp();
  made.system_id := system;
  made.era_from_id := era_from;
  made.from_xid := since;
  made.until_xid := until;
  made.previous := last.hash;
  made.hash := access.seal_hash(made);
  INSERT INTO access_logseal SELECT made.*;
  RETURN made.entries;
END $$;
"""

# The law: at least five years from the moment the line was written. A seal is made within a minute,
# so a line ends with all lines of its seal; the ending is a link of the chain itself and names the
# lines, so that every other missing line still shows.
END = """
CREATE FUNCTION access.end_log(before timestamptz, also_kept boolean, most integer)
RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  last access_logseal;
  made access_logseal;
BEGIN
  IF before > transaction_timestamp() - interval '5 years' THEN
    RAISE EXCEPTION 'log-too-young' USING ERRCODE = 'check_violation';
  END IF;
  LOCK TABLE access_logseal IN EXCLUSIVE MODE;
  SELECT * INTO last FROM access_logseal ORDER BY number DESC LIMIT 1;
  WITH sealed AS (
    SELECT unnest(ids) AS id FROM access_logseal WHERE kind = 'entries' AND last_at < before
  ), chosen AS (
    SELECT e.id, e.at FROM access_accessentry e JOIN sealed USING (id)
    WHERE e.at < before AND (also_kept OR e.object_type <> 'Person' OR NOT EXISTS (
      SELECT FROM relations_party party WHERE party.id = ANY (e.object_ids)))
    ORDER BY e.id LIMIT most
  ), ended AS (
    DELETE FROM access_accessentry e USING chosen
    WHERE e.id = chosen.id AND e.at = chosen.at RETURNING e.id
  )
  SELECT count(*), coalesce(array_agg(id ORDER BY id), '{}') INTO made.entries, made.ids FROM ended;
  IF made.entries = 0 THEN RETURN 0; END IF;
  made.number := last.number + 1;
  made.kind := 'ending';
  made.form := 1;
  made.made_at := transaction_timestamp();
  made.system_id := last.system_id;
  made.era_from_id := last.era_from_id;
  made.from_xid := last.until_xid;
  made.until_xid := last.until_xid;
  made.ended_before := before;
  made.hashes := '';
  made.previous := last.hash;
  made.hash := access.seal_hash(made);
  INSERT INTO access_logseal SELECT made.*;
  RETURN made.entries;
END $$;
"""

# For the owner as well: it takes a deliberate step to get past these, and the seals show it.
GUARDS = """
CREATE FUNCTION access.guard_log() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME <> 'access_logseal' THEN
    IF OLD.at < transaction_timestamp() - interval '5 years' THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION 'log-is-append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER logseal_guard BEFORE UPDATE OR DELETE ON access_logseal
  FOR EACH ROW EXECUTE FUNCTION access.guard_log();
CREATE TRIGGER logseal_guard_truncate BEFORE TRUNCATE ON access_logseal
  FOR EACH STATEMENT EXECUTE FUNCTION access.guard_log();
CREATE TRIGGER accessentry_guard BEFORE UPDATE OR DELETE ON access_accessentry
  FOR EACH ROW EXECUTE FUNCTION access.guard_log();
CREATE TRIGGER accessentry_guard_truncate BEFORE TRUNCATE ON access_accessentry
  FOR EACH STATEMENT EXECUTE FUNCTION access.guard_log();
DO $$
DECLARE
  part regclass;
BEGIN
  FOR part IN SELECT inhrelid::regclass FROM pg_inherits
    WHERE inhparent = 'public.access_accessentry'::regclass
  LOOP
    EXECUTE format('CREATE TRIGGER accessentry_guard_truncate BEFORE TRUNCATE ON %s
      FOR EACH STATEMENT EXECUTE FUNCTION access.guard_log()', part);
  END LOOP;
END $$;
"""

# As before, and now: a new month has its guard and is in the backup; a month of which lines lie in
# the default partition stays there; and no reader of the log waits for more than two seconds.
PARTITIONS = """
CREATE OR REPLACE FUNCTION access.ensure_log_partitions(first date, months integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  made integer := 0;
  month date := date_trunc('month', first)::date;
  next date;
  name text;
BEGIN
  IF months NOT BETWEEN 1 AND 60 THEN RAISE EXCEPTION 'months must lie between 1 and 60'; END IF;
  FOR i IN 1..months LOOP
    name := 'access_accessentry_' || to_char(month, 'YYYYMM');
    next := (month + interval '1 month')::date;
    IF to_regclass('public.' || name) IS NULL AND NOT EXISTS (
      SELECT FROM public.access_accessentry_other WHERE at >= month AND at < next)
    THEN
      EXECUTE format(
        'CREATE TABLE public.%I PARTITION OF public.access_accessentry FOR VALUES FROM (%L) TO (%L)',
        name, month, next);
      EXECUTE format('CREATE TRIGGER accessentry_guard_truncate BEFORE TRUNCATE ON public.%I
        FOR EACH STATEMENT EXECUTE FUNCTION access.guard_log()', name);
      EXECUTE format('GRANT SELECT ON public.%I TO nabij_backup', name);
      made := made + 1;
    END IF;
    month := next;
  END LOOP;
  RETURN made;
END $$;
"""

UNDO = """
DROP TRIGGER accessentry_guard ON access_accessentry;
DROP TRIGGER accessentry_guard_truncate ON access_accessentry;
DROP TABLE access_logseal CASCADE;
DROP FUNCTION IF EXISTS access.entry_hash(access_accessentry);
DROP FUNCTION IF EXISTS access.seal_log();
DROP FUNCTION IF EXISTS access.end_log(timestamptz, boolean, integer);
DROP FUNCTION access.guard_log() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_care_relations_end_by_themselves")]

    operations = [
        migrations.RunSQL(SEAL_TABLE + HASHES + SEAL + END + GUARDS + PARTITIONS, UNDO),
        migrations.CreateModel(
            name="LogSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("form", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("system_id", models.CharField(max_length=20)),
                ("era_from_id", models.BigIntegerField()),
                ("from_xid", models.BigIntegerField()),
                ("until_xid", models.BigIntegerField()),
                ("entries", models.PositiveIntegerField()),
                ("first_id", models.BigIntegerField(null=True)),
                ("last_id", models.BigIntegerField(null=True)),
                ("first_at", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField(null=True)),
                ("ended_before", models.DateTimeField(null=True)),
                (
                    "ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField()),
                ),
                ("hashes", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "access_logseal", "managed": False},
        ),
    ]
