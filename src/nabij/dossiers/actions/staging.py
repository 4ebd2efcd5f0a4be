# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: S608 - the statements are made of names in this package only
"""The SQL by which a batch goes from the staging tables to where it stays, set by set.

The intake's role may not read what guarded tables say: these statements touch keys, hashes and
references of them only. All run under the advisory lock of the source.
"""

from nabij.dossiers.rules.rows import DIRECTORY, FACT, REFERENCE

_NEW = """
n integer, id bigint, version integer, before_id bigint, is_superseded boolean, type text,
source_key text, data_class text, patient_record_id bigint
"""

TABLES = {
    "stage_fact": FACT,
    "stage_reference": REFERENCE,
    "stage_directory": DIRECTORY,
    "stage_new": _NEW,
    "stage_new_directory": _NEW,
}
MAKE = "".join(
    f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ({columns}) ON COMMIT DELETE ROWS;\n"
    for name, columns in TABLES.items()
)
# Without it the planner takes a staged batch for forty rows.
MEASURE = "".join(f"ANALYZE {name} (n);\n" for name in TABLES)
CLEAR = "".join(f"DELETE FROM {name};\n" for name in TABLES)

UNKNOWN_SUBJECTS = """
SELECT DISTINCT staged.subject_key
FROM stage_fact staged
LEFT JOIN linkage_patientrecord record
  ON record.source_id = %(source)s AND record.source_key = staged.subject_key
WHERE staged.subject_key IS NOT NULL AND record.id IS NULL
ORDER BY 1
"""


def _decide(staged: str, decided: str, stored: str, *, data_class: str, subject_key: str) -> str:
    """Return the statement that says which staged resources are new versions.

    A resource is unchanged when its hash is that of the version before it: in this batch, or else
    in force. So the outcome does not depend on where batches begin.
    """
    return f"""
INSERT INTO {decided}
  (n, id, version, before_id, is_superseded, type, source_key, data_class, patient_record_id)
SELECT changed.n, nextval('{stored}_id_seq'), coalesce(changed.stored_version, 0) + changed.ordinal,
  CASE WHEN changed.ordinal = 1 THEN changed.stored_id END,
  changed.is_superseded, changed.type, changed.source_key, changed.data_class, record.id
FROM (
  SELECT n, type, source_key, data_class, subject_key, stored_id, stored_version,
    row_number() OVER versions AS ordinal,
    lead(n) OVER versions IS NOT NULL AS is_superseded
  FROM (
    SELECT staged.n, staged.type, staged.source_key, staged.hash,
      {data_class} AS data_class, {subject_key} AS subject_key,
      stored.id AS stored_id, stored.version AS stored_version,
      coalesce(
        lag(staged.hash) OVER (PARTITION BY staged.type, staged.source_key ORDER BY staged.n),
        stored.hash
      ) AS hash_before
    FROM {staged} staged
    LEFT JOIN {stored} stored
      ON stored.source_id = %(source)s AND stored.type = staged.type
      AND stored.source_key = staged.source_key AND stored.superseded_at IS NULL
  ) compared
  WHERE hash IS DISTINCT FROM hash_before
  WINDOW versions AS (PARTITION BY type, source_key ORDER BY n)
) changed
LEFT JOIN linkage_patientrecord record
  ON record.source_id = %(source)s AND record.source_key = changed.subject_key
"""


DECIDE_FACTS = _decide(
    "stage_fact",
    "stage_new",
    "dossiers_fact",
    data_class="staged.data_class",
    subject_key="staged.subject_key",
)
DECIDE_DIRECTORY = _decide(
    "stage_directory",
    "stage_new_directory",
    "dossiers_sourceresource",
    data_class="'b'",
    subject_key="NULL::text",
)

_DIRECTORY_COLUMNS = """
type, source_key, hash, fhir_version, name, category, identifiers, details, is_active,
is_understood, media, content
"""
STORE_DIRECTORY = f"""
INSERT INTO dossiers_sourceresource
  (id, source_id, version, intake_file_id, superseded_at, {_DIRECTORY_COLUMNS})
SELECT new.id, %(source)s, new.version, staged.file_id,
  CASE WHEN new.is_superseded THEN now() END,
  {", ".join(f"staged.{name.strip()}" for name in _DIRECTORY_COLUMNS.split(","))}
FROM stage_new_directory new JOIN stage_directory staged USING (n)
"""

_FACT_COLUMNS = """
ref, type, source_key, hash, fhir_version, kind, data_class, category, code_system, code,
code_text, status, is_active, is_understood, is_error, starts_on, starts_precision, starts_at,
ends_on, ends_precision, ends_at, recorded_on, value, unit, text, author, details
"""
STORE_FACTS = f"""
INSERT INTO dossiers_fact
  (id, source_id, patient_record_id, version, intake_file_id, superseded_at, {_FACT_COLUMNS})
SELECT new.id, %(source)s, new.patient_record_id, new.version, staged.file_id,
  CASE WHEN new.is_superseded THEN now() END,
  {", ".join(f"staged.{name.strip()}" for name in _FACT_COLUMNS.split(","))}
FROM stage_new new JOIN stage_fact staged USING (n)
"""
STORE_ORIGINALS = """
INSERT INTO dossiers_original (fact_id, patient_record_id, data_class, media, content)
SELECT new.id, new.patient_record_id, new.data_class, staged.media, staged.content
FROM stage_new new JOIN stage_fact staged USING (n)
"""

# What can be found at once is resolved at once; the rest waits for the end of the intake.
STORE_REFERENCES = """
INSERT INTO dossiers_reference
  (source_id, patient_record_id, data_class, fact_id, position, role, path, target_type,
   target_key, target_identifier, display, is_subject, state, target_fact_id, target_resource_id,
   target_record_id)
SELECT %(source)s, new.patient_record_id, new.data_class, new.id, staged.position, staged.role,
  staged.path, staged.target_type, staged.target_key, staged.target_identifier, staged.display,
  staged.is_subject,
  CASE WHEN coalesce(fact.id, resource.id, record.id) IS NULL THEN staged.state ELSE 'resolved' END,
  fact.id, CASE WHEN fact.id IS NULL THEN resource.id END, record.id
FROM stage_reference staged
JOIN stage_new new USING (n)
LEFT JOIN dossiers_fact fact
  ON fact.source_id = %(source)s AND fact.type = staged.fact_type
  AND fact.source_key = staged.target_key AND fact.superseded_at IS NULL
LEFT JOIN dossiers_sourceresource resource
  ON resource.source_id = %(source)s AND resource.type = staged.directory_type
  AND resource.source_key = staged.target_key AND resource.superseded_at IS NULL
LEFT JOIN linkage_patientrecord record
  ON record.source_id = %(source)s AND record.source_key = staged.patient_key
"""


def _supersede(decided: str, stored: str, target: str) -> tuple[str, str]:
    """Return the statements that end the versions before, and let references follow the newest."""
    return (
        f"""
UPDATE {stored} SET superseded_at = now()
FROM {decided} new WHERE {stored}.id = new.before_id
""",
        f"""
UPDATE dossiers_reference SET {target} = newest.id
FROM {decided} new
JOIN {decided} newest USING (type, source_key)
WHERE new.before_id IS NOT NULL AND NOT newest.is_superseded
  AND dossiers_reference.{target} = new.before_id
""",
    )


END_FACTS, FOLLOW_FACTS = _supersede("stage_new", "dossiers_fact", "target_fact_id")
END_DIRECTORY, FOLLOW_DIRECTORY = _supersede(
    "stage_new_directory", "dossiers_sourceresource", "target_resource_id"
)

NOTE_RECORDS = """
INSERT INTO dossiers_intakerecord (intake_id, patient_record_id)
SELECT DISTINCT %(intake)s, patient_record_id FROM stage_new WHERE patient_record_id IS NOT NULL
ON CONFLICT DO NOTHING
"""
COUNT = """
SELECT staged.file_id, staged.type, 'facts', count(*), count(new.n),
  count(new.n) FILTER (WHERE new.version > 1), count(new.n) FILTER (WHERE new.patient_record_id IS NULL)
FROM stage_fact staged LEFT JOIN stage_new new USING (n)
GROUP BY 1, 2
UNION ALL
SELECT staged.file_id, staged.type, 'directory', count(*), count(new.n),
  count(new.n) FILTER (WHERE new.version > 1), 0
FROM stage_directory staged LEFT JOIN stage_new_directory new USING (n)
GROUP BY 1, 2
"""
SAVE_PROGRESS = """
UPDATE dossiers_intakefile file
SET entries_done = given.entries_done, is_done = given.is_done, counts = given.counts,
  media = CASE WHEN given.media = '' THEN file.media ELSE given.media END,
  targets = coalesce(given.targets, file.targets),
  content = CASE WHEN given.content IS NOT NULL THEN given.content
                 WHEN given.is_done AND given.media <> 'xml' THEN NULL ELSE file.content END
FROM unnest(%(ids)s::bigint[], %(entries)s::bigint[], %(done)s::boolean[], %(media)s::text[],
            %(counts)s::jsonb[], %(targets)s::jsonb[], %(contents)s::bytea[])
  AS given (id, entries_done, is_done, media, counts, targets, content)
WHERE file.id = given.id
"""


def _resolve(target: str, table: str, *, waiting: str, found: str) -> str:
    """Return the statement that lets references of a source find what has come in by now.

    One look by key for each: as a plain join the planner, who knows nothing yet of a table that
    was just filled, may compare all with all. That took minutes for a first intake.
    """
    return f"""
UPDATE dossiers_reference reference SET state = 'resolved', {target} = known.id
FROM dossiers_reference waiting
CROSS JOIN LATERAL (
  SELECT found.id FROM {table} found
  WHERE found.source_id = %(source)s AND found.source_key = waiting.target_key AND {found}
  LIMIT 1
) known
WHERE waiting.source_id = %(source)s AND waiting.state IN ('waiting', 'dangling')
  AND waiting.target_key <> '' AND {waiting} AND reference.id = waiting.id
"""


_IN_FORCE = "found.type = waiting.target_type AND found.superseded_at IS NULL"
RESOLVE_FACTS = _resolve(
    "target_fact_id", "dossiers_fact", waiting="waiting.target_type <> 'Patient'", found=_IN_FORCE
)
RESOLVE_DIRECTORY = _resolve(
    "target_resource_id", "dossiers_sourceresource", waiting="true", found=_IN_FORCE
)
RESOLVE_RECORDS = _resolve(
    "target_record_id", "linkage_patientrecord", waiting="waiting.target_type = 'Patient'",
    found="true",
)  # fmt: skip
# Persons named by a number instead of a reference: by BSN (its keyed hash) or by the number they
# have at this source. A number that two records share names neither.
LOGICAL_SUBJECTS = """
SELECT DISTINCT reference.target_identifier
FROM dossiers_reference reference
WHERE reference.source_id = %(source)s AND reference.state IN ('waiting', 'dangling')
  AND reference.target_identifier <> '' AND reference.target_type IN ('', 'Patient')
"""
RECORDS_OF_NUMBERS = """
SELECT found.identifier, min(found.id)
FROM (
  SELECT given.identifier, record.id
  FROM unnest(%(bsns)s::text[], %(indexes)s::bytea[]) AS given (identifier, index)
  JOIN linkage_patientrecord record ON record.bsn_index = given.index
  WHERE record.source_id = %(source)s
  UNION
  SELECT given.identifier, record.id
  FROM unnest(%(bsns)s::text[], %(indexes)s::bytea[]) AS given (identifier, index)
  JOIN linkage_patientrecord record ON record.previous_bsn_index = given.index
  WHERE record.source_id = %(source)s
  UNION
  SELECT given.identifier, record.id
  FROM unnest(%(others)s::text[], %(numbers)s::text[]) AS given (identifier, number)
  JOIN linkage_patientrecord record ON record.client_number = given.number
  WHERE record.source_id = %(source)s
) found
GROUP BY found.identifier HAVING count(*) = 1
"""
RESOLVE_NUMBERS = """
UPDATE dossiers_reference reference SET state = 'resolved', target_record_id = given.record_id
FROM unnest(%(identifiers)s::text[], %(records)s::bigint[]) AS given (identifier, record_id)
WHERE reference.source_id = %(source)s AND reference.state IN ('waiting', 'dangling')
  AND reference.target_identifier = given.identifier AND reference.target_type IN ('', 'Patient')
RETURNING reference.fact_id, given.record_id, reference.is_subject
"""
GIVE_SUBJECTS = tuple(
    f"""
UPDATE {table} SET patient_record_id = given.record_id
FROM unnest(%(facts)s::bigint[], %(records)s::bigint[]) AS given (fact_id, record_id)
WHERE {table}.{key} = given.fact_id AND {table}.patient_record_id IS NULL
"""
    for table, key in (
        ("dossiers_fact", "id"),
        ("dossiers_original", "fact_id"),
        ("dossiers_reference", "fact_id"),
    )
)
NOTE_MORE_RECORDS = """
INSERT INTO dossiers_intakerecord (intake_id, patient_record_id)
SELECT DISTINCT %(intake)s::bigint, record_id FROM unnest(%(records)s::bigint[]) AS record_id
ON CONFLICT DO NOTHING
"""
MARK_DANGLING = """
UPDATE dossiers_reference SET state = 'dangling'
WHERE source_id = %(source)s AND state = 'waiting'
"""
COUNT_DANGLING = """
SELECT count(*)
FROM dossiers_reference reference
JOIN dossiers_fact fact ON fact.id = reference.fact_id
JOIN dossiers_intakefile file ON file.id = fact.intake_file_id
WHERE reference.source_id = %(source)s AND reference.state = 'dangling'
  AND file.intake_id = %(intake)s
"""
