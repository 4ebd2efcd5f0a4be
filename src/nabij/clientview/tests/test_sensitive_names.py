# SPDX-License-Identifier: EUPL-1.2
"""Names that are a diagnosis by themselves stay out of the picture without the right to class d."""

import pytest

from nabij.dossiers.rules.in_view import may_name, tells_a_diagnosis


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("GGZ Oost", ""),
        ("Dr. P. de Wit", "psychiater"),
        ("Dr. P. de Wit", "gezondheidszorgpsycholoog"),
        ("Centrum voor Verslavingszorg", ""),
        ("Instituut voor Psychotherapie", ""),
        ("Stichting Geestelijke Gezondheidszorg Salland", ""),
        ("RIBW Twente", ""),
    ],
)
def test_a_name_or_specialty_may_tell_a_diagnosis(name, category):
    assert tells_a_diagnosis(name, category)
    assert not may_name(name, category, record=1, sensitive={2})
    assert may_name(name, category, record=1, sensitive={1})


@pytest.mark.parametrize(
    ("name", "category"),
    [("Isala", "cardiologie"), ("Huisartsenpraktijk De Linde", ""), ("Mevr. Ribwinkel", "")],
)
def test_an_ordinary_name_is_shown(name, category):
    assert may_name(name, category, record=1, sensitive=())
