# SPDX-License-Identifier: EUPL-1.2
"""No log, no read (A-117): what happens when the entry fails, or the page fails after the read."""

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from nabij.database.testing.scratch import acting_as
from nabij.dossiers.models import Fact

pytestmark = pytest.mark.usefixtures("in_care", "dossier")


@pytest.fixture
def addresses(anna, dossier):
    return [
        reverse("clientview:person", args=[anna.ref]),
        reverse("clientview:print", args=[anna.ref]),
        reverse("clientview:fact", args=[anna.ref, dossier["allergy"].ref]),
    ]


@pytest.fixture
def broken_templates(tmp_path):
    """Let every page of facts fail in its very last part, after everything was read."""

    def break_(name):
        original = next(
            path
            for path in (settings.BASE_DIR / "clientview" / "templates").rglob("*.html")
            if path.as_posix().endswith(name)
        )
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(original.read_text() + "{% include None|add:1 %}{% now %}")

    return break_


def test_without_the_right_to_write_the_log_nothing_is_shown(fatima, addresses):
    client = fatima.client
    with acting_as("nabij_owner"), connection.cursor() as cursor:
        cursor.execute("revoke insert on access_accessentry from nabij_app")
        cursor.execute(
            """select string_agg(quote_ident(column_name), ', ') from information_schema.columns
               where table_name = 'access_accessentry'"""
        )
        cursor.execute(
            f"revoke insert ({cursor.fetchone()[0]}) on access_accessentry from nabij_app"
        )
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 503
        assert "CANARY" not in response.text
        assert "Penicilline" not in response.text
        assert "rondelijst" in response.text or "round" in response.text


def test_facts_outside_an_opening_are_refused_by_the_database(fatima, records):
    from django.db import DatabaseError

    with pytest.raises(DatabaseError, match="no-access-entry"):
        list(Fact.objects.filter(patient_record=records["gp"]))


def test_a_page_that_fails_after_the_read_lets_nothing_out(fatima, addresses, settings, tmp_path):
    """The read is done and half the page rendered when the failure comes."""
    for name in ("parts/scattered.html", "print.html", "fact.html"):
        path = tmp_path / "clientview" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_broken(name))
    client = fatima.client
    client.raise_request_exception = False
    templates = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    settings.TEMPLATES = templates
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 500
        for canary in ("CANARY", "Penicilline", "Metoprolol"):
            assert canary not in response.text


def _broken(name):
    """Return a template that shows everything and then divides by nothing."""
    fail = "{{ timeline.page.rows.0.no.such }}{% widthratio 1 0 1 %}{% url 'no-such-page' %}"
    if name.startswith("parts/"):
        return "{{ picture.panels }}" + fail
    if name == "print.html":
        return "{{ picture.panels }}{{ timeline.page.rows }}" + fail
    return "{{ page.original }}" + fail
