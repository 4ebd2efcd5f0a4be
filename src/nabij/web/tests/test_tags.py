# SPDX-License-Identifier: EUPL-1.2
"""Tags and filters: what they show, and that nothing of others becomes markup."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import translation

from nabij.core.paging import Cursor, Page, parse_cursor
from nabij.web.network import LONGEST_NAME, Network, Node, lay_out
from nabij.web.templatetags.nabij import icon_names
from nabij.web.tests.site import AddressForm

NASTY = "<b onclick=x>'\"&"


def show(text, **context):
    with translation.override("nl"):
        return (
            engines["django"]
            .from_string(text)
            .render(context, RequestFactory().get("/?q=a&page=x"))
        )


def test_an_icon_is_decoration_unless_it_has_words():
    assert 'aria-hidden="true"' in show('{% icon "phone" %}')
    assert 'role="img" aria-label="Bel"' in show('{% icon "phone" "Bel" %}')


def test_an_icon_that_does_not_exist_is_an_error_and_not_a_hole():
    with pytest.raises(TemplateSyntaxError):
        show('{% icon "no-such-icon" %}')


def test_the_sprite_has_every_icon_the_navigation_may_name():
    assert {"home", "users", "clipboard-list", "file-import", "link"} <= icon_names()


@pytest.mark.parametrize(
    "text",
    [
        "{% avatar name %}",
        "{% source name name name %}",
        '{% icon "phone" name %}',
        '{% include "web/components/notice.html" with text=name link=name url=name only %}',
        '{% include "web/components/empty.html" with title=name text=name only %}',
        '{% include "web/components/stat.html" with label=name value=name note=name only %}',
        '{% include "web/components/purpose.html" with text=name only %}',
        "{% network network %}",
    ],
)
def test_names_of_others_never_become_markup(text):
    network = Network(centre=NASTY, nodes=[Node(name=NASTY, kind=NASTY, url=NASTY)])

    assert "<b on" not in show(text, name=NASTY, network=network)


def test_a_source_shows_its_letter_its_name_and_its_type_of_care():
    shown = show('{% source "Apotheek Zuid" "pharmacy" "/x/" %}')

    assert shown == (
        '<a class="source pharmacy" href="/x/"><b aria-hidden="true">A</b>Apotheek Zuid</a>'
    )


def test_filters_write_dutch():
    assert show("{{ day|dutch_date }}", day=date(1941, 3, 9)) == "9-3-1941"
    assert show("{{ '+31381234567'|phone }}") == "038 123 45 67"
    assert show("{{ ''|phone }}") == ""
    assert show("{{ 2500|number }}") == "2.500"


def test_links_to_other_pages_keep_the_filters_of_the_address():
    page = Page(rows=[1], next=Cursor(sort_key="b", pk=2), previous=None)
    shown = show("{% pages page %}", page=page)

    (word,) = re.findall(r'rel="next" href="\?q=a&amp;page=([\w-]+)"', shown)
    assert parse_cursor(word) == page.next
    assert 'rel="prev"' not in shown
    assert show("{% pages page %}", page=Page(rows=[1])).strip() == ""


def test_a_field_ties_label_help_and_error_to_its_control():
    shown = show("{% field form.name %}", form=AddressForm({"name": ""}))

    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'id="id_name_error"' in shown


def test_choices_stand_in_a_fieldset_with_a_legend():
    shown = show("{% field form.gender %}", form=AddressForm())

    assert "<legend>Geslacht</legend>" in shown


def test_the_summary_of_errors_counts_and_links_to_each_field():
    shown = show("{% error_summary form %}", form=AddressForm({"name": "", "kind": "a"}))

    assert "2 dingen kloppen nog niet" in shown
    assert 'href="#id_name"' in shown
    assert show("{% error_summary form %}", form=AddressForm()).strip() == ""


def test_no_two_names_of_a_network_share_a_line_and_all_fit():
    nodes = [
        Node(name=f"Naam {n} {'x' * 40}", kind="Huisarts", group=str(n % 3)) for n in range(15)
    ]
    drawing = lay_out(Network(centre="J. de Vries", nodes=nodes))

    places = {(placed.anchor, placed.y) for placed in drawing.placed}
    assert len(places) == 15
    assert all(0 < placed.y < drawing.height for placed in drawing.placed)
    assert all(len(placed.name) <= LONGEST_NAME for placed in drawing.placed)
    same_side = sorted(placed.y for placed in drawing.placed if placed.anchor == "start")
    assert min(b - a for a, b in pairwise(same_side)) >= 40


def test_an_empty_network_is_still_a_person():
    assert lay_out(Network(centre="J. de Vries")).placed == []
    assert "JV" in show("{% network network %}", network=Network(centre="J. de Vries"))
