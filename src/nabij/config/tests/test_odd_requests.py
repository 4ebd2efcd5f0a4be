# SPDX-License-Identifier: EUPL-1.2
"""What a browser never sends and a curious colleague does."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/persons/\0/", "/linkage/abc\0def/", "/organisations/\0\0/", "/\0"]
)
def test_a_null_in_the_path_is_an_address_that_does_not_exist(path):
    absent = Client().get("/no-such-page/")
    found = Client().get(path.replace("\0", "%00"))
    assert (found.status_code, found.content) == (404, absent.content)


def test_a_null_in_a_field_is_refused_before_any_query():
    address = reverse("sign_in:start")
    assert Client().get(address, {"next": "a\0b"}).status_code == 400
    assert Client().post(address, {"email": "a\0b", "password": "x"}).status_code == 400
