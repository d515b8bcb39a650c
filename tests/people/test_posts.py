"""Posts: roles and charges given and ended, by the security admin alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.people.test_persons import disabled, last_entry, made
from tests.queries import counted
from tests.town import NOW, TODAY, YEAR_BEGAN, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, RuleBroken
from tracker.people import commands, queries, rules
from tracker.people.actor import actor_on
from tracker.people.models import Charge, Grant, Person, Role, Unit

DAY = timedelta(days=1)
NEXT = TODAY + timedelta(days=30)

MOST_QUESTIONS = 12


def given(
    town: Town,
    person: Person,
    role: Role,
    unit: Unit,
    from_on: date = TODAY,
    to_on: date | None = None,
    by: Person | None = None,
) -> Grant:
    with transaction():
        return commands.give_post(
            town.actor(by or town.fang),
            person,
            role=role,
            unit=unit,
            from_on=from_on,
            to_on=to_on,
            now=NOW,
        )


def ended(
    town: Town, person: Person, grant: Grant, last_on: date, by: Person | None = None
) -> None:
    with transaction():
        commands.end_post(
            town.actor(by or town.fang), person, grant, last_on=last_on, today=TODAY, now=NOW
        )


def withdrawn(town: Town, person: Person, grant: Grant) -> None:
    with transaction():
        commands.withdraw_post(town.actor(town.fang), person, grant, today=TODAY, now=NOW)


def charged(
    town: Town,
    person: Person,
    unit: Unit,
    from_on: date = TODAY,
    to_on: date | None = None,
) -> Charge:
    with transaction():
        return commands.give_charge(
            town.actor(town.fang), person, unit=unit, from_on=from_on, to_on=to_on, now=NOW
        )


def sentence_of(deed: object, *args: object, **more: object) -> str:
    assert callable(deed)
    with pytest.raises(RuleBroken) as refused:
        deed(*args, **more)
    return refused.value.sentence


@pytest.mark.postgres
def test_a_role_is_given_in_a_unit_from_a_day_to_a_day(town: Town) -> None:
    person = made(town)

    grant = given(town, person, Role.CONTACT, town.roads, TODAY, NEXT)

    assert (grant.role, grant.unit_id, grant.from_on, grant.to_on) == (
        Role.CONTACT,
        town.roads.id,
        TODAY,
        NEXT,
    )
    assert actor_on(person, TODAY).roles == {(Role.CONTACT, town.roads.id)}
    assert not actor_on(person, NEXT + DAY).roles
    entry = last_entry()
    assert (entry.deed, entry.subject) == ("post.given", f"person:{person.id}")
    assert entry.details["unit"] == "市公路局"
    assert entry.details["role"] == "contact"


@pytest.mark.parametrize("who", ["gu", "lin", "yan", "wang", "shi"])
def test_posts_are_given_and_ended_by_the_security_admin_alone(town: Town, who: str) -> None:
    actor = town.actor(getattr(town, who))
    grant, charge = town.bai.grants[0], town.yan.charges[0]
    term: dict[str, Any] = {"from_on": TODAY, "to_on": None, "now": NOW}
    until: dict[str, Any] = {"last_on": TODAY, "today": TODAY, "now": NOW}
    day: dict[str, Any] = {"today": TODAY, "now": NOW}
    deeds = [
        lambda: commands.give_post(
            actor, town.bai, role=Role.HEAD, unit=town.roads, from_on=TODAY, to_on=None, now=NOW
        ),
        lambda: commands.end_post(actor, town.bai, grant, **until),
        lambda: commands.withdraw_post(actor, town.bai, grant, **day),
        lambda: commands.give_charge(actor, town.yan, unit=town.roads, **term),
        lambda: commands.end_charge(actor, town.yan, charge, **until),
        lambda: commands.withdraw_charge(actor, town.yan, charge, **day),
        lambda: commands.import_posts(actor, [], now=NOW),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed), transaction():
            deed()


def test_nobody_changes_what_he_may_do_himself(town: Town) -> None:
    with pytest.raises(NotAllowed) as refused:
        given(town, town.fang, Role.SECURITY_ADMIN, town.root)
    assert refused.value.sentence == rules.NOT_OWN
    with pytest.raises(NotAllowed):
        ended(town, town.fang, town.fang.grants[0], TODAY)


THREE = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR]
BUSINESS = [Role.SUPERVISOR, Role.LEADER, Role.HEAD, Role.CONTACT]


@pytest.mark.parametrize("held", THREE)
@pytest.mark.parametrize("asked", [*THREE, *BUSINESS])
def test_one_of_the_three_holds_nothing_beside_it(town: Town, held: Role, asked: Role) -> None:
    person = made(town)
    given(town, person, held, town.office)

    if held is asked:
        assert given(town, person, asked, town.housing)
    else:
        assert sentence_of(given, town, person, asked, town.housing) == rules.SEPARATE


@pytest.mark.parametrize("asked", THREE)
def test_who_does_business_runs_nothing(town: Town, asked: Role) -> None:
    assert sentence_of(given, town, town.bai, asked, town.office) == rules.SEPARATE


def test_what_is_over_before_the_other_begins_is_no_hindrance(town: Town) -> None:
    person = made(town)
    given(town, person, Role.CONTACT, town.roads, TODAY, NEXT)

    assert sentence_of(given, town, person, Role.AUDITOR, town.office, NEXT) == rules.SEPARATE
    assert given(town, person, Role.AUDITOR, town.office, NEXT + DAY)


def test_posts_of_business_are_held_together(town: Town) -> None:
    assert given(town, town.bai, Role.CONTACT, town.roads)
    assert given(town, town.bai, Role.HEAD, town.housing)


def test_the_same_role_is_not_given_twice_for_one_day(town: Town) -> None:
    given(town, town.bai, Role.CONTACT, town.roads, TODAY, NEXT)

    again = sentence_of(given, town, town.bai, Role.CONTACT, town.roads, NEXT)
    assert again == rules.HELD_ALREADY
    assert given(town, town.bai, Role.CONTACT, town.roads, NEXT + DAY)


def test_days_out_of_order_or_of_this_century_are_refused(town: Town) -> None:
    assert sentence_of(given, town, town.bai, Role.HEAD, town.east, NEXT, TODAY) == rules.WRONG_DAYS
    for from_on, to_on in ((date(1999, 12, 31), None), (TODAY, date(2101, 1, 1))):
        said = sentence_of(given, town, town.bai, Role.HEAD, town.east, from_on, to_on)
        assert said == rules.IMPLAUSIBLE


def test_a_head_and_a_contact_belong_to_a_unit_not_to_the_city(town: Town) -> None:
    for role in (Role.HEAD, Role.CONTACT):
        assert sentence_of(given, town, town.bai, role, town.root) == rules.ONLY_UNITS
    assert given(town, town.bai, Role.LEADER, town.root)


def test_a_closed_unit_gets_nobody_beyond_its_last_day(town: Town) -> None:
    with transaction():
        town.west.closed_on = NEXT
    charge = sentence_of(charged, town, town.yan, town.west)

    assert sentence_of(given, town, town.bai, Role.HEAD, town.west) == rules.UNIT_CLOSED
    assert (
        sentence_of(given, town, town.bai, Role.HEAD, town.west, TODAY, NEXT) == rules.UNIT_CLOSED
    )
    assert charge == rules.UNIT_CLOSED
    assert given(town, town.bai, Role.HEAD, town.west, TODAY, NEXT - DAY)


def test_a_disabled_account_gets_nothing(town: Town) -> None:
    disabled(town, town.bai)

    assert sentence_of(given, town, town.bai, Role.HEAD, town.east) == rules.OUT_OF_USE


def test_a_role_ends_at_once_with_yesterday_and_not_earlier(town: Town) -> None:
    grant = town.bai.grants[0]

    assert sentence_of(ended, town, town.bai, grant, TODAY - 2 * DAY) == rules.PAST
    ended(town, town.bai, grant, TODAY - DAY)

    assert not actor_on(town.bai, TODAY).roles
    entry = last_entry()
    assert entry.deed == "post.ended"
    assert entry.details["was_until"] == "长期"
    assert entry.details["now_until"] == "2026-06-17"


def test_ending_only_shortens(town: Town) -> None:
    grant = given(town, town.bai, Role.HEAD, town.east, TODAY, NEXT)

    assert sentence_of(ended, town, town.bai, grant, NEXT + DAY) == rules.NOT_LONGER
    assert sentence_of(ended, town, town.bai, grant, TODAY - DAY) == rules.BEFORE_BEGIN
    ended(town, town.bai, grant, NEXT - DAY)
    assert grant.to_on == NEXT - DAY


def test_what_has_not_begun_is_withdrawn(town: Town) -> None:
    old, new = town.bai.grants[0], given(town, town.bai, Role.HEAD, town.east, NEXT)

    assert sentence_of(withdrawn, town, town.bai, old) == rules.HAS_BEGUN
    withdrawn(town, town.bai, new)

    assert [it.id for it in town.bai.grants] == [old.id]
    assert last_entry().deed == "post.withdrawn"


@pytest.mark.postgres
@pytest.mark.parametrize("who", ["gu", "shi"])
def test_the_last_of_each_of_the_three_stays(town: Town, who: str) -> None:
    officer: Person = getattr(town, who)
    grant = officer.grants[0]

    assert sentence_of(ended, town, officer, grant, NEXT) == rules.LAST_ONE
    other = made(town)
    given(town, other, grant.role, town.office, NEXT + 2 * DAY)
    # There would be a day without one.
    assert sentence_of(ended, town, officer, grant, NEXT) == rules.LAST_ONE
    ended(town, officer, grant, NEXT + DAY)
    assert grant.to_on == NEXT + DAY


@pytest.mark.postgres
def test_another_one_whose_own_term_ends_earlier_does_not_count(town: Town) -> None:
    other, third = made(town), made(town, login="hexin")
    term = given(town, other, Role.SECURITY_ADMIN, town.office)
    ended(town, other, term, NEXT)

    def fang_ends() -> None:
        with transaction():
            commands.end_post(
                actor_on(other, TODAY),
                town.fang,
                town.fang.grants[0],
                last_on=TODAY,
                today=TODAY,
                now=NOW,
            )

    with pytest.raises(RuleBroken) as refused:
        fang_ends()
    assert refused.value.sentence == rules.LAST_ONE
    # One after the other they cover it; there is somebody on every day.
    given(town, third, Role.SECURITY_ADMIN, town.office, NEXT + DAY)
    fang_ends()
    assert town.fang.grants[0].to_on == TODAY


def test_of_terms_of_the_same_end_one_may_be_cut(town: Town) -> None:
    short = given(town, made(town), Role.AUDITOR, town.office, to_on=NEXT)
    same = given(town, made(town, login="hexin"), Role.AUDITOR, town.office, to_on=NEXT)
    with transaction():
        town.shi.grants[0].to_on = TODAY

    ended(town, short.person, short, TODAY + DAY)

    assert sentence_of(ended, town, same.person, same, NEXT - DAY) == rules.LAST_ONE
    ended(town, same.person, same, NEXT)  # nothing is cut


def test_a_term_to_come_is_withdrawn_when_others_hold_its_days(town: Town) -> None:
    term = given(town, made(town), Role.AUDITOR, town.office, NEXT)

    with transaction():
        town.shi.grants[0].to_on = NEXT
    assert sentence_of(withdrawn, town, term.person, term) == rules.LAST_ONE

    with transaction():
        town.shi.grants[0].to_on = None
    withdrawn(town, term.person, term)


def test_another_one_whose_account_is_out_of_use_does_not_count(town: Town) -> None:
    other = made(town)
    grant = given(town, other, Role.AUDITOR, town.office)
    with transaction():
        other.is_active = False

    assert sentence_of(ended, town, town.shi, town.shi.grants[0], NEXT) == rules.LAST_ONE
    ended(town, other, grant, NEXT)


def test_a_second_post_of_the_same_officer_does_not_count(town: Town) -> None:
    given(town, town.shi, Role.AUDITOR, town.housing)

    assert sentence_of(ended, town, town.shi, town.shi.grants[0], NEXT) == rules.LAST_ONE


def test_the_last_one_is_not_withdrawn_either(town: Town) -> None:
    with transaction():
        town.shi.grants[0].from_on = TODAY

    assert sentence_of(withdrawn, town, town.shi, town.shi.grants[0]) == rules.LAST_ONE


def test_a_leader_gets_units_in_charge_for_the_time_of_leading(town: Town) -> None:
    charge = charged(town, town.yan, town.roads, TODAY, NEXT)

    assert actor_on(town.yan, TODAY).charge == {town.housing.id, town.roads.id}
    assert last_entry().deed == "charge.given"
    assert sentence_of(charged, town, town.yan, town.roads, NEXT) == rules.CHARGED_ALREADY
    assert sentence_of(charged, town, town.bai, town.roads) == rules.NO_LEADER
    early = sentence_of(charged, town, town.yan, town.east, YEAR_BEGAN - DAY)
    assert early == rules.NO_LEADER
    with transaction():
        commands.end_charge(
            town.actor(town.fang), town.yan, charge, last_on=TODAY, today=TODAY, now=NOW
        )
    assert charge.to_on == TODAY
    assert charged(town, town.yan, town.roads, TODAY + DAY)


def test_a_term_that_ends_before_the_charge_does_not_carry_it(town: Town) -> None:
    person = made(town)
    given(town, person, Role.LEADER, town.root, TODAY, NEXT)

    assert sentence_of(charged, town, person, town.roads) == rules.NO_LEADER
    assert sentence_of(charged, town, person, town.roads, TODAY, NEXT + DAY) == rules.NO_LEADER
    assert charged(town, person, town.roads, TODAY, NEXT)


def test_a_charge_that_has_not_begun_is_withdrawn(town: Town) -> None:
    old, new = town.yan.charges[0], charged(town, town.yan, town.roads, NEXT)

    with pytest.raises(RuleBroken), transaction():
        commands.withdraw_charge(town.actor(town.fang), town.yan, old, today=TODAY, now=NOW)
    with transaction():
        commands.withdraw_charge(town.actor(town.fang), town.yan, new, today=TODAY, now=NOW)

    assert [it.id for it in town.yan.charges] == [old.id]


@pytest.mark.postgres
def test_charges_end_with_the_last_term_as_leader(town: Town) -> None:
    later = charged(town, town.yan, town.roads, NEXT + DAY)
    short = charged(town, town.yan, town.east, TODAY, TODAY + DAY)
    open_one = town.yan.charges[0]

    ended(town, town.yan, town.yan.grants[0], NEXT)

    kept = {it.id: it.to_on for it in town.yan.charges}
    assert kept == {open_one.id: NEXT, short.id: TODAY + DAY}
    assert later.id not in kept


def test_charges_stay_while_another_term_as_leader_carries_them(town: Town) -> None:
    first = town.yan.grants[0]
    given(town, town.yan, Role.LEADER, town.office)

    ended(town, town.yan, first, TODAY)

    assert [it.to_on for it in town.yan.charges] == [None]


def test_charges_go_with_the_only_term_that_is_withdrawn(town: Town) -> None:
    person = made(town)
    grant = given(town, person, Role.LEADER, town.root)
    charged(town, person, town.roads)

    withdrawn(town, person, grant)

    assert person.charges == []
    assert db.session.get(Grant, grant.id) is None


def test_a_role_of_somebody_else_is_not_found_here(town: Town) -> None:
    with pytest.raises(NotFound):
        queries.grant_of(town.bai, town.wang.grants[0].id)
    with pytest.raises(NotFound):
        queries.charge_of(town.bai, town.yan.charges[0].id)


@pytest.mark.parametrize("many", [1, 12])
def test_a_list_of_posts_is_given_in_a_fixed_number_of_questions(town: Town, many: int) -> None:
    with transaction():
        people = [Person(login=f"p{number}", name=f"人{number}") for number in range(many)]
        db.session.add_all(people)
    logins, actor = [it.login for it in people], town.actor(town.fang)

    with counted() as count, transaction():
        # As the page does: who is named is found again within the deed's own transaction.
        found = queries.persons_by_login(logins).values()
        commands.import_posts(
            actor,
            [commands.PostToGive(it, Role.CONTACT, town.roads, TODAY, None) for it in found],
            now=NOW,
        )

    assert sum(it.startswith("SELECT") for it in count.statements) <= MOST_QUESTIONS
    assert len(db.session.scalars(select(Grant).where(Grant.unit_id == town.roads.id)).all()) > many
