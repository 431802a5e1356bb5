"""Phones, e-mail addresses and identity numbers never enter an item."""

import re

_MAIL = re.compile(r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CONTACT = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)"
    r"|(?<!\d)0\d{2,3}[-—－]\d{7,8}(?!\d)"
    r"|(?<=电话)[:：]?\s*\d{7,8}(?!\d)"
    rf"|{_MAIL.pattern}"
    r"|(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_MASK = "（略）"


def without_contacts(words: str) -> str:
    """The words with every phone, e-mail address and identity number left out."""
    return _CONTACT.sub(_MASK, words)


def bears_mail_address(text: str) -> bool:
    """Does an e-mail address stand anywhere in a text?"""
    return bool(_MAIL.search(text))
