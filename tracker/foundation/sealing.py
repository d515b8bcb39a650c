"""Secrets that must be read again, kept so that the database alone does not tell them (C46).

AES-256-GCM under a key that is drawn from the installation's secret; what is kept begins with
the name of the way, so that another can be added beside it.
"""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_

WAY = "aesgcm1:"
NONCE_BYTES, KEY_BYTES = 12, 32
OTHER_KEY = N_("读不出保存的密钥：LUOSHI_SECRET_KEY 可能换过。请安全管理员重置动态口令。")


def seal(words: str, *, secret_key: str, about: str) -> str:
    """Return the words sealed for this use; ``about`` binds them to the row they stand in."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(secret_key)).encrypt(nonce, words.encode(), about.encode())
    return WAY + base64.b64encode(nonce + sealed).decode()


def unseal(kept: str, *, secret_key: str, about: str) -> str:
    """Return what was sealed; refuses what was sealed by another key or for another row."""
    try:
        whole = base64.b64decode(kept.removeprefix(WAY), validate=True)
        nonce, sealed = whole[:NONCE_BYTES], whole[NONCE_BYTES:]
        return AESGCM(_key(secret_key)).decrypt(nonce, sealed, about.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise RuleBroken(OTHER_KEY) from error


def _key(secret_key: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"luoshi field sealing")
    return derived.derive(secret_key.encode())
