"""Bytes of a plain text file, or pasted words → text."""

import codecs
import re
from typing import Literal, get_args

from tracker.foundation.words import N_
from tracker.readers.reading import LONGEST_TEXT, Kind, Reading, Unreadable

EMPTY = N_("没有读到文字：内容是空的，请检查后重新提供。")
TOO_LONG = N_("文字超过 1,000,000 字的上限，请分成几份再导入。")
BINARY = N_("这不是纯文本，含有二进制数据。请另存为 .docx 或纯文本（.txt），或者直接粘贴正文。")
DAMAGED = N_("文件不完整或有损坏：按 UTF-8 编码读到了残缺的字。请重新下载或另存后再上传。")
UNKNOWN_ENCODING = N_(
    "认不出文件的编码（试过 UTF-8、UTF-16、GB18030）。请另存为 UTF-8 编码的文本，或者直接粘贴正文。"
)
NOT_AS_CHOSEN = N_("文件不是所选的编码：按它解不出文字。请改选“自动”，或者换一种编码。")
IS_BIG5 = N_(
    "文件像是 Big5 编码的繁体文字，系统不读这种编码。请用记事本或 WPS 打开后另存为 UTF-8 编码的文本，或者直接粘贴正文。"
)
GARBLED = N_("文字里有乱码（如“锟斤拷”“�”），可能在别处已经转错编码，请对照原文核对。")
LOOKS_GARBLED = N_(
    "文字像是乱码。请对照开头几个字选定编码，再收一次；原文就是这样的，选读得最通的一种即可收下。"
)
HAS_CONTROLS = N_("文字里有看不见的控制字符，请留意显示是否正常。")

Encoding = Literal["utf-8", "gb18030", "utf-16"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)
"""What a person may choose where the bytes do not tell."""

ABOUT_ENCODING = frozenset({UNKNOWN_ENCODING, NOT_AS_CHOSEN, IS_BIG5, LOOKS_GARBLED})
"""Answers after which a person may choose the encoding by sight."""

MOST_BYTES_PER_CHARACTER = 4
MOST_PREVIEWED = 60
MOST_HEAD = 4096
DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Characters that every Chinese page has, written alike or in the traditional way.
USUAL = re.compile(r"[的一是不了在有和人大中上工作年月日市政府要加会會发發为為进進实實]")
MOST_UNUSUAL = 4
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
MOST_CONTROLS = 0.01
READABLE = re.compile(r"[\n\r\t\x20-\x7e·—‘’“”…　-〿一-鿿！-～]")
PLAUSIBLE = 0.9
# A few broken bytes in much good Chinese: UTF-8 that was cut or scratched, not another encoding.
SOUND_PER_BROKEN = 10
CHINESE = re.compile(r"[一-鿿]")
# U+FFFD; U+FFFD saved as UTF-8 and read as GBK; UTF-8 read as Latin-1.
MOJIBAKE = re.compile(r"�|锟斤拷|(?:[ÃÂäåæçèéï][\x80-\xbf¼½¾‹›€™œ]{1,2}){3}")
LEAST_TURNED = 4
"""Chinese characters of a line that make sense only after turning its encoding back."""


def read_text(data: bytes, encoding: Encoding | None = None, kind: Kind = "text") -> Reading:
    """Decode a text file: byte-order mark, UTF-8, UTF-16 without mark, GB18030, or refuse.

    encoding: what a person chose after having seen the words; then nothing else is tried.
    """
    if len(data) > LONGEST_TEXT * MOST_BYTES_PER_CHARACTER:
        raise Unreadable(TOO_LONG)
    if not data.strip():
        raise Unreadable(EMPTY)
    text, found = _decoded(data) if encoding is None else (decoded_as(data, encoding), encoding)
    return checked(text, kind=kind, encoding=found)


def decoded_as(data: bytes, encoding: Encoding) -> str:
    """Decode as a person chose, strictly; raises `Unreadable`."""
    text = _strictly(data, encoding)
    if text is None:
        raise Unreadable(NOT_AS_CHOSEN)
    return text.removeprefix("\ufeff")


def as_page(data: bytes) -> tuple[str, str]:
    """Decode a web page: its bytes are believed before what it says of itself, which is often wrong.

    A few broken bytes do not matter in a page: cut descriptions in its head are common.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(encoding, "replace"), encoding
    text = _strictly(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text, "utf-8"
    if wide := _without_mark(data):
        return wide
    declared = DECLARED.search(data[:MOST_HEAD])
    if declared is not None and declared[1].lower().startswith(b"big5"):
        return data.decode("big5hkscs", "replace"), "big5"
    if _is_damaged_utf8(data):
        return data.decode("utf-8", "replace"), "utf-8"
    text = _strictly(data, "gb18030")
    if text is None:
        text = data.decode("gb18030", "replace")
        if len(CHINESE.findall(text)) <= SOUND_PER_BROKEN * text.count("\ufffd"):
            raise Unreadable(UNKNOWN_ENCODING)
    return text, "gb18030"


def previews(data: bytes) -> dict[Encoding, str]:
    """Give the first words as each encoding would read them, for a person to choose by sight."""
    start = data[: MOST_PREVIEWED * MOST_BYTES_PER_CHARACTER]
    found: dict[Encoding, str] = {}
    for encoding in ENCODINGS:
        words = start.decode(encoding, "replace").removeprefix("\ufeff")
        found[encoding] = CONTROL.sub("", " ".join(words.replace("\x00", "").split()))[
            :MOST_PREVIEWED
        ]
    return found


def read_pasted(words: str) -> Reading:
    """Take words that a person pasted, under the same conditions as a file."""
    return checked(words, kind="pasted", encoding=None)


def checked(words: str, *, kind: Kind, encoding: str | None) -> Reading:
    """Take words as a reading, under the conditions of every text; raises `Unreadable`."""
    text = words.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_TEXT:
        raise Unreadable(TOO_LONG)
    if not text.strip():
        raise Unreadable(EMPTY)
    controls = len(CONTROL.findall(text))
    if "\x00" in text or controls > len(text) * MOST_CONTROLS:
        raise Unreadable(BINARY)
    warnings = [GARBLED] if _is_garbled(text) else []
    if controls:
        warnings.append(HAS_CONTROLS)
    return Reading(text, kind, encoding, tuple(warnings))


def _is_garbled(text: str) -> bool:
    return MOJIBAKE.search(text) is not None or any(map(_is_turned, text.split("\n")))


def _is_turned(line: str) -> bool:
    """Whether a line is UTF-8 that was read as GBK: good Chinese never reads as UTF-8 that way."""
    turned = CHINESE.findall(line.encode("gb18030", "ignore").decode("utf-8", "ignore"))
    return len(turned) >= LEAST_TURNED and len(turned) * 3 >= len(CHINESE.findall(line))


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _with_mark(data, mark, encoding)
    text = _strictly(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text, "utf-8"
    wide = _without_mark(data)
    if wide is not None:
        return wide
    if text is not None or b"\x00" in data:
        raise Unreadable(BINARY)
    if _is_damaged_utf8(data):
        raise Unreadable(DAMAGED)
    text = _strictly(data, "gb18030")
    if _is_big5(data, text):
        raise Unreadable(IS_BIG5)
    if text is None:
        raise Unreadable(UNKNOWN_ENCODING)
    return text, "gb18030"


def _is_big5(data: bytes, other: str | None) -> bool:
    """Whether the bytes are traditional Chinese that GB18030 turns into rare characters."""
    text = _strictly(data[: len(data) // 2 * 2] if other is None else data, "big5hkscs")
    if text is None:
        return False
    return len(USUAL.findall(text)) > MOST_UNUSUAL * (len(USUAL.findall(other or "")) + 1)


def _with_mark(data: bytes, mark: bytes, encoding: str) -> tuple[str, str]:
    text = _strictly(data.removeprefix(mark), "utf-8" if encoding == "utf-8-sig" else encoding)
    if text is None:
        raise Unreadable(DAMAGED if encoding == "utf-8-sig" else UNKNOWN_ENCODING)
    return text, encoding


def _without_mark(data: bytes) -> tuple[str, str] | None:
    """Recognise UTF-16 that has no mark: nearly all of it must be Chinese or plain signs."""
    best, found = PLAUSIBLE, None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strictly(data, encoding)
        if text and (share := len(READABLE.findall(text)) / len(text)) > best:
            best, found = share, (text, encoding)
    if found is None or b"\x00" in data:
        return found
    # Without a single zero byte there is no line end and no digit: believe it only if GB18030 makes less sense.
    other = _strictly(data, "gb18030")
    is_other = other is not None and len(READABLE.findall(other)) / len(other) >= best
    return None if is_other else found


def _is_damaged_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    return len(CHINESE.findall(text)) > SOUND_PER_BROKEN * text.count("�")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
