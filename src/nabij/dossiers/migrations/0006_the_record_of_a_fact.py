# SPDX-License-Identifier: EUPL-1.2
"""Tell of which record and kind a fact is, before that one record is opened.

The page of a fact must open, and name in the log, the one record that it shows and what kind of
data. The function gives those keys for a ref and nothing else. It runs as the owner of the tables, who sees by this policy
the one row that the function asks for, and by no other way a row.
"""

from django.db import migrations

FORWARD = """
CREATE POLICY record_of_one_fact ON dossiers_fact FOR SELECT TO nabij_owner
  USING (ref = current_setting('nabij.fact_ref', true));

CREATE FUNCTION access.record_of_fact(fact_ref text)
RETURNS TABLE (record_id bigint, fact_kind text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('nabij.fact_ref', fact_ref, true);
  RETURN QUERY SELECT f.patient_record_id, f.kind::text FROM dossiers_fact f
    WHERE f.ref = fact_ref AND f.patient_record_id IS NOT NULL;
  PERFORM set_config('nabij.fact_ref', '', true);
END $$;
REVOKE ALL ON FUNCTION access.record_of_fact(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.record_of_fact(text) TO nabij_app;
"""
BACK = """
DROP FUNCTION access.record_of_fact(text);
DROP POLICY record_of_one_fact ON dossiers_fact;
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_keys_are_replaced")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
