"""`luoshi extract`, as a person and as a program use it."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook

from tests.readers.word_files import paragraph, part, word_file
from tests.workplan.directives.breakdown.builders import town_sheet
from tracker import cli_extract
from tracker.cli_extract import extract_command

REPORT = "防汛工作会议召开\n3月2日，会议召开。会议要求，6月底前加固河堤，修复水闸。\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report in a file."""
    file = tmp_path / "防汛.txt"
    file.write_text(REPORT, "utf-8")
    return file


def luoshi(*arguments: object) -> Result:
    return CliRunner().invoke(extract_command, [str(argument) for argument in arguments])


def refused(*arguments: object, code: int = 1) -> str:
    """Run what is refused: one line on standard error, nothing on standard output."""
    result = luoshi(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_json_is_one_object_whose_offsets_index_its_text(report: Path) -> None:
    said = json.loads(luoshi(report, "--format", "json").stdout)

    assert said["text"] == REPORT
    assert [one["text"] for one in said["directives"]] == ["6月底前加固河堤", "修复水闸"]
    assert all(one["text"] == REPORT[one["start"] : one["end"]] for one in said["directives"])


def test_the_year_may_be_given(report: Path) -> None:
    without = json.loads(luoshi(report, "--format", "json").stdout)["directives"]
    given = json.loads(luoshi(report, "--format", "json", "--year", 2027).stdout)["directives"]

    assert (without[0]["due"], given[0]["due"]) == (None, "2027-06-30")


def test_a_table_is_what_a_person_sees(report: Path) -> None:
    result = luoshi(report)

    assert result.exit_code == 0
    assert "共 2 条：重点 0，举措 2。" in result.stdout


def test_files_are_written_by_the_ending_of_their_name(report: Path, tmp_path: Path) -> None:
    for name in ("清单.xlsx", "清单.docx", "清单.json", "清单.txt"):
        assert luoshi(report, "-o", tmp_path / name).output == ""

    assert load_workbook(tmp_path / "清单.xlsx").active is not None
    assert len(Document(str(tmp_path / "清单.docx")).tables) == 1
    assert json.loads((tmp_path / "清单.json").read_text("utf-8"))["directives"]
    assert "共 2 条" in (tmp_path / "清单.txt").read_text("utf-8")
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
        ["防汛.txt", "清单.xlsx", "清单.docx", "清单.json", "清单.txt"]
    )


def test_the_named_format_goes_before_the_ending(report: Path, tmp_path: Path) -> None:
    luoshi(report, "--format", "docx", "-o", tmp_path / "清单.out")

    assert len(Document(str(tmp_path / "清单.out")).tables) == 1


def test_a_binary_file_may_be_piped(report: Path) -> None:
    result = luoshi(report, "--format", "xlsx")

    assert load_workbook(BytesIO(result.stdout_bytes)).active is not None


def test_a_binary_file_is_not_shown_on_a_terminal(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CliRunner().isolation() as (stdout, stderr, _):
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        with pytest.raises(SystemExit) as end:
            extract_command.main([str(report), "--format", "docx"], standalone_mode=False)

    assert end.value.code == 2
    assert stdout.getvalue() == b""
    assert "-o" in stderr.getvalue().decode()


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    picture, empty = tmp_path / "图.png", tmp_path / "空.txt"
    picture.write_bytes(b"\x89PNG")
    empty.write_bytes(b"")

    assert "没有这个文件" in refused(tmp_path / "无.txt")
    assert "文件夹" in refused(tmp_path)
    assert "暂不支持" in refused(picture)
    assert "空的" in refused(empty)


def test_every_kind_of_text_is_read(tmp_path: Path) -> None:
    title, order = REPORT.splitlines()
    page, notes = tmp_path / "防汛.html", tmp_path / "防汛.md"
    page.write_bytes(
        f'<html><meta name="PubDate" content="2026-03-03"><h1>{title}</h1><p>{order}'.encode("gbk")
    )
    notes.write_text(f"# {title}\n\n{order}\n\n- **疏浚**河道40公里\n", "utf-8")

    of_page = json.loads(luoshi(page, "--format", "json").stdout)
    of_notes = json.loads(luoshi(notes, "--format", "json").stdout)

    assert of_page["meta"]["published_on"] == "2026-03-03"
    assert of_page["directives"][0]["due"] == "2026-06-30"
    assert of_notes["text"] == notes.read_text("utf-8")
    assert [of_notes["text"][it["start"] : it["end"]] for it in of_notes["directives"]] == [
        it["text"] for it in of_notes["directives"]
    ]
    assert of_notes["coverage"]["characters"] == len(of_notes["text"])
    assert len(of_notes["directives"]) == 3


def test_a_file_without_end_is_not_read_to_its_end(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_extract, "MOST_BYTES", 10)

    assert "1,000,000" in refused(report)


@pytest.mark.parametrize("mark", ["机密★1年", "秘密★", "绝密"])
def test_a_report_with_a_mark_of_secrecy_is_refused_and_leaves_nothing(
    tmp_path: Path, mark: str
) -> None:
    file = tmp_path / "会议.txt"
    file.write_text(f"{mark}\n{REPORT}", "utf-8")

    said = refused(file, "-o", tmp_path / "清单.json")

    assert "密级标志" in said
    assert "河堤" not in said
    assert [one.name for one in tmp_path.iterdir()] == ["会议.txt"]


def test_a_mark_in_the_margin_of_a_word_file_is_refused_too(tmp_path: Path) -> None:
    file = tmp_path / "会议.docx"
    file.write_bytes(word_file(paragraph(REPORT), header1=part("hdr", paragraph("机密★1年"))))

    assert "密级标志" in refused(file)


def test_an_internal_mark_is_pointed_out(tmp_path: Path) -> None:
    file = tmp_path / "会议.txt"
    file.write_text(f"内部资料\n{REPORT}", "utf-8")

    result = luoshi(file, "--format", "json")

    assert result.exit_code == 0
    assert "内部" in result.stderr
    assert json.loads(result.stdout)["directives"]


def test_the_report_itself_is_never_overwritten(report: Path) -> None:
    assert "覆盖" in refused(report, "-o", report, code=2)
    assert report.read_text("utf-8") == REPORT


def test_nothing_half_written_is_left(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "清单.json"
    kept.write_text("旧的", "utf-8")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)

    assert "写不进" in refused(report, "-o", kept)
    assert kept.read_text("utf-8") == "旧的"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["清单.json", "防汛.txt"]


def test_a_place_that_cannot_be_written_is_one_sentence(report: Path, tmp_path: Path) -> None:
    assert "没有这个文件或文件夹" in refused(report, "-o", tmp_path / "无" / "清单.json")
    assert "文件夹" in refused(report, "-o", tmp_path)


def test_a_place_without_permission_is_one_sentence(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", fails)

    assert "没有权限" in refused(report, "-o", tmp_path / "清单.json")


def test_a_device_is_written_to_and_not_replaced(report: Path) -> None:
    assert luoshi(report, "-o", "/dev/null").exit_code == 0
    assert not Path("/dev/null").is_file()


def test_wrong_usage_ends_with_two(report: Path) -> None:
    assert luoshi().exit_code == 2
    assert luoshi(report, "--format", "pdf").exit_code == 2
    assert luoshi(report, "--year", "99").exit_code == 2


def test_it_starts_without_web_database_and_office_libraries(report: Path) -> None:
    program = (
        "import sys\n"
        "from tracker.cli_extract import extract_command\n"
        "extract_command(sys.argv[1:], standalone_mode=False)\n"
        "heavy = {'flask', 'sqlalchemy', 'docx', 'xlsxwriter', 'wtforms', 'babel'}\n"
        "print(heavy & set(sys.modules), file=sys.stderr)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(report), "--format", "json"],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )

    assert done.stderr == "set()\n"
    assert json.loads(done.stdout)["text"] == REPORT


def test_a_breakdown_sheet_is_read_by_its_heads(tmp_path: Path) -> None:
    file = tmp_path / "分解表.xlsx"
    file.write_bytes(town_sheet("2月30日"))

    result = luoshi(file, "--format", "json")

    said = json.loads(result.stdout)
    assert [one["heading"] or one["text"] for one in said["directives"]] == [
        "强链育新",
        "建成产业园连接线",
        "每个县建成一个标准厂房园区",
        "山水润城",
        "改造老旧小区96个",
    ]
    assert all(one["text"] == said["text"][one["start"] : one["end"]] for one in said["directives"])
    assert said["directives"][2]["due"] == "2026-06-30"
    assert "表头在第 2 行：A 列 序号，B 列 重点，C 列 举措" in result.stderr
    assert "第 3 行 H 列：日期 2月30日 不存在。" in result.stderr
    assert "跳过的行：6。" in result.stderr


def test_a_sheet_that_is_no_breakdown_or_secret_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_text("姓名,电话\n甲,1\n", "utf-8")
    assert "没有认出任务分解表" in refused(file)
    file.write_text("机密★1年,\n举措,时限\n办好一件事,5月\n", "utf-8")
    assert "密级标志" in refused(file)
