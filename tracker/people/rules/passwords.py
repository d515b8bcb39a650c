"""What a password must be like, under two profiles that contradict each other.

`mlps` follows GB/T 22239 (several classes of characters, changed from time to time), `asvs`
OWASP's standard (longer, no classes, no forced change). Nothing here needs a database.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, pairwise, product

from pypinyin import Style, pinyin

from tracker.foundation.words import N_
from tracker.people.policy import PasswordProfile

LONGEST_PASSWORD = 256
FEWEST_DIFFERENT = 4
HAN = re.compile(r"[\u3400-\u9fff]+")
MOST_READINGS = 64
SHORTEST_NAME = 2
LOOSE = 5
"""A forbidden word of so many letters is found inside of others; a shorter one stands alone."""
SYSTEM_NAMES = ("落实", "luoshi")
KINDS_OF_PLACE = re.compile(
    r"(?<=..)(自治县|新区|开发区|委员会|办公室|县|区|市|局|委|办|厅|院|镇|乡|街道)$"
)

TOO_SHORT = N_("密码至少 %(least)d 个字符。")
TOO_LONG = N_("密码不超过 %(most)d 个字符。")
TOO_FEW_CLASSES = N_("密码须含大写字母、小写字母、数字、其他字符中的至少 %(least)d 类。")
TOO_COMMON = N_("这个密码太常见，很容易被猜到；请换一个。")
HAS_NAME = N_("密码不能包含用户名、姓名、单位或地区名称、系统名称（汉字、拼音都不行）。")
USED_BEFORE = N_("这个密码最近用过；请换一个没有用过的。")
ASKED_LENGTH = N_("至少 %(least)d 个字符，可以用汉字和空格，可以粘贴。")
ASKED_ORIGINAL = N_(
    "不用常见密码；不含用户名、姓名、单位或地区名称、系统名称（汉字、拼音都不行）。"
)
ASKED_FRESH = N_("不能与最近 %(remembered)d 个密码相同。")
ASKED_AGE = N_("%(days)d 天后要再换。")
DIFFERENT = N_("两次输入的密码不一致。")


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """What one profile asks for.

    classes: how many of four kinds of characters; longest_age: None for no forced change;
    remembered: how many passwords, the present one among them, are not taken again.
    """

    shortest: int
    classes: int
    longest_age: timedelta | None
    remembered: int


PROFILES = {
    PasswordProfile.MLPS: PasswordRules(10, 3, timedelta(days=90), 5),
    PasswordProfile.ASVS: PasswordRules(12, 1, None, 1),
}


class PasswordFault(ValueError):  # noqa: N818  what is wrong with a password, not with the program
    """A reason why a password is not taken; the sentence stands beside the field."""

    def __init__(self, sentence: str, **figures: int) -> None:
        super().__init__(sentence % figures)
        self.sentence = sentence
        self.figures = figures


def composed(password: str) -> str:
    """Return the one form in which a password is kept and compared (NFC), never shortened."""
    return unicodedata.normalize("NFC", password)


def check_new_password(
    password: str,
    profile: PasswordProfile,
    *,
    common: Container[str],
    names: Iterable[str],
) -> None:
    """Raise PasswordFault with the first reason why the profile does not take a password.

    names: of the person, the units and places, as they are written.
    """
    asked = PROFILES[profile]
    password = composed(password)
    if len(password) < asked.shortest:
        raise PasswordFault(TOO_SHORT, least=asked.shortest)
    if len(password) > LONGEST_PASSWORD:
        raise PasswordFault(TOO_LONG, most=LONGEST_PASSWORD)
    if classes_of(password) < asked.classes:
        raise PasswordFault(TOO_FEW_CLASSES, least=asked.classes)
    if is_common(password, common):
        raise PasswordFault(TOO_COMMON)
    if holds_name(password, (*SYSTEM_NAMES, *names)):
        raise PasswordFault(HAS_NAME)


def classes_of(password: str) -> int:
    """Count the kinds of characters: capital and small letters, digits, anything else."""
    return len({_class_of(character) for character in password})


def _class_of(character: str) -> str:
    if character.isupper():
        return "capital"
    if character.islower():
        return "small"
    return "digit" if character.isdecimal() else "other"


UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
PLAIN = str.maketrans("@4310$57!", "aaeiosstl")
EDGES = "".join(chr(code) for code in range(0x20, 0x7F) if not chr(code).isalpha())


def is_common(password: str, common: Container[str]) -> bool:
    """Whether it is a well-known password, also in one of the usual disguises.

    Disguises: capitals, figures and signs around it, letters written as figures, shifted figures.
    """
    folded = unicodedata.normalize("NFKC", password).casefold()
    if len(set(folded)) < FEWEST_DIFFERENT:
        return True
    shapes = {folded, folded.translate(UNSHIFTED), folded.translate(PLAIN)}
    shapes |= {shape.strip(EDGES) for shape in (folded, *shapes)}
    shapes.add(folded.strip(EDGES).translate(PLAIN))
    shapes.add(folded.rstrip(EDGES).translate(PLAIN))
    return any(shape in common or _is_run(shape) for shape in shapes if shape)


def _is_run(shape: str) -> bool:
    """Whether each character follows the one before it, up or down: 1234567890, zyxwvuts."""
    around = 10 if shape.isdecimal() else 0x110000
    steps = {(ord(later) - ord(earlier)) % around for earlier, later in pairwise(shape)}
    return steps in ({1}, {around - 1})


def holds_name(password: str, names: Iterable[str]) -> bool:
    """Whether one of the names stands in the password, as written or in pinyin."""
    folded = unicodedata.normalize("NFKC", password).casefold()
    closed = "".join(character for character in folded if character.isalnum())
    return any(
        _stands_in(spelling, folded, closed) for name in names for spelling in spellings(name)
    )


def spellings(name: str) -> set[str]:
    """Return how a name may be written in a password: whole, without 县 or 局, in pinyin."""
    whole = unicodedata.normalize("NFKC", name).casefold().strip()
    stem = KINDS_OF_PLACE.sub("", whole)
    written = {whole, stem, stem.removeprefix("市")}
    sounds = {sound for it in written if HAN.fullmatch(it) for sound in _sounds(it)}
    return {it for it in written | sounds if len(it) >= SHORTEST_NAME}


def _sounds(name: str) -> Iterator[str]:
    """Read a name in pinyin, its characters in each of their ways: 乐 le and yue."""
    each = pinyin(name, style=Style.NORMAL, heteronym=True)
    return map("".join, islice(product(*each), MOST_READINGS))


def _stands_in(spelling: str, folded: str, closed: str) -> bool:
    if not spelling.isascii() or len(spelling) >= LOOSE:
        return spelling in closed or spelling in folded
    return re.search(rf"(?<![a-z]){re.escape(spelling)}(?![a-z])", folded) is not None


def asked_of(profile: PasswordProfile) -> list[tuple[str, dict[str, int]]]:
    """Say in sentences, with their figures, what the profile asks for, before anybody types."""
    asked = PROFILES[profile]
    told: list[tuple[str, dict[str, int]]] = [(ASKED_LENGTH, {"least": asked.shortest})]
    if asked.classes > 1:
        told.append((TOO_FEW_CLASSES, {"least": asked.classes}))
    told.append((ASKED_ORIGINAL, {}))
    if asked.remembered > 1:
        told.append((ASKED_FRESH, {"remembered": asked.remembered}))
    if asked.longest_age:
        told.append((ASKED_AGE, {"days": asked.longest_age.days}))
    return told


def must_change(
    profile: PasswordProfile, *, set_at: datetime | None, is_given: bool, now: datetime
) -> bool:
    """Whether a password opens nothing but its own change: given by others, too old, of no known age."""
    longest_age = PROFILES[profile].longest_age
    if is_given or set_at is None:
        return True
    return longest_age is not None and now - set_at > longest_age
