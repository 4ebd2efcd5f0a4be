# SPDX-License-Identifier: EUPL-1.2
"""Tell of which record a fact is, before that one record is opened.

The page of a fact must open, and name in the log, the one record that it shows. The function
gives a key for a ref and nothing else. It runs as the owner of the tables, who sees by this policy
the one row that the function asks for, and by no other way a row.
"""

from django.db import migrations

FORWARD = """
CREATE POLICY record_of_one_fact ON dossiers_fact FOR SELECT TO nabij_owner
  USING (ref = current_setting('nabij.fact_ref', true));

CREATE FUNCTION access.record_of_fact(fact_ref text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET nabij.fact_ref = '' AS $$
BEGIN
  PERFORM set_config('nabij.fact_ref', fact_ref, true);
  RETURN (SELECT patient_record_id FROM dossiers_fact WHERE ref = fact_ref);
END $$;
REVOKE ALL ON FUNCTION access.record_of_fact(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.record_of_fact(text) TO nabij_app;
"""
BACK = """
DROP FUNCTION access.record_of_fact(text);
DROP POLICY record_of_one_fact ON dossiers_fact;
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0005_a_missing_entry_always_raises")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
