"""Which earlier measures say the same."""

from tracker.workplan.directives.likeness import (
    COMMON,
    MOST_TOLD,
    Alike,
    Saying,
    alike,
    likeness,
    pairs,
)


def said(words: str, key: int = 1, *, title: str = "") -> Saying:
    return Saying(key, title or words, words)


def test_the_same_words_are_alike_in_any_width() -> None:
    assert likeness(said("改造老旧小区96个。"), said("改造老旧小区 ９６ 个；")) == 1.0


def test_a_changed_figure_leaves_two_measures_alike() -> None:
    assert 0.6 <= likeness(said("改造老旧小区96个"), said("改造老旧小区120个")) < 1.0


def test_a_measure_that_goes_on_is_still_like_the_shorter_one() -> None:
    assert likeness(said("改造老旧小区120个，让群众住得安心"), said("改造老旧小区96个")) >= 0.6


def test_titles_are_compared_where_quotations_say_more() -> None:
    long = said("市住房局牵头，各县配合，6月底前全面完成老旧小区改造任务", title="完成老旧小区改造")
    short = said("完成老旧小区改造", title="完成老旧小区改造")

    assert likeness(long, short) == 1.0


def test_short_titles_say_nothing() -> None:
    assert (
        likeness(said("要全面抓好安全生产", title="抓好"), said("各地抓好教育", title="抓好")) < 0.6
    )


def test_words_without_a_pair_are_like_nothing() -> None:
    assert pairs("改") == frozenset()
    assert likeness(said("改"), said("改")) == 0.0


def test_the_likest_and_latest_come_first_and_the_rest_is_left_out() -> None:
    earlier = [
        said("打造20条示范街区", 1),
        said("改造老旧小区120个", 2),
        said("改造老旧小区96个", 3),
        said("改造老旧小区96个", 4),
        said("改造老旧小区99个", 5),
        *(said("改造老旧小区150个", key) for key in range(10, 10 + MOST_TOLD)),
    ]

    found = alike([said("改造老旧小区96个", 9)], earlier)

    assert [(it.earlier_id, it.share) for it in found][:2] == [(4, 1.0), (3, 1.0)]
    assert len(found) == MOST_TOLD
    assert alike([said("新建体育场馆一座", 9)], earlier) == []
    assert found[0] == Alike(9, 4, 1.0)


def test_an_accepted_one_is_told_first_however_many_drafts_say_the_same() -> None:
    words = "改造老旧小区96个"
    accepted = Saying(1, words, "改造老旧小区120个，让群众住得安心", is_accepted=True)
    drafts = [said(words, key) for key in range(2, 2 + 3 * COMMON)]

    for earlier in ([accepted, *drafts[:50]], [accepted, *drafts], [*drafts[:50], accepted]):
        assert alike([said(words, 9999)], earlier)[0].earlier_id == 1


def test_a_pair_that_everybody_has_leads_nowhere() -> None:
    earlier = [said("推进", key) for key in range(COMMON + 1)]

    assert alike([said("推进", 9999)], earlier) == []
