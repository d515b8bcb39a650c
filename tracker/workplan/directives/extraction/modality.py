"""How binding a measure is, by its own words."""

import re

# The strongest reservation first: a trial that is also `力争` remains a trial.
RESERVATIONS = (
    ("原则上", re.compile(r"原则上")),
    ("试点", re.compile(r"试点|试行|先行先试|先试")),
    ("探索", re.compile(r"探索")),
    ("力争", re.compile(r"力争|争取|努力实现")),
)
# A trial that something else is named after is no reservation: `试点城市政府…`.
TRIAL_AS_NAME = re.compile(
    r"试点(?:城市|地区|单位|县|镇|村|范围|经验|工作|示范|建设)|自(?:由)?贸(?:易)?试验区"
)


def read_modality(text: str) -> str | None:
    """`原则上`, `试点`, `探索` or `力争`; None where the measure is unreserved."""
    plain = TRIAL_AS_NAME.sub("", text)
    return next((name for name, words in RESERVATIONS if words.search(plain)), None)
