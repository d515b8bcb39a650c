"""Markdown for the analysis: the marks go, and every span is led back to the file's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.readers import read
from tracker.workplan.directives.drafting import draft_file
from tracker.workplan.directives.marks import analysed, unmarked

MINUTES = """---
title: 全市水利工作推进会纪要
date: 2026-03-05
---
# 全市水利工作推进会纪要

**时间**：2026年3月4日

## 一、防汛准备

会议强调，要**突出“安澜行动”**，加快推进南溪河堤防加固，*6月底前*完成18公里。

- 市水利局牵头排查水库隐患，5月底前完成；
- 建立台账
* [ ] 修复水闸12座

## 二、工作分工

| 任务 | 牵头单位 | 完成时限 |
| --- | :---: | ---: |
| 检修泵站12座 | **市水利局** | 5月底前 |

> 会议要求，各县（市、区）要压实责任。
"""


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("要**加快**推进", "要加快推进"),
        ("要***加快***推进", "要加快推进"),
        ("~~旧~~ `码` __粗__", "旧 码 粗"),
        ("3 * 4 * 5 与 a*b", "3 * 4 * 5 与 a*b"),
        ("[方案](a.pdf)见![图](b.png)附", "方案见附"),
        ("1\\. 不是\\*号", "1. 不是*号"),
        ("甲<!-- 批注 -->乙", "甲乙"),
        ("- 甲\n- 乙", "1）甲\n2）乙"),
        ("- 甲\n  - 子\n  - 丑\n- 乙\n  - 寅", "1）甲\n①子\n②丑\n2）乙\n①寅"),
        ("- 甲\n\n- 乙\n段落\n- 丙", "1）甲\n\n2）乙\n段落\n1）丙"),
        ("- [x] 甲\n+ 乙", "1）甲\n2）乙"),
        ("- 时间：3月4日\n- 乙", "时间：3月4日\n1）乙"),
        ("> 引\n>> 文", "引\n文"),
        ("甲\n```\n乙\n```\n***\n丙", "甲\n\n乙\n\n\n丙"),
        ("---\ntitle: a\n---\n甲", "甲"),
        ("## **一、**防汛", "## 一、防汛"),
    ],
)
def test_marks_are_left_out(text: str, bare: str) -> None:
    mended = unmarked(text)

    assert (mended.text if mended else text) == bare


@pytest.mark.parametrize("text", ["没有标记的一段话。\n", "", "---\ntitle: a\n---\n"])
def test_without_marks_the_text_is_read_as_it_is(text: str) -> None:
    assert unmarked(text) is None


def test_numbers_end_where_they_would_not_be_read() -> None:
    mended = unmarked("- 甲\n" * 101 + "".join(["  - 乙\n"] * 21))

    assert mended is not None
    assert mended.text.split("\n")[98:101] == ["99）甲", "甲", "甲"]
    assert mended.text.split("\n")[-3:] == ["⑳乙", "乙", ""]


def test_only_files_that_say_so_are_markdown() -> None:
    assert analysed(read("纪要.txt", "要**加快**推进".encode())) is None
    assert analysed(read("纪要.md", "要**加快**推进".encode())) is not None


def test_a_file_of_minutes_yields_what_its_marks_mean() -> None:
    draft = draft_file("纪要.md", MINUTES.encode())
    found = [it for it, _title in draft.directives]

    assert draft.reading.text == MINUTES
    assert all(MINUTES[it.start : it.end] == it.text for it in found)
    texts = [it.text for it in found if it.level == "measure"]
    assert "修复水闸12座" in texts
    assert "市水利局牵头排查水库隐患，5月底前完成" in texts
    assert any("6月底前*完成18公里" in text for text in texts)
    assert {"防汛准备", "安澜行动"} <= {it.heading for it in found}
    row = next(it for it in found if it.text == "检修泵站12座")
    assert [unit.name for unit in row.units] == ["市水利局"]
    assert all("*" not in title for _it, title in draft.directives)


@given(st.text("会议要求。**-*+ \n`[]()<!--|#>\\1~_", max_size=80))
def test_every_span_of_the_bare_words_leads_back(text: str) -> None:
    mended = unmarked(text)
    if mended is None:
        return
    for at, sign in enumerate(mended.text):
        start, end = mended.back(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert text[start:end] == sign or sign in "0123456789）①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
