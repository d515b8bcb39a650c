"""The pages of circulars and of composed texts, as people use them."""

from io import BytesIO
from typing import Any

from docx import Document
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser
from tests.scans import sent
from tests.town import Town
from tests.workplan.progress.builders import entry
from tests.workplan.progress.circulars.builders import drafted, late
from tests.workplan.tasks import builders
from tracker.foundation.db import db
from tracker.workplan.progress.circulars.models import Circular, CircularState
from tracker.workplan.progress.circulars.printing import as_paper
from tracker.workplan.tasks.rules import Step


def test_a_circular_from_the_figures_to_the_units(app: Flask, town: Town) -> None:
    work = late(town)
    lin, yan = Browser(app).sign_in(town.lin), Browser(app).sign_in(town.yan)
    page = lin.get("/circulars/new?period=2026Q2")
    assert "超期 18 天" in page
    told: dict[str, Any] = {"label": "internal", "is_for_units": "1", "late": [str(work.id)]}

    refused = lin.post("/circulars/new?period=2026Q2", expect=422, **(told | {"late": ["987654"]}))
    assert "刚刚变了" in refused
    both = told | {"praised": [str(town.housing.id)], "criticised": [str(town.housing.id)]}
    assert "不能既表扬又批评" in lin.post("/circulars/new?period=2026Q2", expect=422, **both)
    lin.post("/circulars/new?period=2026Q2", **told)
    made = db.session.scalars(select(Circular)).one()
    address = f"/circulars/{made.id}"

    words = {name: getattr(made, name) for name in ("overall", "meetings", "priorities", "praise")}
    words |= {"problems": made.problems, "demands": "抓紧办。", "title": "通报", "version": "1"}
    assert "请写总体情况" in lin.post(f"{address}/edit", expect=422, **(words | {"overall": ""}))
    lin.post(f"{address}/edit", **words)
    assert "抓紧办。" in yan.get(address)
    db.session.expire_all()
    lin.post(f"{address}/ask", version=made.version)
    yan.post(f"{address}/approve", version=made.version)
    db.session.expire_all()
    assert "请写明理由" in yan.post(f"{address}/give-back", expect=422, reason="", version="3")
    page = lin.get(address)
    assert "印发" in page
    lin.post(f"{address}/issue", version=made.version)
    db.session.expire_all()
    wang = Browser(app).sign_in(town.wang)
    assert "督查通报〔2026〕1号" in wang.get(address)
    assert "督查通报〔2026〕1号" in wang.get("/circulars")
    assert "当天可以撤回" in lin.get(address)
    assert "请写明理由" in lin.post(f"{address}/withdraw", expect=422, reason="", version="4")
    lin.post(f"{address}/withdraw", reason="发错了", version=made.version)
    assert "发错了" in wang.get(address)


def test_an_approval_is_recorded_on_the_page_and_its_scan_read(app: Flask, town: Town) -> None:
    made = drafted(town)
    lin = Browser(app).sign_in(town.lin)
    address = f"/circulars/{made.id}"
    assert "请选是哪位领导批准的" in lin.post(f"{address}/approve", expect=422, version="1")
    early = sent(town) | {"decided_on": "2026-01-01", "version": "1"}
    assert "那天才起草" in lin.post(f"{address}/approve", expect=422, **early)
    assert "没有附" in lin.get(f"{address}/scan", expect=404)
    lin.post(f"{address}/approve", version="1", **sent(town))
    db.session.expire_all()
    assert made.approved_by_id == town.lin.id
    assert "看签批件" in lin.get(address)
    assert lin.status_of("GET", f"{address}/scan") == 200
    lin.post(f"{address}/give-back", reason="口径不对", version=made.version)
    db.session.expire_all()
    assert made.state is CircularState.DRAFT


def test_a_circular_is_handed_out_as_word(app: Flask, town: Town) -> None:
    made = drafted(town, late=[late(town)])
    lin = Browser(app).sign_in(town.lin)
    assert lin.status_of("GET", f"/circulars/{made.id}/document") == 200
    assert [it.days_late for it in as_paper(made).late] == [18]


def test_before_there_is_a_plan_nothing_is_offered(app: Flask, town: Town) -> None:
    lin = Browser(app).sign_in(town.lin)

    assert "还没有年度计划" in lin.get("/circulars/new")
    assert "还没有年度计划" in lin.get("/progress/compose")
    assert "还没有通报" in lin.get("/circulars")
    assert "没有可以通报的" in lin.post("/circulars/new", expect=404)
    assert "没有这个期间" in lin.post("/progress/compose/document", expect=404)


def test_the_list_says_what_its_filters_leave(app: Flask, town: Town) -> None:
    drafted(town)
    lin = Browser(app).sign_in(town.lin)

    assert "没有符合条件的通报" in lin.get("/circulars?state=issued&year=2026")
    assert "还没有通报" in Browser(app).sign_in(town.wang).get("/circulars")


def test_a_text_is_composed_worded_and_handed_out(app: Flask, town: Town) -> None:
    work = builders.acknowledged(town, support=(town.roads,), title="改造小区")
    entry(town, work, done="已开工 12 个小区", problems="缺资金")
    each = builders.dispatched_to_each(town, [town.east, town.west])[0]
    builders.step(town, each, Step.ACKNOWLEDGE)
    entry(town, each, done="排查 30 栋")
    wang = Browser(app).sign_in(town.wang)
    address = "/progress/compose?period=2026Q2&by=priority&each=table&depth=all&label=internal"

    assert "已开工 12 个小区" in wang.get(address)
    lin = Browser(app).sign_in(town.lin)
    page = lin.get(address)
    assert "各单位进展见表" in page
    assert "依据 2 份填报" in page
    key = f"text_p{work.task.priority_id}"
    target = address.replace("/compose?", "/compose/document?")
    assert "请写标题" in lin.post(target, expect=422, title="", **{key: "甲"})
    answer = lin._client.post(
        target, data={"title": "二季度进展", key: "改过的话", "csrf_token": lin.token()}
    )
    assert answer.status_code == 200
    read = Document(BytesIO(answer.data))
    assert "改过的话" in [it.text for it in read.paragraphs]
    assert [it.text for it in read.tables[0].rows[1].cells][:2] == ["东溪县", "20%"]
    assert "没有可以编的" in lin.get("/progress/compose?period=2026-01&label=lost&unit=x")
