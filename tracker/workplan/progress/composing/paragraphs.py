"""Making a paragraph of what somebody typed in lines."""

SAYS_NOTHING = frozenset({"", "无", "暂无", "没有", "无问题", "暂无问题", "/", "-", "—"})
FULL_STOPS = "。！？.!?"
JOINS = FULL_STOPS + "；;：:，,、"
INNER_MARKS = str.maketrans("“”", "‘’")
"""Quotation marks inside quotation marks are single ones."""


def in_one_paragraph(words: str) -> str:
    """Join lines into one paragraph that ends with a full stop; empty when they say nothing."""
    lines = [line.strip() for line in words.splitlines()]
    lines = [line for line in lines if line]
    if "".join(lines).rstrip(JOINS) in SAYS_NOTHING:
        return ""
    joined = "".join(line if line[-1] in JOINS else f"{line}；" for line in lines)
    return joined if joined[-1] in FULL_STOPS else joined.rstrip(JOINS) + "。"


def quoted(words: str) -> str:
    """Put words between quotation marks."""
    return f"“{words.translate(INNER_MARKS)}”"
