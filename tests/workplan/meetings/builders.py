"""Reports for tests, taken in through the real commands."""

from tests.town import NOW, Town
from tracker.foundation.db import transaction
from tracker.workplan.directives.commands import take_in_text
from tracker.workplan.meetings.models import Report

TEXT = """您当前的位置：首页 > 要闻 > 正文
石桥市召开全市重点工作部署会
来源：石桥发布 日期：2026-02-07 字体：大 中 小
2026年2月6日，市委、市政府召开全市重点工作部署会，市长程远山出席会议并讲话。
程远山指出，过去一年全市上下迎难而上，交出了一份有分量的答卷。
要突出“强链育新”，把产业的根扎得更深。市公路局要在5月底前建成产业园连接线。各县（市、区）要在6月底前建成一个标准厂房园区。
要突出“山水润城”，把家门口的风景还给群众。改造老旧小区96个。打造20条示范街区。
会场设在石桥市人民礼堂，会议开了两个小时。
"""


def report(town: Town, text: str = TEXT) -> Report:
    """Take a report in as Lin, with the directives that are found in it."""
    with transaction():
        return take_in_text(town.actor(town.lin), text, now=NOW)
