"""Sign-in: the names of accounts, and where one goes on to."""

import unicodedata
from datetime import timedelta

LONGEST_TARGET = 2000
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls and the like, which a browser may drop from an address before it reads the rest."""
SEEN_EVERY = timedelta(minutes=1)


def folded_login(login: str) -> str:
    """Return the one form of a login name: width, case and outer spaces do not matter."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def is_local_path(target: str | None) -> bool:
    """Whether it is safe to go there after sign-in: a path of this very site."""
    if not target or len(target) > LONGEST_TARGET:
        return False
    if not target.startswith("/") or target.startswith("//") or "\\" in target:
        return False
    return not any(unicodedata.category(sign) in UNSEEN for sign in target)
