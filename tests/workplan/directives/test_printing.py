"""The JSON that other programs read, and the rows of a list."""

import json
from datetime import date

from tracker.readers import read_pasted
from tracker.readers.metadata import read_metadata
from tracker.workplan.directives.extraction import extract
from tracker.workplan.directives.printing import as_json, as_rows

REPORT = """防汛工作会议召开
发布时间：2026-03-03
3月2日，市水利局召开防汛会议。会议要求，要突出“固堤强基”，6月底前加固河堤12公里以上。
1.修复水闸。（市住建局牵头）
"""


def printed() -> dict[str, object]:
    reading, metadata = read_pasted(REPORT), read_metadata(REPORT)
    found = extract(REPORT, held_on=metadata.held_on, published_on=metadata.published_on)
    said = json.loads(json.dumps(as_json(reading, metadata, found)))
    assert isinstance(said, dict)
    return said


def test_the_object_has_the_agreed_keys() -> None:
    said = printed()

    assert list(said) == ["meta", "text", "directives", "coverage"]
    assert said["meta"] == {
        "title": "防汛工作会议召开",
        "held_on": "2026-03-02",
        "published_on": "2026-03-03",
        "organiser": "市水利局",
        "speaker": None,
    }
    assert said["text"] == REPORT
    assert said["coverage"] == {"characters": len(REPORT), "measures": 18}


def test_every_directive_is_told_in_full() -> None:
    directives = printed()["directives"]
    assert isinstance(directives, list)

    priority, measure, other = directives

    assert (priority["level"], priority["heading"], priority["due"]) == (
        "priority",
        "固堤强基",
        None,
    )
    assert measure == {
        "id": "1.1",
        "level": "measure",
        "parent": "1",
        "heading": None,
        "text": "6月底前加固河堤12公里以上",
        "start": REPORT.index("6月底前"),
        "end": REPORT.index("6月底前") + 14,
        "due": "2026-06-30",
        "due_text": "6月底前",
        "units": [],
        "modality": None,
        "targets": [
            {
                "text": "12公里以上",
                "value": 12.0,
                "unit": "公里",
                "comparison": ">=",
                "upper": None,
                "change": None,
                "baseline": None,
                "against": None,
            }
        ],
        "reason": measure["reason"],
        "confidence": measure["confidence"],
        "due_flag": None,
        "strength": None,
    }
    assert other["units"] == [{"name": "市住建局", "duty": "lead"}]


def test_rows_name_a_priority_by_its_heading() -> None:
    rows = as_rows(extract(REPORT, year=2026))

    assert [(row.id, row.text, row.due, row.units) for row in rows] == [
        ("1", "固堤强基", None, ()),
        ("1.1", "6月底前加固河堤12公里以上", date(2026, 6, 30), ()),
        ("2", "修复水闸", None, ("市住建局",)),
    ]


def test_a_limit_that_means_no_day_says_why_and_modality_has_its_class() -> None:
    text = "会议要求，各县务必在2月30日前加固河堤。"
    found = extract(text, year=2026)
    said = as_json(read_pasted(text), read_metadata(text), found)

    (measure,) = said["directives"]

    assert (measure["due"], measure["due_text"]) == (None, "2月30日前")
    assert measure["due_flag"] == "需人工确认：没有这一天"
    assert (measure["modality"], measure["strength"]) == ("必须", "binding")
