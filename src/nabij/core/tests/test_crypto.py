# SPDX-License-Identifier: EUPL-1.2
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.core import crypto
from nabij.core.crypto import KeyMissing, Keyring, SealBroken

RING = crypto.new_keyring()


@given(st.binary(max_size=200), st.binary(max_size=30))
def test_what_is_sealed_opens_in_its_own_place(plain, context):
    assert RING.unseal(RING.seal(plain, context=context), context=context) == plain


def test_the_same_text_is_never_sealed_the_same():
    assert RING.seal(b"999900080", context=b"") != RING.seal(b"999900080", context=b"")


def test_a_sealed_value_cannot_be_moved_to_another_row():
    with pytest.raises(SealBroken):
        RING.unseal(RING.seal(b"999900080", context=b"row 1"), context=b"row 2")


@given(st.integers(min_value=0))
def test_one_changed_bit_anywhere_is_noticed(place):
    sealed = bytearray(RING.seal(b"999900080", context=b"row"))
    place %= len(sealed) * 8
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises((SealBroken, KeyMissing)):
        RING.unseal(bytes(sealed), context=b"row")


def test_a_key_that_is_gone_is_said_to_be_gone():
    with pytest.raises(KeyMissing):
        crypto.new_keyring().unseal(RING.seal(b"x", context=b""), context=b"")


def test_older_keys_still_open():
    other = crypto.new_keyring()
    rotated = Keyring(other.current, RING.sealing | other.sealing, RING.index)
    assert rotated.unseal(RING.seal(b"x", context=b""), context=b"") == b"x"
    assert crypto.key_id_of(rotated.seal(b"x", context=b"")) == other.current


def test_the_blind_index_depends_on_key_value_and_purpose():
    index = RING.blind_index("999900080", purpose="bsn")
    assert index == RING.blind_index("999900080", purpose="bsn")
    others = [
        RING.blind_index("999900092", purpose="bsn"),
        RING.blind_index("999900080", purpose="phone"),
        crypto.new_keyring().blind_index("999900080", purpose="bsn"),
    ]
    assert index not in others
    assert len(index) == 32


def test_the_keyring_file_is_for_its_owner_and_never_written_over(tmp_path):
    path = tmp_path / "keys" / "ring.json"
    crypto.write_keyring(RING, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert crypto.read_keyring(path) == RING
    with pytest.raises(FileExistsError):
        crypto.write_keyring(RING, path)


def test_a_start_without_a_key_that_is_in_use_is_refused():
    current = crypto.keyring().current
    crypto.require_keys({current})
    with pytest.raises(KeyMissing):
        crypto.require_keys({current, "k-of-last-year"})
