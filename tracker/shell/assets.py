"""Where the built style sheet and scripts are: their names carry a hash of their content."""

import json
from functools import cache
from pathlib import Path

from flask import Flask, url_for

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"


@cache
def built_names(dist: Path) -> dict[str, str]:
    """Read what each asset is called in this build, once per process."""
    try:
        written = (dist / "manifest.json").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise RuntimeError("The assets are not built: run `make assets`.") from error
    names: dict[str, str] = json.loads(written)
    return names


def asset_url(name: str) -> str:
    """Return the address of an asset named in `assets/`, such as "main.css"."""
    names = built_names(DIST)
    if name not in names:
        raise RuntimeError(f"There is no asset {name!r} in this build: run `make assets`.")
    return url_for("static", filename=f"dist/{names[name]}")


def prepare_assets(app: Flask) -> None:
    """Let templates write `asset_url("main.css")`."""
    app.jinja_env.globals["asset_url"] = asset_url
