"""How binding a measure is."""

import pytest

from tracker.workplan.directives.extraction.modality import read_modality


@pytest.mark.parametrize(
    ("words", "modality"),
    [
        ("原则上不再新建办公楼", "原则上"),
        ("在两个街道开展试点", "试点"),
        ("先行先试数据登记", "试点"),
        ("探索集体土地入市", "探索"),
        ("力争年底前通车", "力争"),
        ("力争试行新办法", "试点"),
        ("试点城市要报送方案", None),
        ("加固河堤", None),
    ],
)
def test_the_words_of_reservation(words: str, modality: str | None) -> None:
    assert read_modality(words) == modality
