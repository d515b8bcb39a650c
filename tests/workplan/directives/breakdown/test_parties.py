"""Who stands in a cell of units."""

import pytest

from tracker.workplan.directives.breakdown.parties import read_parties
from tracker.workplan.directives.extraction.model import Duty


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("市公路局", "市公路局+"),
        ("市公路局、市住房局", "市公路局+ 市住房局+"),
        ("市公路局，市住房局；东溪县", "市公路局+ 市住房局+ 东溪县+"),
        ("市公路局\n市住房局", "市公路局+ 市住房局+"),
        ("市公路局 市住房局", "市公路局+ 市住房局+"),
        ("住 房 局", "住房局+"),
        ("市住房局 何蕴", "市住房局+"),
        ("市公 路局", "市公路局+"),
        ("市政府 督查室", "市政府+ 督查室+"),
        ("1.市公路局\n2.市住房局", "市公路局+ 市住房局+"),
        ("各县（市、区）", "各县（市、区）+"),
        ("各县（市、区）、市公路局", "各县（市、区）+ 市公路局+"),
        ("市公路局会同市住房局", "市公路局+ 市住房局-"),
        ("市公路局（牵头）、市住房局", "市公路局+ 市住房局-"),
        ("市住房局、市公路局(牵头单位)", "市住房局- 市公路局+"),
        ("市公路局牵头，市住房局配合", "市公路局+ 市住房局-"),
        ("牵头单位：市公路局\n配合单位：市住房局", "市公路局+ 市住房局-"),
        ("市公路局等", "市公路局+"),
        ("负责统筹全市物流的专班", "负责统筹全市物流的专班+"),
        ("", ""),
        ("/", ""),
        ("无", ""),
        ("—", ""),
    ],
)
def test_units_are_read_as_cells_write_them(words: str, found: str) -> None:
    units = read_parties(words, "lead")

    assert " ".join(f"{it.name}{'+' if it.duty == 'lead' else '-'}" for it in units) == found


def test_those_of_the_supporting_column_support() -> None:
    duties: list[Duty] = [it.duty for it in read_parties("市公路局、市住房局（配合）", "support")]

    assert duties == ["support", "support"]
