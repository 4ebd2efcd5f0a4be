# SPDX-License-Identifier: EUPL-1.2
"""Every message has good Dutch, and the tool that guards this sees what it should."""

import pytest
from tools import messages


@pytest.mark.parametrize("package", messages.packages())
def test_every_message_of_a_package_has_dutch(package):
    assert messages.problems(package) == []


def test_packages_translate_the_same_message_the_same_way():
    assert messages.disagreements() == []


def test_there_are_messages_in_code_and_in_templates():
    places = [place for place, *_ in messages.messages_in_use("web").values()]

    assert any(".py:" in place for place in places)
    assert any(".html:" in place for place in places)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A package `shop` outside the project with one module and one template."""
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    (tmp_path / "shop" / "templates").mkdir(parents=True)
    (tmp_path / "shop" / "__init__.py").touch()
    (tmp_path / "shop" / "rules.py").write_text(
        'title = pgettext_lazy("price", "High")\nword = _("Old" " price")\n', "utf-8"
    )
    (tmp_path / "shop" / "templates" / "a.html").write_text(
        "<p>\n    {% blocktranslate count n=n with who=who %}{{ n }} thing of {{ who }}"
        "{% plural %}{{ n }} things of {{ who }}{% endblocktranslate %}</p>\n"
        '  {% icon "phone" _("Call") %}{% translate "Bye" %}',
        "utf-8",
    )
    return messages.catalogue_path("shop")


def test_messages_are_found_with_context_plural_and_inside_tags(shop):
    assert set(messages.messages_in_use("shop")) == {
        ("price", "High"),
        ("", "Old price"),
        ("", "%(n)s thing of %(who)s"),
        ("", "Call"),
        ("", "Bye"),
    }


def test_update_adds_what_is_missing_and_check_asks_for_its_dutch(shop):
    messages.update("shop")

    assert len(messages.problems("shop")) == 5
    assert all("has no Dutch" in problem for problem in messages.problems("shop"))


def test_update_keeps_dutch_and_drops_what_is_not_used(shop):
    messages.update("shop")
    filled = shop.read_text("utf-8").replace('msgid "Bye"\nmsgstr ""', 'msgid "Bye"\nmsgstr "Dag"')
    shop.write_text(filled + '\nmsgid "Gone"\nmsgstr "Weg"\n', "utf-8")
    assert "shop: 'Gone' is not used any more" in messages.problems("shop")

    messages.update("shop")

    assert 'msgstr "Dag"' in shop.read_text("utf-8")
    assert "Gone" not in shop.read_text("utf-8")


def test_other_placeholders_in_dutch_are_found(shop):
    messages.update("shop")
    text = shop.read_text("utf-8")
    text = text.replace('msgstr[0] ""', 'msgstr[0] "%(n)s ding"')
    shop.write_text(text.replace('msgstr[1] ""', 'msgstr[1] "%(n)s dingen"'), "utf-8")

    assert any("other placeholders" in problem for problem in messages.problems("shop"))


def test_a_compiled_catalogue_stands_beside_its_source(shop):
    messages.update("shop")
    messages.compile_catalogue("shop")

    assert shop.with_suffix(".mo").stat().st_size > 0
