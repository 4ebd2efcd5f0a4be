# SPDX-License-Identifier: EUPL-1.2
"""The day that nabij is away: the round sheet opens from disk, with the database down."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from psycopg import sql

from tests.journeys.conftest import assert_fine, follow

pytestmark = pytest.mark.xdist_group("journeys")


@pytest.fixture
def stop_the_database(demo, cluster):
    """Shut this database to everybody, as when the server is gone; open it again afterwards."""

    def allow(is_allowed):
        with cluster.admin() as admin:
            admin.execute(
                sql.SQL("alter database {} allow_connections {}").format(
                    sql.Identifier(demo.database), sql.Literal(is_allowed)
                )
            )
            admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
                [demo.database],
            )

    yield lambda: allow(False)
    allow(True)


def test_the_round_sheet_opens_from_disk_while_the_database_is_down(
    demo, sign_in, tmp_path, stop_the_database
):
    page = sign_in("fatima")
    page.goto(f"{demo.url}/round-sheets/")
    assert_fine(page)
    follow(page.locator("form[action$='/make/'] button").first)
    assert_fine(page)
    passphrase = page.locator(".passphrase").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Bewaar het bestand").click()
    sheet = tmp_path / "rondelijst.html"
    download.value.save_as(sheet)
    assert "Vries" not in sheet.read_text()

    stop_the_database()
    assert page.goto(demo.url + "/").status == 503

    away = page.context.new_page()
    away.goto(sheet.as_uri())
    away.get_by_label("Wachtzin").fill("a" * 16)
    away.get_by_role("button").click()
    expect(away.get_by_role("status")).to_contain_text("niet de wachtzin", timeout=20_000)
    away.get_by_label("Wachtzin").fill(passphrase)
    away.get_by_role("button").click()
    expect(away.locator("article").first).to_be_visible(timeout=20_000)
    text = away.locator("body").inner_text()
    assert "Vries-van den Berg" in text
    assert "penicilline" in text.lower()

    later = page.context.new_page()
    later.clock.set_fixed_time(datetime.now() + timedelta(hours=25))  # noqa: DTZ005
    later.goto(sheet.as_uri())
    expect(later.get_by_role("status")).to_contain_text("verlopen")
    expect(later.get_by_label("Wachtzin")).to_be_hidden()
