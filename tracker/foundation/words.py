"""Sentences written far from the page are marked here and translated where they are shown."""


def N_(sentence: str) -> str:  # noqa: N802  gettext's own name for a marker
    """Mark a sentence for translation and return it unchanged."""
    return sentence
