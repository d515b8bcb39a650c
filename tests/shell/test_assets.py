"""The assets' addresses, and the hook that builds them."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask, render_template_string

from tracker.shell import assets

ROOT = Path(assets.__file__).resolve().parents[2]


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    monkeypatch.setattr(assets, "DIST", folder)
    return folder


@pytest.fixture
def app() -> Flask:
    small = Flask("tracker")
    assets.prepare_assets(small)
    return small


@pytest.fixture
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Make a checkout with one input and its finished build."""
    (tmp_path / "assets" / "css").mkdir(parents=True)
    (tmp_path / "assets" / "css" / "main.css").write_text("a{}", encoding="utf-8")
    dist = tmp_path / "tracker" / "static" / "dist"
    dist.mkdir(parents=True)
    (dist / "main-A1.css").write_text("a{}", encoding="utf-8")
    (dist / "manifest.json").write_text('{"main.css": "main-A1.css"}', encoding="utf-8")
    return tmp_path


def stamp(tree: Path, hook: ModuleType) -> None:
    words = hook.stamp_of(tree)
    (tree / "tracker" / "static" / "dist" / "stamp").write_text(words, encoding="utf-8")


def test_a_template_gets_the_address_with_the_hash(app: Flask, dist: Path) -> None:
    (dist / "manifest.json").write_text('{"main.css": "main-A1.css"}', encoding="utf-8")
    with app.test_request_context():
        assert render_template_string("{{ asset_url('main.css') }}") == "/static/dist/main-A1.css"


@pytest.mark.usefixtures("dist")
def test_missing_assets_say_how_to_make_them(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(RuntimeError, match="make assets"):
        assets.asset_url("main.css")


def test_an_unknown_asset_is_named(app: Flask, dist: Path) -> None:
    (dist / "manifest.json").write_text("{}", encoding="utf-8")
    with app.test_request_context(), pytest.raises(RuntimeError, match=r"other\.css"):
        assets.asset_url("other.css")


def test_a_build_of_the_present_inputs_is_fresh(tree: Path, hook: ModuleType) -> None:
    stamp(tree, hook)
    assert hook.is_fresh(tree)
    hook.build(tree)  # needs no Node, since there is nothing to do


def test_a_build_without_a_stamp_is_stale(tree: Path, hook: ModuleType) -> None:
    assert not hook.is_fresh(tree)


def test_a_changed_input_makes_the_build_stale(tree: Path, hook: ModuleType) -> None:
    stamp(tree, hook)
    (tree / "assets" / "css" / "main.css").write_text("b{}", encoding="utf-8")
    assert not hook.is_fresh(tree)


def test_a_lost_file_makes_the_build_stale(tree: Path, hook: ModuleType) -> None:
    stamp(tree, hook)
    (tree / "tracker" / "static" / "dist" / "main-A1.css").unlink()
    assert not hook.is_fresh(tree)


def test_installed_packages_are_no_input(tree: Path, hook: ModuleType) -> None:
    stamp(tree, hook)
    (tree / "assets" / "node_modules").mkdir()
    (tree / "assets" / "node_modules" / "x.js").write_text("", encoding="utf-8")
    assert hook.is_fresh(tree)


def test_without_any_node_the_hook_says_what_to_install(
    tree: Path, hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "node_on_path", lambda: None)
    monkeypatch.setattr(hook, "node_in_wheel", lambda: None)
    with pytest.raises(RuntimeError, match="Node 20 or newer"):
        hook.build(tree)


def test_the_lock_names_no_host() -> None:
    lock = json.loads((ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8"))
    assert all("resolved" not in package for package in lock["packages"].values())


def test_what_was_done_is_said_in_the_page_and_floats_over_the_review_alone() -> None:
    for sheet in ("overlays.css", "phone.css"):
        rules = re.findall(r"([^{}]+)\{([^{}]*)\}", Path("assets/css", sheet).read_text())
        floating = [
            names for names, said in rules if ".toasts" in names and "position: fixed" in said
        ]
        assert all("body:has([data-review]) .toasts" in names for names in floating)
