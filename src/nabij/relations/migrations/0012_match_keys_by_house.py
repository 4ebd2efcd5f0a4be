# SPDX-License-Identifier: EUPL-1.2
"""Two keys more: a birth date with a postcode, and with a house number. Work out all keys anew."""

from importlib import import_module

from django.db import migrations

fill = import_module("nabij.relations.migrations.0010_match_keys_filled").fill


class Migration(migrations.Migration):
    dependencies = [("relations", "0011_match_keys_index")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
