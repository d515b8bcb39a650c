"""The pages on which people talk about a task or about a unit's work on it."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.paging import asked_page, url_for_page
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.comments import limits, queries, rules
from tracker.workplan.tasks.comments.forms import CommentForm, EditForm, ReadForm
from tracker.workplan.tasks.comments.models import Comment
from tracker.workplan.tasks.comments.rules import Nameable, Piece, Thread
from tracker.workplan.tasks.views.blueprint import pages


@pages.get("/tasks/<int:task_id>/comments")
@requires(Permission.READ_TASKS)
def task_comments(task_id: int) -> ResponseReturnValue:
    """Show what office and leaders say to each other about a task."""
    return _page(queries.visible_thread_of_task(current_actor(), task_id))


@pages.post("/tasks/<int:task_id>/comments")
@requires(Permission.COMMENT)
def comment_on_task(task_id: int) -> ResponseReturnValue:
    """Say something about a task, among office and leaders."""
    return _write(queries.visible_thread_of_task(current_actor(), task_id))


@pages.post("/tasks/<int:task_id>/comments/read")
@requires(Permission.COMMENT)
def read_task_comments(task_id: int) -> ResponseReturnValue:
    """Note that the person has looked through what is said about a task."""
    return _read(queries.visible_thread_of_task(current_actor(), task_id))


@pages.get("/assignments/<int:assignment_id>/comments")
@requires(Permission.READ_TASKS)
def assignment_comments(assignment_id: int) -> ResponseReturnValue:
    """Show what the office and a unit say to each other about its work."""
    return _page(queries.visible_thread(current_actor(), assignment_id))


@pages.post("/assignments/<int:assignment_id>/comments")
@requires(Permission.COMMENT)
def comment_on_assignment(assignment_id: int) -> ResponseReturnValue:
    """Say something about a unit's work."""
    return _write(queries.visible_thread(current_actor(), assignment_id))


@pages.post("/assignments/<int:assignment_id>/comments/read")
@requires(Permission.COMMENT)
def read_assignment_comments(assignment_id: int) -> ResponseReturnValue:
    """Note that the person has looked through what is said about a unit's work."""
    return _read(queries.visible_thread(current_actor(), assignment_id))


@pages.get("/comments/<int:comment_id>")
@requires(Permission.READ_TASKS)
def comment(comment_id: int) -> ResponseReturnValue:
    """Lead to a comment within its thread."""
    actor = current_actor()
    return _to_comment(queries.visible_comment(actor, comment_id))


@pages.get("/comments/<int:comment_id>/edit")
@requires(Permission.COMMENT)
def edit_comment_page(comment_id: int) -> ResponseReturnValue:
    """Show the form to say it in other words."""
    found = queries.visible_comment(current_actor(), comment_id)
    rules.check_change(current_actor(), found, now(), limits.edit_minutes())
    form = EditForm(_nameable(queries.thread_of(found)), text=found.text, version=found.version)
    return _edit_page(found, form)


@pages.post("/comments/<int:comment_id>/edit")
@requires(Permission.COMMENT)
def edit_comment(comment_id: int) -> ResponseReturnValue:
    """Say it in other words."""
    actor = current_actor()
    found = queries.visible_comment(actor, comment_id)
    form = EditForm(_nameable(queries.thread_of(found)))
    if not form.validate():
        return _edit_page(found, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        commands.edit_comment(
            actor,
            found,
            text=form.text.data or "",
            chosen=form.chosen(),
            now=now(),
            version=form.version.data or 0,
        )
    flash(_("已修改。"), "done")
    return _to_comment(found)


@pages.post("/comments/<int:comment_id>/delete")
@requires(Permission.COMMENT)
def delete_comment(comment_id: int) -> ResponseReturnValue:
    """Take the words of a comment away."""
    actor = current_actor()
    found = queries.visible_comment(actor, comment_id)
    form = EditForm([])
    form.validate()
    with transaction():
        commands.delete_comment(actor, found, now=now(), version=form.version.data or 0)
    flash(_("已删除，留下一行“已删除”。"), "done")
    return _to_comment(found)


def _page(thread: Thread, form: CommentForm | None = None) -> str:
    actor, at = current_actor(), now()
    found = queries.comments_of(actor, thread, asked_page())
    named = queries.tasks_named(actor, [it.text for it in found.rows])
    minutes = limits.edit_minutes()
    may_write = rules.may_write(actor, thread)
    return render_template(
        "workplan/tasks/comments/thread.html",
        thread=thread,
        found=found,
        pieces={it.id: _pieces(it, named) for it in found.rows},
        changeable={it.id for it in found.rows if rules.may_change(actor, it, at, minutes)},
        unread={*queries.unread_in(actor, thread)},
        form=(form or CommentForm(_nameable(thread), formdata=None)) if may_write else None,
        minutes=minutes,
        url_for_page=url_for_page(),
        thread_url=_address(thread),
        read_url=_url(thread, "read_task_comments", "read_assignment_comments"),
        post_url=_url(thread, "comment_on_task", "comment_on_assignment"),
    )


def _pieces(comment: Comment, named: dict[str, int]) -> list[Piece]:
    return [*rules.pieces(comment.text, [it.handle for it in comment.mentions], named)]


def _nameable(thread: Thread) -> list[Nameable]:
    return rules.nameable(current_actor(), queries.members_of(thread, today()))


def _write(thread: Thread) -> ResponseReturnValue:
    form = CommentForm(_nameable(thread))
    if not form.validate():
        return _page(thread, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        made = commands.write_comment(
            current_actor(), thread, text=form.text.data or "", chosen=form.chosen(), now=now()
        )
        called = "、".join(it.handle for it in made.mentions)
    flash(_("已发表，提到了%(names)s。", names=called) if called else _("已发表。"), "done")
    return redirect(_address(thread), HTTPStatus.SEE_OTHER)


def _read(thread: Thread) -> ResponseReturnValue:
    form = ReadForm()
    form.validate()
    with transaction(is_deed=False):
        commands.note_thread_read(current_actor(), thread, at=now(), seen=form.seen.data or 0)
    return redirect(_address(thread), HTTPStatus.SEE_OTHER)


def _edit_page(found: Comment, form: EditForm) -> str:
    return render_template(
        "workplan/tasks/comments/edit.html",
        comment=found,
        thread=queries.thread_of(found),
        form=form,
        minutes=limits.edit_minutes(),
        thread_url=_address(queries.thread_of(found)),
    )


def _to_comment(found: Comment) -> ResponseReturnValue:
    page = queries.page_with(current_actor(), found)
    where = _address(queries.thread_of(found), page=page if page > 1 else None)
    return redirect(f"{where}#comment-{found.id}", HTTPStatus.SEE_OTHER)


def _address(thread: Thread, **query: Any) -> str:
    return _url(thread, "task_comments", "assignment_comments", **query)


def _url(thread: Thread, of_task: str, of_assignment: str, **query: Any) -> str:
    """Make the address of one of two sister views, by what the thread is about."""
    if thread.assignment is None:
        return url_for(f".{of_task}", task_id=thread.task.id, **query)
    return url_for(f".{of_assignment}", assignment_id=thread.assignment.id, **query)
