"""What messages are about, in groups that people know."""

from enum import StrEnum

from tracker.foundation.words import N_


class Topic(StrEnum):
    """A group of kinds, which is turned off as one."""

    DISPATCH = "dispatch"
    CLOSURE = "closure"
    DATES = "dates"
    PROGRESS = "progress"
    CHASING = "chasing"
    REVIEW = "review"
    COMMENTS = "comments"
    POSTS = "posts"


TOPIC_WORDS = {
    Topic.DISPATCH: N_("交办、签收与退回"),
    Topic.CLOSURE: N_("办结申请与核定"),
    Topic.DATES: N_("时限、延期与中止"),
    Topic.PROGRESS: N_("进展填报"),
    Topic.CHASING: N_("催办督办、批示与通报"),
    Topic.REVIEW: N_("年度总结"),
    Topic.COMMENTS: N_("讨论"),
    Topic.POSTS: N_("职责与移交"),
}

BY_THING = {
    "task": Topic.DISPATCH,
    "assignment": Topic.DISPATCH,
    "extension": Topic.DATES,
    "milestone": Topic.DATES,
    "progress": Topic.PROGRESS,
    "chase": Topic.CHASING,
    "instruction": Topic.CHASING,
    "notice": Topic.CHASING,
    "circular": Topic.CHASING,
    "summary": Topic.REVIEW,
    "comment": Topic.COMMENTS,
    "indicator": Topic.PROGRESS,
    "post": Topic.POSTS,
    "charge": Topic.POSTS,
    "leader": Topic.POSTS,
    "clearance": Topic.POSTS,
}
"""The topic of a kind by its thing, where `BY_KIND` does not say otherwise."""
BY_KIND = {
    "assignment.closure_asked": Topic.CLOSURE,
    "assignment.withdrawn": Topic.CLOSURE,
    "assignment.closed": Topic.CLOSURE,
    "assignment.sent_back": Topic.CLOSURE,
    "assignment.reopened": Topic.CLOSURE,
    "assignment.extended": Topic.DATES,
    "assignment.due_soon": Topic.DATES,
    "assignment.due_today": Topic.DATES,
    "assignment.overdue": Topic.DATES,
    "person.overdue_sum": Topic.DATES,
    "person.entries_asked": Topic.PROGRESS,
    "assignment.redated": Topic.DATES,
    "assignment.paused": Topic.DATES,
    "assignment.resumed": Topic.DATES,
    "assignment.terminated": Topic.DATES,
}


def topic_of(kind: str) -> Topic:
    """Return the topic of a kind."""
    return BY_KIND.get(kind) or BY_THING.get(kind.partition(".")[0], Topic.DISPATCH)
