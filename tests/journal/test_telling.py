"""Entries are told in words that a person understands."""

from typing import Any

import pytest

from tests.town import NOW, Town
from tracker.foundation.db import transaction
from tracker.journal.commands import record
from tracker.journal.telling import Change, Fact, Told, history_in_words


def tell(town: Town, deed: str, subject: str, **details: Any) -> Told:
    with transaction():
        record(town.actor(town.lin), deed, subject, at=NOW, **details)
    return history_in_words(subject)[0]


def test_a_deed_has_a_sentence_a_thing_and_a_role(town: Town) -> None:
    it = tell(town, "task.edited", "task:7")

    assert (it.sentence, it.subject, it.key, it.roles) == ("修改任务", "任务", "7", ("督查员",))
    assert (it.changes, it.facts, it.is_refused) == ((), (), False)


def test_a_deed_on_nothing_in_particular_has_no_key(town: Town) -> None:
    it = tell(town, "permission.refused", "request:-", path="/persons")

    assert (it.key, it.is_refused) == ("", True)
    assert it.facts == (Fact("地址", "/persons"),)


@pytest.mark.parametrize(
    ("deed", "subject", "details", "changes"),
    [
        (
            "assignment.closed",
            "assignment:1",
            {"was": "reported", "now": "closed"},
            [Change("", "待核定", "已办结")],
        ),
        (
            "assignment.percent_noted",
            "assignment:1",
            {"was": 40, "now": 60},
            [Change("完成比例", "40%", "60%")],
        ),
        (
            "assignment.extended",
            "assignment:1",
            {"was": "2026-06-30", "now": "2026-09-30"},
            [Change("完成时限", "2026年6月30日", "2026年9月30日")],
        ),
        (
            "task.edited",
            "task:1",
            {"was": ["is_key=False", "title=a=b"], "now": ["is_key=True", "title=丙\n丁"]},
            [Change("重点任务", "否", "是"), Change("名称", "a=b", "丙\n丁")],
        ),
        (
            "report.corrected",
            "report:1",
            {"was": ["speaker=None"], "now": ["speaker=王某"]},
            [Change("讲话人", "（空）", "王某")],
        ),
        (
            "progress.corrected",
            "entry:1",
            {"was_percent": 10, "now_percent": 20, "was_done": "", "now_done": "做了"},
            [Change("完成比例", "10%", "20%"), Change("本期进展", "（空）", "做了")],
        ),
        (
            "summary.edited",
            "summary:1",
            {"was_result_12": "旧", "was_problems": "缺"},
            [Change("主要成效", "旧", None), Change("存在问题", "缺", None)],
        ),
        (
            "directive.reparented",
            "directive:1",
            {"now": "甲项"},
            [Change("", None, "甲项")],
        ),
        (
            "directive.merged",
            "directive:1",
            {"was": ["甲", "乙=丙", "x=1"], "now": "丁"},
            [Change("", "甲、乙=丙、x=1", "丁")],
        ),
        (
            "directive.edited",
            "directive:1",
            {"was": ["due_on=2026-13-99"], "now": ["due_on=None"]},
            [Change("完成时限", "2026-13-99", "（空）")],
        ),
    ],
)
def test_before_and_after_are_told(
    town: Town, deed: str, subject: str, details: dict[str, Any], changes: list[Change]
) -> None:
    assert list(tell(town, deed, subject, **details).changes) == changes


def test_everything_else_is_a_fact(town: Town) -> None:
    it = tell(
        town,
        "task.dispatched",
        "task:1",
        mode="each",
        leads=["住房局", "公路局"],
        supporters=[],
        unheard_of=7,
    )

    assert it.facts == (
        Fact("承办方式", "分别承办"),
        Fact("牵头单位", "住房局、公路局"),
        Fact("配合单位", "（空）"),
        Fact("unheard_of", "7"),
    )
