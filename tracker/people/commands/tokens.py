"""What is kept of a token that only its bearer knows."""

import hashlib


def token_hash(token: str) -> str:
    """Return the SHA-256 (hex) of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
