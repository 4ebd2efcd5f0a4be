# SPDX-License-Identifier: EUPL-1.2
"""The ground under all other tests: who they are, and that they leave nothing behind."""

from urllib.request import urlopen

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.urls import path


def whoami():
    with connection.cursor() as cursor:
        cursor.execute(
            "select session_user, current_user, rolsuper, rolbypassrls"
            " from pg_roles where rolname = current_user"
        )
        return cursor.fetchone()


def owned_tables():
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_tables where tableowner = current_user")
        return cursor.fetchone()[0]


def test_tests_work_as_the_application_and_own_nothing(db):
    assert whoami() == ("nabij_test", "nabij_app", False, False)
    assert owned_tables() == 0


def test_a_test_takes_another_role_and_gives_it_back(db, as_role):
    with as_role("nabij_intake"):
        assert whoami()[1] == "nabij_intake"
        with as_role("nabij_owner"):
            assert owned_tables() > 0
        assert whoami()[1] == "nabij_intake"
    assert whoami()[1] == "nabij_app"


def test_the_role_is_given_back_after_an_error_in_sql(db, as_role):
    with pytest.raises(DatabaseError), transaction.atomic(), as_role("nabij_report"):
        connection.cursor().execute("select * from no_such_table")
    assert whoami()[1] == "nabij_app"


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_committing_test_writes_is_gone_in_the_next(committing_db, turn):
    assert not connection.in_atomic_block
    assert not ContentType.objects.filter(model="left_behind").exists()
    ContentType.objects.create(app_label="database", model="left_behind")
    connection.close()
    assert ContentType.objects.filter(model="left_behind").exists()


def count_content_types(request):
    return HttpResponse(ContentType.objects.filter(model="seen_by_server").count())


urlpatterns = [path("", count_content_types)]


@pytest.fixture
def site_of_one_page(settings):
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []


def test_a_live_server_sees_what_the_test_committed(site_of_one_page, committing_live_server):
    ContentType.objects.create(app_label="database", model="seen_by_server")
    with urlopen(committing_live_server.url, timeout=10) as answer:
        assert answer.read() == b"1"
