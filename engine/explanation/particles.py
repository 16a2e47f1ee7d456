"""Korean particles that fit the last sound of the word before them, a name in Latin letters or a number among these."""

from __future__ import annotations

import re

# For each particle in its two forms: that after a consonant, that after a vowel.
_PAIRS = ("은/는", "이/가", "을/를", "과/와", "으로/로", "이라/라", "이나/나")
_MARK = re.compile(r"\[(" + "|".join(_PAIRS) + r")\]")
# What is not read aloud at the end of a word.
_ASIDE = re.compile(r"(?<=.)\s*\([^()]*\)\Z")
_SILENT = "\"'”’)]}》」.,:;…*`_ "
_FIRST, _LAST, _FINALS, _RIEUL = "가", "힣", 28, 8
# How digits and single letters are read: with a consonant at the end, and with ㄹ.
_DIGITS_CLOSED, _DIGITS_RIEUL = "013678", "178"
_LETTERS_CLOSED, _LETTERS_RIEUL = "LMNR", "LR"
# Syllables that Korean closes where an English word ends in them, and those that it closes with ㄹ.
_CLOSED = re.compile(r"(m|n|ng|ab|eb|[aeiouy](me|ne)|[aeiouy](k|p|t|c)|ck)\Z")
_CLOSED_RIEUL = re.compile(r"(l|[^aeiouyl]le|[aeiou]le)\Z")
# Short words that are read with a further vowel all the same.
_OPEN_WORDS = re.compile(r"(\A|[^a-z])(bit|byte|kit|set|cut)\Z")


def particle(word: str, pair: str) -> str:
    """The form of a particle that follows a word. `pair`: as 은/는, that after a consonant first."""
    after_consonant, after_vowel = pair.split("/")
    closed, rieul = _ending(word)
    if rieul and after_consonant == "으로":
        return after_vowel
    return after_consonant if closed else after_vowel


def fitted(text: str) -> str:
    """Marks such as [은/는] in a text, each with the form that fits what stands before it."""
    parts = _MARK.split(text)
    said = parts[0]
    for pair, following in zip(parts[1::2], parts[2::2], strict=True):
        said += particle(said, pair) + following
    return said


def _ending(word: str) -> tuple[bool, bool]:
    """Does it end in a consonant as it is read, and is that ㄹ?"""
    # What stands in brackets behind a name does not change how the name is followed.
    read = _ASIDE.sub("", word.rstrip()).rstrip(_SILENT)
    last = read[-1:]
    if _FIRST <= last <= _LAST:
        final = (ord(last) - ord(_FIRST)) % _FINALS
        return final != 0, final == _RIEUL
    if last.isdecimal():
        return last in _DIGITS_CLOSED, last in _DIGITS_RIEUL
    if not last.isascii() or not last.isalpha():
        return False, False
    if last.isupper():  # an abbreviation, read letter by letter
        return last in _LETTERS_CLOSED, last in _LETTERS_RIEUL
    lower = read[-12:].lower()
    if _CLOSED_RIEUL.search(lower):
        return True, True
    return bool(_CLOSED.search(lower)) and not _OPEN_WORDS.search(lower), False
