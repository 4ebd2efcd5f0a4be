# SPDX-License-Identifier: EUPL-1.2
"""Linking everybody in a process of its own, in a database of the tests, to be killed.

python -m nabij.linkage.tests.link_process DATABASE RECORDS   takes so many records in
python -m nabij.linkage.tests.link_process DATABASE 0         links all
"""

import os
import sys


def main():
    database, records = sys.argv[1:]
    os.environ["NABIJ_DATABASE_ROLE"] = "test"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.config.settings")
    import django
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    settings.DATABASES["default"]["NAME"] = database
    settings.DATABASES["default"]["OPTIONS"] = options | {"options": "-c role=nabij_intake"}
    django.setup()

    from django.core.management import call_command

    from nabij.linkage import actions
    from nabij.linkage.actions import planned
    from nabij.linkage.tests.building import MACHINE, add_source
    from nabij.linkage.tests.invented import invented

    planned.PIECE = 50
    if not int(records):
        call_command("link", "--all", "--json")
        return
    rows = [row for row, _person in invented(records=int(records), seed=5)]
    for number, name in enumerate(("gp", "hospital", "own")):
        source = add_source(name, is_own=name == "own")
        actions.store_patient_records(viewer=MACHINE, source_id=source.pk, rows=rows[number::3])


if __name__ == "__main__":
    main()
