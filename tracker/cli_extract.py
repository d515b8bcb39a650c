"""`luoshi extract`: a report's directives without database, configuration or web server."""

import json
import os
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal, NoReturn

import click

from tracker.documents.directive_list import directive_table
from tracker.foundation.words import N_
from tracker.readers import Reading, Unreadable, read
from tracker.readers.metadata import Metadata, read_metadata
from tracker.readers.secrecy import INTERNAL_MARK, SECRECY_MARK, mark_of
from tracker.readers.text import TOO_LONG
from tracker.readers.workbook import is_workbook
from tracker.workplan.directives.breakdown.recognition import read_breakdown
from tracker.workplan.directives.extraction import Extraction, extract
from tracker.workplan.directives.marks import analysed, led_back
from tracker.workplan.directives.printing import as_json, as_rows

Format = Literal["json", "table", "xlsx", "docx"]

FORMATS: tuple[Format, ...] = ("json", "table", "xlsx", "docx")
BINARY = frozenset({"xlsx", "docx"})
BY_ENDING: dict[str, Format] = {".json": "json", ".xlsx": "xlsx", ".docx": "docx"}
MOST_BYTES = 64 * 1024 * 1024
FAILED, WRONG_USAGE = 1, 2


@click.command("extract", help=N_("读一份会议报告，列出其中的部署要求。不需要数据库和配置。"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="输出格式；省略时看 OUT 的扩展名，否则为 table。",
)
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="写入这个文件。")
@click.option("--year", type=click.IntRange(2000, 2099), help="报告部署的年度；省略时由正文判断。")
def extract_command(file: Path, form: Format | None, out: Path | None, year: int | None) -> None:
    """Read a report, print its directives; end with 1 where that cannot be done, 2 on wrong usage."""
    form = form or (BY_ENDING.get(out.suffix.lower()) if out else None) or "table"
    if form in BINARY and out is None and sys.stdout.isatty():
        _end(N_("这种格式不能显示在终端上，请用 -o 指定要写入的文件。"), WRONG_USAGE)
    if out is not None and out.resolve() == file.resolve():
        _end(N_("输出文件与报告是同一个文件，会覆盖原文，请另指定文件名。"), WRONG_USAGE)
    try:
        reading, metadata, found = (
            _breakdown(file, year) if is_workbook(file.name) else _report(file, year)
        )
    except Unreadable as refusal:
        _end(refusal.sentence)
    content = _written(form, file, reading, metadata, found)
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    try:
        _save(out, content)
    except OSError as error:
        _end(N_("写不进文件 {name}：{why}。").format(name=out, why=_why(error)))


def _report(file: Path, year: int | None) -> tuple[Reading, Metadata, Extraction]:
    reading = read(file.name, bytes_of(file))
    _look_for_secrets(reading)
    return reading, *_found(reading, year)


def _breakdown(file: Path, year: int | None) -> tuple[Reading, Metadata, Extraction]:
    """Read a breakdown sheet by what its heads say; standard error says what was made of it."""
    this_year = datetime.now().astimezone().year
    sheet = read_breakdown(file.name, bytes_of(file), year=year, this_year=this_year)
    _look_for_secrets(sheet.whole)
    for sentence in sheet.remarks:
        click.echo(f"luoshi：{sentence}", err=True)
    return sheet.reading, sheet.facts, sheet.extraction


def _found(reading: Reading, year: int | None) -> tuple[Metadata, Extraction]:
    mended = analysed(reading)
    text = mended.text if mended else reading.text
    metadata = read_metadata(text, reading.stated)
    found = extract(text, year=year, held_on=metadata.held_on, published_on=metadata.published_on)
    if mended:
        directives = tuple(led_back(it, mended, reading.text) for it in found.directives)
        found = replace(found, directives=directives, characters=len(reading.text))
    return metadata, found


def bytes_of(file: Path) -> bytes:
    """Read a file that is not too long; raises `Unreadable` with a sentence for whatever fails."""
    try:
        with file.open("rb") as source:
            data = source.read(MOST_BYTES + 1)
    except OSError as error:
        sentence = N_("读不到文件 {name}：{why}。").format(name=file, why=_why(error))
        raise Unreadable(sentence) from error
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_LONG)
    return data


def _look_for_secrets(reading: Reading) -> None:
    """Refuse what bears a mark of secrecy; say what else is to be heeded."""
    mark = mark_of(reading)
    if mark is not None and mark.kind == "refuse":
        raise Unreadable(SECRECY_MARK)
    for sentence in (*reading.warnings, *([INTERNAL_MARK] if mark else [])):
        click.echo(f"luoshi：{sentence}", err=True)


def _written(
    form: Format, file: Path, reading: Reading, metadata: Metadata, found: Extraction
) -> bytes:
    if form == "json":
        answer = as_json(reading, metadata, found)
        return (json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode()
    title, rows = metadata.title or file.stem, as_rows(found)
    if form == "table":
        return directive_table(title, rows).encode()
    # The office libraries take longer to load than the extraction takes.
    from tracker.documents import directive_files  # noqa: PLC0415  see above

    if form == "xlsx":
        return directive_files.directive_sheet(title, rows)
    return directive_files.directive_document(title, rows)


def _save(out: Path, content: bytes) -> None:
    """Write beside the place and then rename, so that nothing half-written is ever seen."""
    out = out.resolve()
    if out.exists() and not out.is_file() and not out.is_dir():
        # A device or a pipe is written to, not replaced.
        out.write_bytes(content)
        return
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(out)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _why(error: OSError) -> str:
    """Say the cause of a system's error in the user's language."""
    if isinstance(error, FileNotFoundError):
        return N_("没有这个文件或文件夹")
    if isinstance(error, PermissionError):
        return N_("没有权限")
    if isinstance(error, IsADirectoryError):
        return N_("这是文件夹")
    return error.strerror or type(error).__name__


def _end(sentence: str, code: int = FAILED) -> NoReturn:
    click.echo(f"luoshi：{sentence}", err=True)
    raise SystemExit(code)
