# SPDX-License-Identifier: EUPL-1.2
"""What colleagues type and upload: stored as it is seen, never too much, never a path."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from nabij.dossiers.forms import MOST_FILES, UploadForm
from nabij.dossiers.models import IntakeFile
from nabij.dossiers.tests import making
from nabij.dossiers.tests.conftest import sign_in
from nabij.web import security
from nabij.web.fields import TextField

SRC = Path(__file__).parents[1] / "src" / "nabij"
# As it was typed, to the letter: passwords, and codes that are compared and never stored.
TO_THE_LETTER = {"nabij.access.forms.sign_in"}


def _form_modules():
    for path in sorted(SRC.glob("*/forms*.py")) + sorted(SRC.glob("*/forms/*.py")):
        parts = path.relative_to(SRC.parent).with_suffix("").parts
        yield import_module(".".join(part for part in parts if part != "__init__"))


def _forms():
    for module in _form_modules():
        for form in vars(module).values():
            is_form = isinstance(form, type) and issubclass(form, forms.Form)
            if is_form and form.__module__ == module.__name__:
                yield form


def test_every_text_of_a_form_is_stored_as_it_is_seen():
    found = list(_forms())
    assert len(found) > 15
    bare = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in found
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field, TextField | forms.EmailField | forms.SlugField)
        if form.__module__ not in TO_THE_LETTER
    ]  # fmt: skip
    assert bare == []


def test_a_name_with_invisible_characters_is_the_name_without_them():
    field = TextField(max_length=20)
    assert field.clean("\u202eJo\u200b de Vrie\u0301s\u2066") == "Jo de Vriés"
    with pytest.raises(forms.ValidationError):
        field.clean("\u200b\u200d\u202e")


def test_a_request_that_is_too_large_is_refused_before_its_first_byte(settings):
    assert settings.FILE_UPLOAD_HANDLERS == ["nabij.web.security.LimitedUploadHandler"]

    class NeverRead:
        def read(self, *_size):
            raise AssertionError("a byte of it was read")

    request = RequestFactory().post("/", {"file": SimpleUploadedFile("d.json", b"{}")})
    request.META["CONTENT_LENGTH"] = str(security.LARGEST_REQUEST + 1)
    request._stream = NeverRead()
    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018 - it is reading that is tried


@pytest.mark.django_db
def test_too_many_files_are_told_in_a_sentence(as_role):
    with as_role("nabij_intake"):
        making.source("gp")
    files = [SimpleUploadedFile(f"{n}.json", b"{}") for n in range(MOST_FILES + 1)]
    answer = sign_in("anja").post(reverse("dossiers:upload"), {"uploads": files})
    assert answer.status_code == 422
    assert f"Dit zijn {MOST_FILES + 1} bestanden" in answer.text
    assert "Doe ze in een zip" in answer.text


@pytest.mark.django_db
def test_far_too_many_files_get_the_page_for_too_much(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 5
    files = [SimpleUploadedFile(f"{n}.json", b"{}") for n in range(6)]
    answer = sign_in("anja").post(reverse("dossiers:upload"), {"uploads": files})
    assert answer.status_code == 413
    assert "Doe ze samen in een zip" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..\\..\\boot.ini", "a/b.json", "\u202egnp.json"]
)
def test_the_name_of_a_file_is_never_a_path(name, as_role):
    with as_role("nabij_intake"):
        source = making.source("gp")
    client = sign_in("anja")
    file = SimpleUploadedFile("x", b'{"resourceType": "Patient", "id": "p"}')
    file._name = name  # Django's own name keeps the last part only
    data = {"source": source.ref, "uploads": [file]}
    assert client.post(reverse("dossiers:upload"), data).status_code == 302
    (kept,) = IntakeFile.objects.values_list("name", flat=True)
    assert not re.search(r"[/\\]|^\.\.", kept)


def test_an_upload_form_takes_files_for_intake_only():
    assert {
        name for form in _forms() for name, field in form.base_fields.items()
        if isinstance(field, forms.FileField)
    } <= {"uploads", "file"}  # fmt: skip
    assert UploadForm.base_fields["uploads"].required
