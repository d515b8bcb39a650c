"""Rules of the house about templates."""

import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
PAGES = [
    name
    for name in NAMES
    if re.search(r"{% extends", (TEMPLATES / name).read_text("utf-8")) and "layout/" not in name
]


@pytest.mark.parametrize("name", NAMES)
def test_every_template_can_be_read(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_title(name: str) -> None:
    assert "{% block title %}" in (TEMPLATES / name).read_text("utf-8")


def test_every_template_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "tracker").rglob("*.py"))
    templates = "".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))

    assert [name for name in NAMES if f'"{name}"' not in code + templates] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_imported_macro_is_used(name: str) -> None:
    words = (TEMPLATES / name).read_text("utf-8")
    for names in re.findall(
        r"{%-?\s*from \"[^\"]+\" import ([^%]+?)(?: with context)?\s*-?%}", words
    ):
        for macro in re.split(r",\s*", names.strip()):
            called = macro.split(" as ")[-1].strip()
            assert len(re.findall(rf"\b{called}\b", words)) > 1, f"{called} is imported for nothing"


@pytest.mark.parametrize("name", NAMES)
def test_chinese_words_go_through_gettext(name: str) -> None:
    words = (TEMPLATES / name).read_text("utf-8")
    bare = re.sub(r"{#.*?#}|{{.*?}}|{%.*?%}|<!--.*?-->", "", words, flags=re.DOTALL)

    assert re.findall(r"[一-鿿]+", bare) == []
