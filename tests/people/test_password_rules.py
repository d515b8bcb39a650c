"""What each profile takes for a password, without an application."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest

from tracker.people import rules
from tracker.people.known_passwords import known_passwords
from tracker.people.policy import PasswordProfile
from tracker.people.rules.passwords import (
    HAS_NAME,
    TOO_COMMON,
    TOO_FEW_CLASSES,
    TOO_LONG,
    TOO_SHORT,
    classes_of,
    spellings,
)

MLPS, ASVS = PasswordProfile.MLPS, PasswordProfile.ASVS
SHORT, LONG, CLASSES, COMMON, NAME = TOO_SHORT, TOO_LONG, TOO_FEW_CLASSES, TOO_COMMON, HAS_NAME
NAMES = ("wangfang", "lin", "王芳", "石桥市", "东溪县", "市住房和城乡建设局", "市住建局", "gu")
NOW = datetime(2026, 6, 18, 2, 0, tzinfo=UTC)

# password, what `mlps` says, what `asvs` says; None: it is taken.
TABLE: list[tuple[str, str | None, str | None]] = [
    # length
    ("", SHORT, SHORT),
    ("Aa1-", SHORT, SHORT),
    ("Heronry-4", SHORT, SHORT),
    ("Heronry-42", None, SHORT),
    ("Heronry-421", None, SHORT),
    ("Heronry-4217", None, None),
    ("meadowlarksing", CLASSES, None),
    ("Meadow-42-lantern", None, None),
    ("四" * 9, SHORT, SHORT),
    ("春眠不觉晓处处闻啼鸟", CLASSES, SHORT),
    ("春眠不觉晓处处闻啼鸟夜来", CLASSES, None),
    ("春眠不觉晓处处闻啼鸟Aa夜", None, None),
    ("Tk9 " + "velvet harbour " * 8, None, None),
    ("x7-Q" * 32, None, None),
    ("x7-Q" * 64, None, None),
    ("x7-Q" * 64 + "z", LONG, LONG),
    ("Kite-7" + "é" * 70, None, None),
    ("Kite-7" + "𝄞" * 70, None, None),
    # classes
    ("meadowlark42", CLASSES, None),
    ("MEADOWLARK42", CLASSES, None),
    ("meadow-lark-song", CLASSES, None),
    ("4821-7390-5566", CLASSES, None),
    ("Meadowlarksong", CLASSES, None),
    ("Meadowlark42", None, None),
    ("meadow-lark-42", None, None),
    ("MEADOW-LARK-42", None, None),
    ("Meadow Lark Song", None, None),
    ("МЕДОВЫЙ-дом", None, SHORT),
    ("МЕДОВЫЙ-дом-7", None, None),
    ("ＫＩＴＥ-kite-９", None, SHORT),
    ("Ünder-größe-x", None, None),
    # known passwords, plain and in disguise
    ("1234567890", CLASSES, SHORT),
    ("123456789012", CLASSES, COMMON),
    ("qwertyuiop", CLASSES, SHORT),
    ("qwertyuiop12", CLASSES, COMMON),
    ("Qwertyuiop12", COMMON, COMMON),
    ("Password123!", COMMON, COMMON),
    ("P@ssw0rd2026", COMMON, COMMON),
    ("P@$$w0rd-2026", COMMON, COMMON),
    ("Sunshine2026!", COMMON, COMMON),
    ("!!Dragon!!2026", COMMON, COMMON),
    ("1qaz@WSX3edc", COMMON, COMMON),
    ("1Qaz2wsx3edc", COMMON, COMMON),
    ("Admin@123456", COMMON, COMMON),
    ("Huawei@12345", COMMON, COMMON),
    ("Abc@1234567890", COMMON, COMMON),
    ("Woaini1314520", COMMON, COMMON),
    ("Iloveyou-1314", COMMON, COMMON),
    ("Monkey!2026!", COMMON, COMMON),
    ("aaaaaaaaaaaaa", CLASSES, COMMON),
    ("Aa1Aa1Aa1Aa1", COMMON, COMMON),
    ("Abcdefghijkl", CLASSES, COMMON),
    ("Zyxwvutsrqpo1!", COMMON, COMMON),
    ("ＰＡＳＳＷＯＲＤ１２３ab", None, None),
    ("Letmein-2026-!", COMMON, COMMON),
    ("Weirenminfuwu-1", COMMON, COMMON),
    ("Passphrase-of-7-larks", None, None),
    ("Dragonfly-by-7-ponds", None, None),
    # names of the system, the person and the place, in characters and in pinyin
    ("Luoshi-2026-kite", NAME, NAME),
    ("LUOSHI2026kite", NAME, NAME),
    ("Lu.o.shi-2026-kite", NAME, NAME),
    ("Kite-落实-2026-river", NAME, NAME),
    ("Wangfang-2026-kite", NAME, NAME),
    ("Wang-Fang-2026-kite", NAME, NAME),
    ("kite-WANG_FANG-77", NAME, NAME),
    ("王芳的风筝-Kite-77", NAME, NAME),
    ("Kite-lin-2026-river", NAME, NAME),
    ("Kite-LIN2026-river", NAME, NAME),
    ("Kite-blinking-2026", None, None),
    ("Linnet-2026-nests", None, None),
    ("Gu-2026-river-kite", NAME, NAME),
    ("Guitar-2026-river", None, None),
    ("石桥市-Kite-2026-x", NAME, NAME),
    ("石桥-Kite-2026-xy", NAME, NAME),
    ("Shiqiao-2026-kite", NAME, NAME),
    ("shi-qiao-2026-KITE", NAME, NAME),
    ("Shiqiaoshi2026", NAME, NAME),
    ("东溪-Kite-2026-xy", NAME, NAME),
    ("Dongxi@2026-kite", NAME, NAME),
    ("Dongxixian@2026", NAME, NAME),
    ("Zhujian-2026-kite", NAME, NAME),
    ("市住建局-Kite-2026", NAME, NAME),
    ("ＤＯＮＧＸＩ-kite-77", NAME, NAME),
    ("西岭-Kite-2026-xy", None, None),
    ("Kite-溪东-2026-xy", None, None),
]


def said(password: str, profile: PasswordProfile) -> str | None:
    """Return what the profile has against a password, None where it takes it."""
    try:
        rules.check_new_password(password, profile, common=known_passwords(), names=NAMES)
    except rules.PasswordFault as fault:
        return fault.sentence
    return None


@pytest.mark.parametrize(("password", "mlps", "_asvs"), TABLE)
def test_the_profile_mlps_takes_and_refuses(
    password: str, mlps: str | None, _asvs: str | None
) -> None:
    assert said(password, MLPS) == mlps


@pytest.mark.parametrize(("password", "_mlps", "asvs"), TABLE)
def test_the_profile_asvs_takes_and_refuses(
    password: str, _mlps: str | None, asvs: str | None
) -> None:
    assert said(password, ASVS) == asvs


def test_the_table_is_long_and_tries_both_answers() -> None:
    for place in (1, 2):
        answers = [row[place] for row in TABLE]
        assert len(answers) >= 60
        assert answers.count(None) >= 15
        assert {*answers} >= {SHORT, LONG, COMMON, NAME, None}


def test_a_fault_says_its_figure() -> None:
    with pytest.raises(rules.PasswordFault, match="至少 10 个字符"):
        rules.check_new_password("short", MLPS, common=(), names=())
    with pytest.raises(rules.PasswordFault, match="至少 12 个字符"):
        rules.check_new_password("short", ASVS, common=(), names=())


def test_the_list_of_known_passwords_is_long_and_in_small_letters() -> None:
    known = known_passwords()

    assert len(known) >= 10_000
    assert {"password", "123456", "qwertyuiop", "woaini1314"} <= known
    assert all(it == it.casefold() for it in known)
    assert not any(it.startswith("# ") for it in known)


def test_every_class_is_counted_once() -> None:
    assert [classes_of(it) for it in ("a", "aA", "aA1", "aA1-", "aA1-汉 ")] == [1, 2, 3, 4, 4]


def test_one_password_in_two_ways_of_writing_is_the_same() -> None:
    apart = unicodedata.normalize("NFD", "Größe-é-2026")

    assert apart != "Größe-é-2026"
    assert rules.composed(apart) == "Größe-é-2026"


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("石桥", {"shiqiao"}),
        ("吕略", {"lvlve"}),
        ("霁岚", {"jilan"}),
        ("乐正", {"lezheng", "yuezheng"}),
        ("Li Lan", set()),
    ],
)
def test_a_name_is_known_in_each_of_its_readings(name: str, sounds: set[str]) -> None:
    assert sounds <= spellings(name)


def test_a_long_name_has_no_endless_list_of_readings() -> None:
    assert len(spellings("行" * 20)) <= 3 + 64


def test_a_place_is_known_without_its_kind() -> None:
    assert spellings("东溪县") == {
        *("东溪县", "东溪", "dongxixian", "dongxi"),
        *("dongqixian", "dongqi"),  # 溪 had that reading too
    }
    assert "住房和城乡建设" in spellings("市住房和城乡建设局")
    assert spellings("a") == set()


@pytest.mark.parametrize(
    ("profile", "age", "is_given", "must"),
    [
        (MLPS, timedelta(days=90), False, False),
        (MLPS, timedelta(days=90, seconds=1), False, True),
        (MLPS, timedelta(0), True, True),
        (MLPS, None, False, True),
        (ASVS, timedelta(days=9000), False, False),
        (ASVS, timedelta(0), True, True),
        (ASVS, None, False, True),
    ],
)
def test_a_password_must_be_changed_when_it_is_old_or_not_ones_own(
    profile: PasswordProfile, age: timedelta | None, *, is_given: bool, must: bool
) -> None:
    set_at = None if age is None else NOW - age

    assert rules.must_change(profile, set_at=set_at, is_given=is_given, now=NOW) is must


def test_what_is_asked_is_said_beforehand() -> None:
    mlps = [sentence % figures for sentence, figures in rules.asked_of(MLPS)]
    asvs = [sentence % figures for sentence, figures in rules.asked_of(ASVS)]

    assert len(mlps) == 5
    assert "至少 10 个字符" in mlps[0]
    assert any("3 类" in it for it in mlps)
    assert any("最近 5 个" in it for it in mlps)
    assert any("90 天" in it for it in mlps)
    assert len(asvs) == 2
    assert "至少 12 个字符" in asvs[0]
