"""What an installation may set about webhooks: none leave at all unless somebody says so, and to whom."""

from dataclasses import dataclass

from tracker.foundation.kinds import UNSEEN, BadValue, Lines, YesNo
from tracker.foundation.settings import SYSTEM, Option, option
from tracker.foundation.web_addresses import LONGEST_HOST, place_of
from tracker.foundation.words import N_

MOST_HOSTS = 50
LONGEST_LINE = LONGEST_HOST + len(":65535")


@dataclass(frozen=True, slots=True)
class Hosts(Lines):
    """Hosts, one a line, each with its port where that is not the usual one; there may be none."""

    def parse(self, words: str) -> tuple[str, ...]:
        """Read them, each brought to its one way of writing."""
        lines = [line.strip() for line in words.splitlines() if line.strip()]
        if len(lines) > self.most:
            raise BadValue(N_("最多 %(most)d 行，每行一个主机。"), most=self.most)
        return tuple(dict.fromkeys(_read(line) for line in lines))

    def in_words(self, value: tuple[str, ...]) -> str:
        """Write them one after the other."""
        return "、".join(value) or N_("（没有）")

    def range_in_words(self) -> str:
        """Say how one is written."""
        return N_("每行一个主机名，比如 hooks.example.org 或 hooks.example.org:8443，可以留空")


def _read(line: str) -> str:
    place = place_of(line.lower())
    if place is None:
        shown = UNSEEN.sub("", line)[:60]
        sentence = N_(
            "“%(line)s”不是主机名：请写成 hooks.example.org 的样子，不带 https:// 和路径。"
        )
        raise BadValue(sentence, line=shown)
    return place


ENABLED = option(
    Option(
        name="webhooks.enabled",
        kind=YesNo(N_("启用"), N_("停用")),
        default=False,
        label=N_("外部通知（webhook）"),
        help=N_("把系统里的动静通知别的程序或群机器人。停用时什么也不发，没有发出的作废。"),
        group=SYSTEM,
    )
)
HOSTS = option(
    Option(
        name="webhooks.hosts",
        kind=Hosts(MOST_HOSTS, LONGEST_LINE),
        default=(),
        label=N_("外部通知允许的主机"),
        help=N_("只向名单里的主机发，一律 https；指向内部网络的地址不论在不在名单里都不连。"),
        group=SYSTEM,
    )
)
