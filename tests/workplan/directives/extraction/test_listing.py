"""One verb over several named items."""

import pytest

from tracker.workplan.directives.extraction.listing import named_items
from tracker.workplan.directives.extraction.sentences import Clause


@pytest.mark.parametrize(
    ("words", "items"),
    [
        (
            "建立“日巡查”的工作机制、“周会商”的研判机制",
            ["建立“日巡查”的工作机制", "“周会商”的研判机制"],
        ),
        ("“清河”专项行动", ["“清河”专项行动"]),
        (
            "推动服务从“能办”向“好办”、窗口由“多头”向“一窗”",
            ["推动服务从“能办”向“好办”", "窗口由“多头”向“一窗”"],
        ),
        ("引进博士10名、选派骨干60人次", ["引进博士10名", "选派骨干60人次"]),
        ("确保水库安全度汛、确保城市不内涝", ["确保水库安全度汛", "确保城市不内涝"]),
        ("每月召开一次会议、每季度开展一次督查", ["每月召开一次会议", "每季度开展一次督查"]),
        ("推进河道清淤、完善管护制度", []),
        ("保供水、保供电", []),
        ("建立、完善管护制度3项", []),
        ("建立“日巡查”的工作机制", []),
        ("加强住房、教育、医疗保障", []),
        ("讲好“山”的故事、“水”的故事", []),
        ("建立“日巡查”机制和“周会商”机制", []),
        ("建立“日巡查”机制、“周会商”机制并公开", []),
    ],
)
def test_named_items_are_split_and_plain_enumerations_are_not(words: str, items: list[str]) -> None:
    found = named_items(words, Clause(0, len(words), ""))

    assert [words[item.start : item.end] for item in found] == items
