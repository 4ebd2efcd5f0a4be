# SPDX-License-Identifier: EUPL-1.2
"""Public names of rows."""

from urllib.parse import quote

from nabij.core.refs import REF_LENGTH, is_ref, new_ref


def test_a_ref_fits_its_column_and_an_address_as_it_is():
    refs = {new_ref() for _number in range(1000)}

    assert len(refs) == 1000
    assert all(len(ref) == REF_LENGTH and is_ref(ref) and quote(ref) == ref for ref in refs)


def test_other_texts_are_no_refs():
    for text in ("", "short", "a" * 17, "a" * 15 + "/", "a" * 15 + "\n", "é" * 16):
        assert not is_ref(text)
