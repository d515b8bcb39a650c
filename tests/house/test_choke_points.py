"""Views find things only through loaders that begin at what the person may see.

Read from the code: an id that comes in an address goes to a loader, and to nothing that would
find whatever has that id. A loader is a query whose first parameter is the actor and which asks
`…_visible_to(actor)` or another loader.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import Flask

from tracker.people.permissions import Permission, permission_of

ROOT = Path(__file__).parents[2] / "tracker"
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))}
VIEWS = [
    path
    for path in TREES
    if path.name == "views.py" or path.stem.endswith("_views") or path.parent.name == "views"
]
BEGINNING = re.compile(r"^_?\w*visible_to$|^visible_\w+$")

# What takes the id of an address and is no loader, and why it may.
OTHERWISE = {
    "url_for": "makes an address",
    "to_item": "makes an address",
    "_to_item": "makes an address",
    "to_next": "makes an address",
    "next_open": "picks among directives that were loaded before",
    "get": "picks among rows that were loaded for the actor",
    "grant_of": "picks among the posts of a person who was loaded before",
    "charge_of": "picks among the charges of a person who was loaded before",
    "plan_priority": "plans are open to everybody who reads tasks",
    "unit_page": "the register of units is open whole to everybody who gets as far as its pages",
    "plan_of": "plans are open to everybody who reads tasks, and asked for by year",
    "_plan": "plans are open to everybody who reads tasks, and asked for by year",
}

# Ids that reach a loader, or the actor's own things, in a way that is not read here.
LOOKED_AT = {
    "compare": "the two reports are put in order and then loaded, both",
    "keep_similar": "the earlier report is looked for among those that the loaded one is like",
    "end_session": "a session is looked for among the actor's own",
}

# What reads more about a thing that a loader has found by the same id.
AFTERWARDS = {"outline", "contexts_of", "last_change_of"}


def called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    name = call.func
    return name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")


def functions(trees: Sequence[ast.Module]) -> Iterator[ast.FunctionDef]:
    for tree in trees:
        yield from (it for it in ast.walk(tree) if isinstance(it, ast.FunctionDef))


DEFINED: dict[str, list[ast.FunctionDef]] = {}
for _function in functions([tree for path, tree in TREES.items() if path not in VIEWS]):
    DEFINED.setdefault(_function.name, []).append(_function)


def is_loader(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether every function of that name begins at what the actor may see."""
    if BEGINNING.match(name):
        return True
    found = [] if name in seen else DEFINED.get(name, [])
    return bool(found) and all(
        bool(it.args.args)
        and it.args.args[0].arg == "actor"
        and any(
            is_loader(called(call), seen | {name})
            for call in ast.walk(it)
            if isinstance(call, ast.Call) and _gets(call, "actor")
        )
        for it in found
    )


def _gets(call: ast.Call, name: str) -> bool:
    return any(_is_name(it, name) for it in [*call.args, *(it.value for it in call.keywords)])


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def wrong_uses(view: ast.FunctionDef, name: str, module: Path, depth: int = 0) -> list[str]:
    """Return what takes an id and is no loader; what is told nothing of it loads nothing."""
    uses = [it for it in ast.walk(view) if isinstance(it, ast.Call) and _gets(it, name)]
    wrong = []
    for call in uses:
        taker = called(call)
        if (
            is_loader(taker)
            or taker in OTHERWISE.keys() | AFTERWARDS
            or _is_keyword_only(call, name)
        ):
            continue
        inner = _local(taker, module)
        if inner is None or depth > 2:
            wrong.append(f"{module.relative_to(ROOT)}: {view.name} gives {name} to {taker}")
            continue
        at = next(place for place, it in enumerate(call.args) if _is_name(it, name))
        if at < len(inner.args.args):
            wrong += wrong_uses(inner, inner.args.args[at].arg, module, depth + 1)
    return wrong


def reaches_a_loader(view: ast.FunctionDef, name: str, module: Path, depth: int = 0) -> bool:
    """Whether an id comes to a loader, through at most three helpers of the views."""
    for call in ast.walk(view):
        if isinstance(call, ast.Call) and _gets(call, name):
            taker = called(call)
            if is_loader(taker) or taker in OTHERWISE.keys() - {"url_for"}:
                return True
            inner = None if depth > 2 else _local(taker, module)
            names = [it.arg for it in inner.args.args] if inner else []
            if any(
                reaches_a_loader(inner, names[at], module, depth + 1)
                for at, it in enumerate(call.args[: len(names)])
                if inner and _is_name(it, name)
            ):
                return True
    return False


def _is_keyword_only(call: ast.Call, name: str) -> bool:
    """What gets an id by keyword alone marks it on a page: `review_page(report, item_id=…)`."""
    return not any(_is_name(it, name) for it in call.args)


def _local(name: str, module: Path) -> ast.FunctionDef | None:
    beside = [module, *(it for it in VIEWS if it.parent == module.parent)]
    return next((it for it in functions([TREES[it] for it in beside]) if it.name == name), None)


def routed() -> Iterator[tuple[Path, ast.FunctionDef, list[str]]]:
    """Walk through the views that have an address, with the ids in it."""
    for path in VIEWS:
        for view in functions([TREES[path]]):
            for decorator in view.decorator_list:
                if isinstance(decorator, ast.Call) and called(decorator) in {"get", "post"}:
                    address = ast.unparse(decorator.args[0])
                    yield path, view, re.findall(r"<int:(\w+_id)>", address)


def test_the_id_in_an_address_goes_to_a_loader_and_nowhere_else() -> None:
    found = list(routed())
    assert sum(bool(ids) for _, _, ids in found) > 40

    wrong = [it for path, view, ids in found for name in ids for it in wrong_uses(view, name, path)]
    assert not wrong, "\n".join(wrong)
    lost = [
        f"{path.relative_to(ROOT)}: {view.name} loads nothing by {name}"
        for path, view, ids in found
        for name in ids
        if view.name not in LOOKED_AT and not reaches_a_loader(view, name, path)
    ]
    assert not lost, "\n".join(lost)


def test_no_view_asks_the_session() -> None:
    asking = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in VIEWS
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Attribute)
        and node.attr in {"session", "get_one", "scalar", "scalars"}
        and path.parent.name != "shell"
    ]

    assert asking == []


def test_every_view_declares_its_permission_beside_its_address() -> None:
    bare = [
        f"{path.relative_to(ROOT)}: {view.name}"
        for path, view, _ in routed()
        if not any(
            isinstance(it, ast.Call) and called(it) == "requires" for it in view.decorator_list
        )
    ]

    assert bare == []


def test_a_deed_asks_for_more_than_looking(app: Flask) -> None:
    looking = re.compile(r"\.read$")
    lax = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and looking.search(permission_of(app.view_functions[rule.endpoint]) or Permission.PUBLIC)
    ]

    assert lax == []
