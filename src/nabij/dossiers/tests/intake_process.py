# SPDX-License-Identifier: EUPL-1.2
"""An intake in a process of its own, in a database of the tests, to be killed.

python -m nabij.dossiers.tests.intake_process DATABASE FOLDER READERS
"""

import os
import sys
from pathlib import Path


def main():
    database, folder, readers = sys.argv[1:]
    os.environ["NABIJ_DATABASE_ROLE"] = "test"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.config.settings")
    import django
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    settings.DATABASES["default"]["NAME"] = database
    settings.DATABASES["default"]["OPTIONS"] = options | {"options": "-c role=nabij_intake"}
    django.setup()

    from nabij.dossiers.rules import batches, beside
    from nabij.dossiers.tests import making
    from nabij.linkage import queries as linkage_queries

    batches.MOST_ENTRIES = 40
    beside.GROUP_FILES = 7
    viewer = making.machine()
    try:
        gp = linkage_queries.source_named(viewer=viewer, name="gp")
    except linkage_queries.SourceNotFound:
        gp = making.source("gp", default_ground="")
    making.take_in(gp, Path(folder), ground="handoff", readers=int(readers))


if __name__ == "__main__":
    main()
