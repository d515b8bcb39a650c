"""What a clause does, by its own words."""

import pytest

from tracker.workplan.directives.extraction.roles import (
    Role,
    acts,
    names_a_matter,
    order_at,
    role_of,
)


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("全面开展河道治理", Role.ACTION),
        ("6月底前完成清淤", Role.ACTION),
        ("全年新开工水闸12座", Role.ACTION),
        ("因河制宜采用生态护坡", Role.ACTION),
        ("对破损护栏进行更换", Role.ACTION),
        ("确保安全度汛", Role.RESULT),
        ("不断提升行洪能力", Role.SOFT_RESULT),
        ("以更实作风开创治水新局面", Role.SUMMARY),
        ("按照流域规划要求", Role.FRAME),
        ("以项目建设为抓手", Role.FRAME),
        ("到2028年", Role.FRAME),
        ("在汛期到来前", Role.FRAME),
        ("围绕重点河段", Role.FRAME),
        ("各县区按照流域规划要求", Role.FRAME),
        ("围绕重点河段开展清淤", Role.ACTION),
        ("在巡查中加强调度", Role.ACTION),
        ("对排查发现的问题", Role.TOPIC),
        ("新建水库项目", Role.TOPIC),
        ("深刻认识防汛形势", Role.STUDY),
        ("坚持人民至上", Role.SLOGAN),
        ("市水利局每周通报", Role.PLAIN),
    ],
)
def test_the_role_shows_in_the_words(words: str, role: Role) -> None:
    assert role_of(words) is role


def test_a_noun_after_a_verb_takes_its_force() -> None:
    assert acts("监管河道采砂")
    assert not acts("监管部门人手不足")


@pytest.mark.parametrize(
    ("words", "at"),
    [("各县区要逐项检查", 3), ("要求各单位自查", 0), ("主要河段已排查", None), ("必须限期整改", 0)],
)
def test_where_an_order_begins(words: str, at: int | None) -> None:
    assert order_at(words) == at


def test_a_matter_is_named_for_the_next_order() -> None:
    assert names_a_matter("各地落实方案的情况")
    assert not names_a_matter("目前存在的问题")
