"""What was given out before, as far as somebody may see it."""

from sqlalchemy import event

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Mode
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.suggesting.queries import given_before


def test_what_was_given_out_is_told_with_its_units_in_two_questions(town: Town) -> None:
    lead = builders.dispatched(town, support=(town.roads,), leader=town.yan)
    builders.dispatched_to_each(town)
    builders.task(town, "还没有交办")
    lin, asked = town.actor(town.lin), []
    engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *it: asked.append(it[2]))

    found = given_before(lin)

    assert len(asked) == 2
    assert [(it.title, it.mode, it.lead_ids, it.support_ids) for it in found] == [
        ("开展房屋安全排查", Mode.EACH, (town.east.id, town.west.id), ()),
        ("加快老旧小区改造", Mode.JOINT, (town.housing.id,), (town.roads.id,)),
    ]
    assert (found[1].number, found[1].year) == (lead.task.number, 2026)
    assert (found[1].priority, found[1].leader_id) == ("城乡建设", town.yan.id)


def test_who_declined_does_not_count_and_who_got_it_then_does(town: Town) -> None:
    work = builders.dispatched(town)
    lin = town.actor(town.lin)
    builders.step(town, work, Step.DECLINE, reason="非本单位职责")
    assert given_before(lin)[0].lead_ids == ()
    with transaction():
        commands.take_step(
            lin, work, Step.REDISPATCH, reason="改派", unit_id=town.roads.id, now=NOW
        )

    assert given_before(lin)[0].lead_ids == (town.roads.id,)


def test_a_task_above_ones_clearance_teaches_nothing(town: Town) -> None:
    work = builders.dispatched(town)
    with transaction():
        work.task.label = Label.SENSITIVE

    assert given_before(town.actor(town.lin)) == []
    assert given_before(town.actor(town.zhao)) == []
