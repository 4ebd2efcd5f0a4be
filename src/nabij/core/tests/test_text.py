# SPDX-License-Identifier: EUPL-1.2
import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.core import text
from nabij.core.text import plain_text

ANY = st.text(st.characters(), max_size=60)


def test_the_example_holds():
    assert doctest.testmod(text).failed == 0


@pytest.mark.parametrize(
    "kept", ["Özgür Ñuñez-d'Àlbret", "李雷", "محمد", "a\nb\tc", "👵🏽 € ½", "Ɨ"]
)
def test_names_of_the_world_stay_as_they_are(kept):
    assert plain_text(kept) == kept


@pytest.mark.parametrize(
    "unseen",
    ["\x00", "\x1b", "\x7f", "\u00ad", "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\u3164"],
)
def test_what_nobody_sees_is_left_out(unseen):
    assert plain_text(f"Jo{unseen}Vries") == "JoVries"


@given(ANY)
def test_it_is_done_at_once_and_never_adds(given_text):
    once = plain_text(given_text)
    assert plain_text(once) == once
    assert not {unicodedata.category(one) for one in once} & {"Cf", "Cs"}
    assert not set(once) & set("\x00\x1b\r\u202e")
