"""What may be kept as a view, and by whom."""

import pytest

from tracker.foundation.errors import Misfilled, RuleBroken
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.saved_views import rules


def holding(*roles: Role, key: int = 1) -> Actor:
    return Actor(key, "某人", frozenset((role, 1) for role in roles))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"signal": "late", "group": "unit", "cols": "number.title"},
        {"q": "管网", "sort": "-due"},
    ],
)
def test_the_parameters_of_a_list_are_kept(asked: dict[str, str]) -> None:
    rules.check_asked(asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"on": "2026-01-01"},
        {"_external": "1"},
        {"": ""},
        {"q": ""},
        {"q": "长" * 401},
        {"q": "a\x00b"},
    ],
)
def test_anything_else_is_not(asked: dict[str, str]) -> None:
    with pytest.raises(RuleBroken):
        rules.check_asked(asked)


def test_a_view_is_changed_by_its_owner_and_a_shared_one_by_supervisors_alone() -> None:
    owner, other = holding(Role.HEAD), holding(Role.HEAD, key=2)
    supervisor, auditor = holding(Role.SUPERVISOR, key=3), holding(Role.AUDITOR)

    def may(actor: Actor, shared_with: Role | None) -> bool:
        return rules.may_change(actor, owner_id=1, shared_with=shared_with)

    assert [may(it, None) for it in (owner, other, supervisor, auditor)] == [
        True,
        False,
        False,
        False,
    ]
    assert [may(it, Role.CONTACT) for it in (owner, other, supervisor)] == [False, False, True]


def test_names_and_numbers_of_views_have_bounds() -> None:
    rules.check_name("新的", ["旧的"])
    rules.check_count(29)
    rules.check_shared_with(None)
    rules.check_shared_with(Role.HEAD)
    with pytest.raises(Misfilled) as refusal:
        rules.check_name("abc", ["ABC"])
    assert refusal.value.field == "name"
    with pytest.raises(RuleBroken):
        rules.check_count(30)
    with pytest.raises(Misfilled):
        rules.check_shared_with(Role.AUDITOR)
