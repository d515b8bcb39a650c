"""Rules of the house about addresses."""

import re

from flask import Flask


def test_every_parameter_of_an_address_has_a_type(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]

    assert [it.rule for it in rules if re.search(r"<[^:>]+>", it.rule)] == []


def test_addresses_are_in_kebab_case(app: Flask) -> None:
    fixed = [re.sub(r"<[^>]+>", "", rule.rule) for rule in app.url_map.iter_rules()]

    assert [it for it in fixed if re.search(r"[A-Z_]", it)] == []


def test_an_address_shows_or_does_never_both(app: Flask) -> None:
    both = [
        rule.rule for rule in app.url_map.iter_rules() if {"GET", "POST"} <= (rule.methods or set())
    ]

    assert both == []
