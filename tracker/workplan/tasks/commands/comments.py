"""What people say to each other about a task, and taking it back while it is fresh."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.messages.commands import News, Recipient, settle, settle_each, tell_each
from tracker.people.actor import Actor
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.comments import limits, queries, rules
from tracker.workplan.tasks.comments.models import Comment, Mention, Reading
from tracker.workplan.tasks.comments.rules import Member, Nameable, Thread

MENTIONED, WRITTEN = "comment.mentioned", "comment.written"
KINDS = (MENTIONED, WRITTEN)


def write_comment(
    actor: Actor, thread: Thread, *, text: str, chosen: Collection[Nameable] = (), now: datetime
) -> Comment:
    """Say something in a thread; chosen: whom the writer picked beside those that the text mentions.

    Whom it mentions hears of it as urgent, the others of the thread with the day's messages.
    """
    require(rules.may_write(actor, thread), rules.NOT_IN_THREAD)
    members = queries.members_of(thread, local_date(now))
    text, named = _read(actor, text, chosen, members)
    speakers = queries.speakers_of(thread)
    comment = Comment(
        task=thread.task,
        assignment=thread.assignment,
        unit_id=thread.assignment.unit_id if thread.assignment else None,
        from_id=rules.speaks_for(actor, thread),
        text=text,
        written_at=now,
        written_by_id=person_id(actor),
        mentions=[_mention(it) for it in named],
    )
    db.session.add(comment)
    db.session.flush()
    record(
        actor,
        "comment.written",
        f"comment:{comment.id}",
        at=now,
        number=thread.task.number,
        unit=thread.assignment.unit.name if thread.assignment else None,
    )
    mentioned = rules.told_of(named, members)
    others = rules.heard_by(thread, members, speakers, actor)
    _tell(actor, comment, mentioned, others, at=now)
    note_thread_read(actor, thread, at=now)
    return comment


def edit_comment(
    actor: Actor,
    comment: Comment,
    *,
    text: str,
    chosen: Collection[Nameable] = (),
    now: datetime,
    version: int | None = None,
) -> Comment:
    """Say it in other words while it is fresh; who is mentioned only now hears of it now.

    The first wording stays in the journal, and the comment says that it was edited.
    """
    thread = queries.thread_of(comment)
    require(rules.may_write(actor, thread), rules.NOT_IN_THREAD)
    rules.check_change(actor, comment, now, limits.edit_minutes())
    check_version(version, comment)
    members = queries.members_of(thread, local_date(now))
    before = {it.handle: it for it in comment.mentions}
    text, named = _read(actor, text, chosen, members, [_named(it) for it in before.values()])
    if text == comment.text:
        return comment
    was, comment.text, comment.edited_at = comment.text, text, now
    comment.mentions = [before.get(it.handle) or _mention(it) for it in named]
    record(
        actor,
        "comment.edited",
        f"comment:{comment.id}",
        at=now,
        number=comment.task.number,
        was_text=was,
        now_text=text,
    )
    fresh = [it for it in named if it.handle not in before]
    _tell(actor, comment, rules.told_of(fresh, members), [], at=now)
    return comment


def delete_comment(
    actor: Actor, comment: Comment, *, now: datetime, version: int | None = None
) -> Comment:
    """Take a fresh comment's words away; its line stays, and nobody is asked to read it any more.

    It is not brought back: who deleted it by mistake says it again.
    """
    require(rules.may_write(actor, queries.thread_of(comment)), rules.NOT_IN_THREAD)
    rules.check_change(actor, comment, now, limits.edit_minutes())
    check_version(version, comment)
    was, comment.text, comment.deleted_at = comment.text, "", now
    comment.mentions = []
    record(
        actor,
        "comment.deleted",
        f"comment:{comment.id}",
        at=now,
        number=comment.task.number,
        was_text=was,
    )
    settle(f"comment:{comment.id}", KINDS, at=now)
    return comment


def note_thread_read(
    actor: Actor, thread: Thread, *, at: datetime, seen: int | None = None
) -> None:
    """Note that the actor has looked through a thread; no deed, and no entry, like looking itself.

    seen: the last comment that was shown; None: all of them. The messages about what was read are
    over by it.
    """
    unread = [it for it in queries.unread_in(actor, thread) if seen is None or it <= seen]
    reading = queries.reading_of(actor, thread)
    if not unread:
        return
    if reading is None:
        assignment_id = thread.assignment.id if thread.assignment else None
        reading = Reading(
            person_id=person_id(actor), task_id=thread.task.id, assignment_id=assignment_id
        )
        db.session.add(reading)
    reading.up_to = unread[-1]
    me = [Recipient(person_id(actor), None)]
    settle_each([f"comment:{it}" for it in unread], KINDS, at=at, among=me)


def _read(
    actor: Actor,
    text: str,
    chosen: Collection[Nameable],
    members: Sequence[Member],
    before: Sequence[Nameable] = (),
) -> tuple[str, list[Nameable]]:
    """Return the words as they are kept, and whom they mention."""
    handles = {it.handle for it in before}
    choices = [*before, *(it for it in rules.nameable(actor, members) if it.handle not in handles)]
    text = text.strip()
    rules.check_text(text)
    text = rules.with_chosen(text, [it for it in chosen if it in choices], choices)
    rules.check_text(text)
    named = rules.mentioned(text, choices)
    rules.check_mentions(named)
    return text, named


def _mention(it: Nameable) -> Mention:
    return Mention(handle=it.handle, person_id=it.person_id, unit_id=it.unit_id)


def _named(it: Mention) -> Nameable:
    return Nameable(it.handle, "", person_id=it.person_id, unit_id=it.unit_id)


def _tell(
    actor: Actor,
    comment: Comment,
    mentioned: Iterable[Member],
    others: Iterable[Member],
    *,
    at: datetime,
) -> None:
    called = {it.person_id: it for it in mentioned if it.person_id != actor.id}
    hearing = {it.person_id: it for it in others if it.person_id not in {*called, actor.id}}
    news = [
        News(
            recipients=[Recipient(it.person_id, it.email or None) for it in told.values()],
            kind=kind,
            about=f"comment:{comment.id}",
            title=title.format(name=actor.name, task=comment.task.title),
            reason=reason,
            address=f"/comments/{comment.id}",
            urgent=kind == MENTIONED,
            asks=False,
        )
        for kind, told, title, reason in (
            (MENTIONED, called, N_("{name}在讨论中提到您：{task}"), N_("提到了您。")),
            (WRITTEN, hearing, N_("{name}写了讨论：{task}"), N_("这里的讨论与您有关。")),
        )
    ]
    tell_each(news, at=at)
