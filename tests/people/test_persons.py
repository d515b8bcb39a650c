"""Persons: entered, corrected, disabled; what they are asked about and who may ask."""

from typing import Any

import pytest
from sqlalchemy import func, select

from tests.town import NOW, TODAY, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.people import commands, queries, rules
from tracker.people.models import (
    CalendarLink,
    Grant,
    Invitation,
    Person,
    Purpose,
    RecoveryCode,
    Role,
    Session,
    credentials,
    masked,
)
from tracker.people.queries import PersonFilters, State, read_filters
from tracker.people.rules import PersonData

PHONE = "13800001234"


def data(**changes: Any) -> PersonData:
    given: dict[str, Any] = {
        "login": "xia",
        "name": "夏雨",
        "post": "科员",
        "phone": PHONE,
        "email": "xia@example.cn",
    }
    return PersonData(**(given | changes))


def made(town: Town, **changes: Any) -> Person:
    with transaction():
        return commands.create_person(town.actor(town.gu), data(**changes), now=NOW)


def edited(town: Town, person: Person, **changes: Any) -> Person:
    version = changes.pop("version", person.version)
    given = {
        "login": person.login,
        "name": person.name,
        "post": person.post,
        "phone": None,
        "email": person.email,
    }
    with transaction():
        return commands.edit_person(
            town.actor(town.gu),
            person,
            PersonData(**(given | changes)),
            today=TODAY,
            now=NOW,
            version=version,
        )


def disabled(town: Town, person: Person, reason: str = "调离", by: Person | None = None) -> None:
    with transaction():
        commands.disable_person(
            town.actor(by or town.gu),
            person,
            reason=reason,
            today=TODAY,
            now=NOW,
            version=person.version,
        )


def last_entry() -> Entry:
    return db.session.scalars(select(Entry).order_by(Entry.id.desc())).first() or Entry()


@pytest.mark.postgres
def test_a_person_is_entered_without_any_role_or_password(town: Town) -> None:
    person = made(town, login=" ＸＩＡ ")

    assert (person.login, person.name, person.phone) == ("xia", "夏雨", PHONE)
    assert person.password_hash is None
    assert person.grants == []
    assert last_entry().deed == "person.created"


@pytest.mark.parametrize("login", ["LIN", "ｌｉｎ", " lin "])
def test_no_two_persons_sign_in_with_the_same_name(town: Town, login: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        made(town, login=login)

    assert refused.value.sentence == rules.LOGIN_TAKEN


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"login": "x"}, rules.BAD_LOGIN),
        ({"login": "xia yu"}, rules.BAD_LOGIN),
        ({"login": "-xia"}, rules.BAD_LOGIN),
        ({"login": "x" * 61}, rules.BAD_LOGIN),
        ({"name": ""}, rules.NO_NAME),
        ({"name": "夏" * 61}, rules.LONG_NAME),
        ({"post": "夏" * 61}, rules.LONG_NAME),
        ({"phone": "打总机"}, rules.BAD_PHONE),
        ({"phone": "138****1234"}, rules.BAD_PHONE),
        ({"email": "xia"}, rules.BAD_EMAIL),
        ({"email": f"{'x' * 120}@a.cn"}, rules.BAD_EMAIL),
        ({"email": "xia@example.cn\nBcc: all@example.cn"}, rules.BAD_EMAIL),
    ],
)
def test_data_that_make_no_sense_are_refused(
    town: Town, changes: dict[str, str], sentence: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        made(town, **changes)

    assert refused.value.sentence == sentence


@pytest.mark.parametrize("who", ["lin", "yan", "wang", "bai", "fang", "shi"])
def test_persons_are_kept_by_the_system_admin_alone(town: Town, who: str) -> None:
    actor = town.actor(getattr(town, who))

    with pytest.raises(NotAllowed), transaction():
        commands.create_person(actor, data(), now=NOW)
    with pytest.raises(NotAllowed), transaction():
        commands.import_persons(actor, [data()], now=NOW)
    with pytest.raises(NotAllowed), transaction():
        commands.edit_person(actor, town.bai, data(), today=TODAY, now=NOW, version=1)
    with pytest.raises(NotAllowed):
        disabled(town, town.bai, by=getattr(town, who))
    with pytest.raises(NotAllowed), transaction():
        commands.enable_person(actor, town.bai, now=NOW, version=1)


def test_a_correction_names_what_was_and_is_but_not_the_number(town: Town) -> None:
    person = made(town)

    edited(town, person, name="夏雨晴", phone="13900004321")

    assert (person.name, person.phone) == ("夏雨晴", "13900004321")
    entry = last_entry()
    assert entry.deed == "person.edited"
    assert entry.details["was"] == ["name=夏雨", "phone=138****1234"]
    assert entry.details["now"] == ["name=夏雨晴", "phone=139****4321"]


def test_nothing_changed_is_nothing_done(town: Town) -> None:
    person = made(town)
    version = person.version

    edited(town, person)

    assert person.version == version
    assert last_entry().deed == "person.created"


def test_an_older_copy_is_refused_and_the_newer_one_told_with_a_masked_number(town: Town) -> None:
    person = made(town)
    version = person.version
    edited(town, person, post="主任科员")

    with pytest.raises(Outdated) as refused:
        edited(town, person, post="副科长", version=version)

    assert refused.value.current["post"] == "主任科员"
    assert refused.value.current["phone"] == "138****1234"
    assert PHONE not in str(refused.value.current)


def test_a_changed_login_may_not_be_anothers(town: Town) -> None:
    with pytest.raises(RuleBroken) as refused:
        edited(town, town.bai, login="Lin")

    assert refused.value.sentence == rules.LOGIN_TAKEN
    edited(town, town.bai, login="bailu")
    assert town.bai.login == "bailu"


@pytest.mark.parametrize("who", ["gu", "fang", "shi"])
@pytest.mark.parametrize("change", [{"login": "other"}, {"email": "other@example.cn"}])
def test_what_one_of_the_three_signs_in_with_is_out_of_reach(
    town: Town, who: str, change: dict[str, str]
) -> None:
    officer = getattr(town, who)

    with pytest.raises(RuleBroken) as refused:
        edited(town, officer, **change)

    assert refused.value.sentence == rules.OFFICERS_SIGN_IN
    edited(town, officer, post="主任")
    assert officer.post == "主任"


@pytest.mark.parametrize("who", ["fang", "shi"])
def test_none_of_the_three_can_be_disabled_while_in_office(town: Town, who: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        disabled(town, getattr(town, who))

    assert refused.value.sentence == rules.IS_OFFICER


def test_an_officer_to_come_cannot_be_disabled_either(town: Town) -> None:
    person = made(town)
    with transaction():
        begins = TODAY.replace(month=12)
        db.session.add(
            Grant(person=person, role=Role.AUDITOR, unit_id=town.office.id, from_on=begins)
        )

    with pytest.raises(RuleBroken) as refused:
        disabled(town, person)

    assert refused.value.sentence == rules.IS_OFFICER


def test_nobody_disables_oneself(town: Town) -> None:
    with pytest.raises(NotAllowed) as refused:
        disabled(town, town.gu)

    assert refused.value.sentence == rules.NOT_ONESELF


@pytest.mark.parametrize(
    ("reason", "sentence"), [("", rules.NO_REASON), ("离" * 201, rules.LONG_REASON)]
)
def test_disabling_wants_a_reason(town: Town, reason: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        disabled(town, town.bai, reason)

    assert refused.value.sentence == sentence


@pytest.mark.postgres
def test_nothing_survives_disabling(town: Town) -> None:
    with transaction():
        for person in (town.bai, town.wang):
            mark = str(person.id)
            db.session.add_all(
                [
                    Invitation(
                        token_hash=mark[0] * 64,
                        person_id=person.id,
                        purpose=Purpose.RESET,
                        made_at=NOW,
                    ),
                    RecoveryCode(person_id=person.id, code_hash=mark[0] * 64),
                    CalendarLink(person_id=person.id, token_hash=mark[0] * 64, made_at=NOW),
                ]
            )
        token = commands.sign_in(town.bai, now=NOW)
        others = commands.sign_in(town.wang, now=NOW)
    assert queries.session_of(token, NOW) is not None

    disabled(town, town.bai)

    assert queries.session_of(token, NOW) is None
    for kind in (Session, Invitation, RecoveryCode, CalendarLink):
        left = db.session.scalars(select(kind.person_id)).all()
        assert town.bai.id not in left
        assert town.wang.id in left
    assert queries.session_of(others, NOW) is not None
    assert not town.bai.is_active
    assert town.bai.disabled_at == NOW
    assert town.bai.disabled_reason == "调离"
    assert last_entry().details == {"name": "白露", "reason": "调离"}


def test_every_kind_of_credential_is_known_to_disabling() -> None:
    """Whoever adds one has to end it in `end_credentials` and in the test above, or say here why not."""
    kept = {"FormerPassword", "SecondFactor"}  # neither lets anybody in alone
    kinds = {
        name
        for name, it in vars(credentials).items()
        if hasattr(it, "__table__") and "person_id" in it.__table__.columns
    }

    assert kinds - kept == {"Session", "Invitation", "RecoveryCode", "CalendarLink"}


def test_a_disabled_account_is_enabled_with_the_roles_that_still_hold(town: Town) -> None:
    disabled(town, town.bai)
    with pytest.raises(RuleBroken) as refused:
        disabled(town, town.bai)
    assert refused.value.sentence == rules.ALREADY_DISABLED

    with transaction():
        commands.enable_person(town.actor(town.gu), town.bai, now=NOW, version=town.bai.version)

    assert town.bai.is_active
    assert town.bai.disabled_at is None
    assert [it.role for it in town.bai.grants] == [Role.CONTACT]
    with pytest.raises(RuleBroken) as again, transaction():
        commands.enable_person(town.actor(town.gu), town.bai, now=NOW, version=town.bai.version)
    assert again.value.sentence == rules.NOT_DISABLED


@pytest.mark.parametrize("who", ["lin", "yan", "gu", "fang"])
def test_a_number_is_shown_to_who_finds_persons_and_written_down(town: Town, who: str) -> None:
    person = made(town)
    actor = town.actor(getattr(town, who))

    with transaction():
        assert commands.show_phone(actor, person, now=NOW) == PHONE

    entry = last_entry()
    assert (entry.deed, entry.actor_id, entry.subject) == (
        "person.phone_shown",
        actor.id,
        f"person:{person.id}",
    )
    assert PHONE not in str(entry.details)


@pytest.mark.parametrize("who", ["wang", "bai", "shi"])
def test_who_may_not_find_persons_is_shown_nothing(town: Town, who: str) -> None:
    person = made(town)
    actor = town.actor(getattr(town, who))

    with pytest.raises(NotAllowed), transaction():
        commands.show_phone(actor, person, now=NOW)
    with pytest.raises(NotFound):
        queries.visible_person(actor, person.id)
    assert queries.person_list(actor, PersonFilters(), TODAY, 1).page.total == 0


def test_there_is_no_number_to_show_where_none_is_kept(town: Town) -> None:
    with pytest.raises(RuleBroken), transaction():
        commands.show_phone(town.actor(town.lin), town.bai, now=NOW)


@pytest.mark.parametrize("who", ["gu", "lin", "shi", "wang"])
def test_lists_leave_by_the_security_admin_alone(town: Town, who: str) -> None:
    with pytest.raises(NotAllowed), transaction():
        commands.note_export(town.actor(getattr(town, who)), persons=1, is_full=False, now=NOW)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800001234", "138****1234"),
        ("0571-87650000", "057****0000"),
        ("6543210", "****10"),
        ("", ""),
    ],
)
def test_the_middle_of_a_number_is_hidden(phone: str, shown: str) -> None:
    assert masked(phone) == shown


@pytest.mark.postgres
def test_the_list_is_narrowed_by_name_unit_role_and_state(town: Town) -> None:
    newcomer = made(town)
    disabled(town, town.sun)
    actor = town.actor(town.gu)

    def names(**asked: str) -> list[str]:
        found = queries.person_list(actor, read_filters(asked), TODAY, 1)
        return [line.person.name for line in found.page.rows]

    assert names(q="白") == ["白露"]
    assert names(q="ＢＡＩ") == ["白露"]
    assert names(q="1380000") == []
    assert names(q="%") == []
    assert names(unit=str(town.housing.id)) == ["王芳", "白露"]
    assert names(unit=str(town.housing.id), role="head") == ["王芳"]
    assert names(role="auditor") == ["石磊"]
    assert names(state="disabled") == ["孙悦"]
    assert names(state="no-role") == [newcomer.name]
    assert names(unit="x", role="king", state="asleep")[-1] == newcomer.name
    assert "孙悦" not in names(state="active")
    found = queries.person_list(actor, PersonFilters(), TODAY, 1)
    assert found.counts == {
        None: 11,
        State.ACTIVE: 10,
        State.DISABLED: 1,
        State.NO_ROLE: 1,
        State.LOCKED: 0,
    }
    assert [it.role for it in found.page.rows[0].posts]


def test_filters_are_written_into_the_address_as_they_were_read(town: Town) -> None:
    asked = {"q": "白", "unit": str(town.housing.id), "role": "contact", "state": "active"}
    filters = read_filters(asked)

    assert filters.narrows
    assert {key: str(value) for key, value in filters.with_().items()} == asked
    assert read_filters({}).with_() == {}
    assert "q" not in filters.with_(q="")


def test_all_persons_of_a_list_are_entered_or_none(town: Town) -> None:
    with pytest.raises(RuleBroken), transaction():
        commands.import_persons(town.actor(town.gu), [data(), data(login="lin")], now=NOW)

    assert db.session.scalar(select(func.count(Person.id))) == 10
    with transaction():
        commands.import_persons(town.actor(town.gu), [data(), data(login="xia2")], now=NOW)
    assert db.session.scalar(select(func.count(Person.id))) == 12
    assert last_entry().deed == "persons.imported"
