"""What is said of an office file that cannot be taken in: what is wrong, and what to do about it."""

from tracker.foundation.words import N_

NOT_YET = N_(
    "暂不支持这种格式。可以上传 .docx、.doc、.wps、.pdf、.txt、.md、.html，或者在 Word、WPS 中另存为 .docx，也可以直接粘贴正文。"
)
NOT_WORD = N_(
    "扩展名是 Word 文档，内容却不是。请用 Word 或 WPS 打开后另存为 .docx，或者直接粘贴正文。"
)
NOT_PDF = N_("扩展名是 .pdf，内容却不是 PDF。请重新下载，或者另存为 .docx 后再上传。")
NOT_SHEET = N_("扩展名是表格，内容却不是。请用 Excel 或 WPS 打开后另存为 .xlsx。")
SHEET_DAMAGED = N_("表格不完整或已损坏，读不出内容。请重新下载，或者打开后另存为 .xlsx 再上传。")
SHEET_TOO_COMPLEX = N_(
    "表格过大或结构异常，没有读完。请把任务分解表单独复制到一个新的 .xlsx 里再上传。"
)
ENCRYPTED = N_("文档设有打开密码，读不出内容。请取消密码后重新上传。")
DAMAGED = N_("文档不完整或已损坏，读不出内容。请重新下载，或者打开后另存为 .docx 再上传。")
TOO_COMPLEX = N_("文档过大或结构异常，没有读完。请另存为 .docx 后重试，或者直接粘贴正文。")
BUSY = N_("正在读取的文档较多，请过一会儿再上传。")

IS_RTF = N_("内容是 RTF 文档。请用 Word 或 WPS 打开后另存为 .docx 再上传。")
IS_OLD_WORD = N_("这是 Word 95 或更早版本的文档。请用 Word 或 WPS 打开后另存为 .docx 再上传。")
IS_WORKS = N_("这是 Microsoft Works 的文档。请用 Word 或 WPS 打开后另存为 .docx 再上传。")
IS_SLIDES = N_("这是演示文稿（PPT）。请把其中的文字粘贴进来，或者另存为 .pdf 后再上传。")
IS_OPEN_DOCUMENT = N_(
    "这是 OpenDocument 文档（.odt、.ods）。请打开后另存为 .docx 或 .xlsx 再上传。"
)
IS_ARCHIVE = N_("这是压缩包。请解压后逐个上传其中的文件。")
IS_BREAKDOWN = N_("这是表格文件。任务分解表请在“导入任务分解表”中导入。")
SCANNED = N_("PDF 里没有文字，可能是扫描件。请先用识别软件转成文字，或者直接粘贴正文。")
UNCODED = N_("PDF 里的文字没有编码，读出来是乱码。请打开后另存为 .docx，或者直接粘贴正文。")
TOO_MANY_PAGES = N_("PDF 超过 300 页的上限，请拆分后再导入。")

# Said of a file that was read, where its name and its content disagree.
READ_AS = {
    "docx": N_("文件扩展名与内容不符：内容是 Word 文档（.docx），已按其内容读取。"),
    "doc": N_("文件扩展名与内容不符：内容是旧版 Word 文档（.doc），已按其内容读取。"),
    "pdf": N_("文件扩展名与内容不符：内容是 PDF，已按其内容读取。"),
    "html": N_("文件扩展名与内容不符：内容是网页，已按其内容读取。"),
}
