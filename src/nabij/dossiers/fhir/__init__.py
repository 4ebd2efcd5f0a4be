# SPDX-License-Identifier: EUPL-1.2
"""Read FHIR dossiers (STU3 and R4, JSON and XML): a pure engine without Django, database or clock.

The way of a file::

    members -> read_file -> decide_version -> read_columns

`members` lists the files of a folder or zip, `read_file` yields each resource or a refusal with
its reason, `decide_version` says STU3 or R4 or refuses, `read_columns` gives what the pages show.
"""
