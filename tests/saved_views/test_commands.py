"""Saving views, changing and sharing them, and what is found afterwards."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import Misfilled, NotAllowed, NotFound, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.people.models import Grant, Person, Role
from tracker.saved_views import commands, queries
from tracker.saved_views.models import ListKind, SavedView

TASKS, ASSIGNMENTS = ListKind.TASKS, ListKind.ASSIGNMENTS


def saved(town: Town, who: Person, name: str = "逾期的", **more: Any) -> SavedView:
    given: dict[str, Any] = {"asked": {"signal": "late"}, "shared_with": None} | more
    kind = given.pop("kind", TASKS)
    with transaction():
        return commands.save_view(town.actor(who), kind, name=name, now=NOW, **given)


def found(town: Town, who: Person, kind: ListKind | None = TASKS) -> list[str]:
    return [it.view.name for it in queries.view_lines(town.actor(who), kind)]


def deeds() -> list[str]:
    return list(
        db.session.scalars(
            select(Entry.deed).where(Entry.deed.startswith("saved_view.")).order_by(Entry.id)
        )
    )


@pytest.mark.postgres
def test_a_view_is_its_owner_s_alone_until_a_supervisor_shares_it(town: Town) -> None:
    saved(town, town.wang, "本局的")
    view = saved(town, town.lin, "各单位逾期", shared_with=Role.HEAD)

    assert found(town, town.wang) == ["本局的", "各单位逾期"]
    assert found(town, town.zhao) == ["各单位逾期"]
    assert found(town, town.bai) == []
    assert found(town, town.wang, ASSIGNMENTS) == []
    # Who shares keeps it, without finding it above a list of their own.
    with transaction():
        commands.edit_view(
            town.actor(town.lin),
            view,
            name="逾期一览",
            shared_with=Role.CONTACT,
            version=view.version,
            now=NOW,
        )
    assert found(town, town.bai) == ["逾期一览"]
    assert deeds() == ["saved_view.saved", "saved_view.saved", "saved_view.edited"]


def test_only_supervisors_share_and_only_who_has_lists_saves(town: Town) -> None:
    view = saved(town, town.wang)

    for who, role in ((town.wang, Role.HEAD), (town.gu, None)):
        with pytest.raises(NotAllowed), transaction():
            commands.save_view(
                town.actor(who), TASKS, name="新的", asked={}, shared_with=role, now=NOW
            )
    with pytest.raises(NotAllowed), transaction():
        commands.edit_view(
            town.actor(town.wang), view, name="新的", shared_with=Role.HEAD, version=1, now=NOW
        )
    with pytest.raises(NotFound):
        queries.visible_view(town.actor(town.zhao), view.id)


def test_another_s_shared_view_is_used_and_not_changed(town: Town) -> None:
    view = saved(town, town.lin, shared_with=Role.HEAD)
    wang = town.actor(town.wang)

    assert queries.visible_view(wang, view.id) is view
    with pytest.raises(NotAllowed), transaction():
        commands.replace_view(wang, view, asked={}, version=1, now=NOW)
    with pytest.raises(NotAllowed), transaction():
        commands.delete_view(wang, view, version=1, now=NOW)
    with pytest.raises(NotAllowed), transaction():
        commands.move_view(wang, view, [view], upwards=True, version=1, now=NOW)


def test_two_views_of_a_list_have_two_names(town: Town) -> None:
    saved(town, town.wang, "甲")
    other = saved(town, town.wang, "乙")
    saved(town, town.wang, "甲", kind=ASSIGNMENTS)
    saved(town, town.zhao, "甲")

    with pytest.raises(Misfilled):
        saved(town, town.wang, "甲")
    with pytest.raises(Misfilled), transaction():
        commands.edit_view(
            town.actor(town.wang), other, name="甲", shared_with=None, version=1, now=NOW
        )
    with transaction():
        commands.edit_view(
            town.actor(town.wang), other, name="乙", shared_with=None, version=1, now=NOW
        )
    assert "saved_view.edited" not in deeds()


def test_a_view_is_replaced_where_nobody_else_changed_it(town: Town) -> None:
    view = saved(town, town.wang)
    wang = town.actor(town.wang)

    with transaction():
        commands.replace_view(wang, view, asked={"group": "unit"}, version=1, now=NOW)

    assert view.asked == {"group": "unit"}
    with pytest.raises(Outdated), transaction():
        commands.replace_view(wang, view, asked={}, version=1, now=NOW)
    with pytest.raises(RuleBroken), transaction():
        commands.replace_view(wang, view, asked={"on": "2026-01-01"}, version=2, now=NOW)


def test_one_s_own_views_change_places(town: Town) -> None:
    first, second = saved(town, town.wang, "甲"), saved(town, town.wang, "乙")
    wang = town.actor(town.wang)

    with transaction():
        own = queries.own_views(wang, TASKS)
        assert commands.move_view(wang, second, own, upwards=True, version=1, now=NOW)
    assert found(town, town.wang) == ["乙", "甲"]
    with transaction():
        own = queries.own_views(wang, TASKS)
        assert not commands.move_view(wang, first, own, upwards=False, version=2, now=NOW)


@pytest.mark.postgres
def test_a_list_opens_with_the_view_that_was_chosen_as_long_as_it_is_there(town: Town) -> None:
    own = saved(town, town.wang, "本局的")
    shared = saved(town, town.lin, "逾期一览", shared_with=Role.HEAD)
    wang, lin = town.actor(town.wang), town.actor(town.lin)

    with transaction():
        commands.make_default(wang, own, now=NOW)
        commands.make_default(wang, shared, now=NOW)
        commands.make_default(wang, shared, now=NOW)
        commands.drop_default(wang, own, now=NOW)
    assert queries.default_view(wang, TASKS) is shared
    assert queries.default_view(wang, ASSIGNMENTS) is None
    assert [it.is_default for it in queries.view_lines(wang, TASKS)] == [False, True]
    with transaction():
        commands.edit_view(lin, shared, name="逾期", shared_with=None, version=1, now=NOW)
    # It is no longer shown to heads.
    assert queries.default_view(wang, TASKS) is None
    with transaction():
        commands.edit_view(lin, shared, name="逾期", shared_with=Role.HEAD, version=2, now=NOW)
    with transaction():
        commands.delete_view(lin, shared, version=3, now=NOW)
    db.session.expire_all()
    assert queries.default_view(wang, TASKS) is None
    assert found(town, town.wang) == ["本局的"]
    with transaction():
        commands.make_default(wang, own, now=NOW)
        commands.drop_default(wang, own, now=NOW)
    assert queries.default_view(wang, TASKS) is None


def test_who_shares_no_more_leaves_what_they_shared_to_the_supervisors(town: Town) -> None:
    view = saved(town, town.lin, shared_with=Role.LEADER)
    with transaction():
        for grant in db.session.scalars(select(Grant).where(Grant.person_id == town.lin.id)):
            grant.role, grant.unit_id = Role.HEAD, town.roads.id
    lin = town.actor(town.lin)

    with pytest.raises(NotAllowed), transaction():
        commands.replace_view(lin, view, asked={"key": "1"}, version=1, now=NOW)
    with pytest.raises(NotAllowed), transaction():
        commands.edit_view(lin, view, name="给领导", shared_with=Role.LEADER, version=1, now=NOW)
    assert found(town, town.yan) == ["逾期的"]
