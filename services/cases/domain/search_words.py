"""Words of a case that lists are searched by (CASE-25): written alike on both sides, and the grams that find them.

A gram is one, two or three neighbouring characters as a number. A text has the grams of all three lengths, a word of a
query those of the longest length that it has: wherever the word stands in a text, its grams are among the text's.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

# Some grams of a long query find as well as all of them: the text itself is looked at in any case.
GRAMS_OF_QUERY = 24

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MARKS = "ัิ-ฺ็-๎"  # what stands above or below a consonant
_SARA_AM = re.compile(f"([{_MARKS}]*)\u0e4d([{_MARKS}]*)\u0e32")  # typed as two characters
_SEVERAL_MARKS = re.compile(f"[{_MARKS}\u0e33]{{2,}}")
_RANK = dict.fromkeys("ฺ", 1) | dict.fromkeys("ุู", 2) | dict.fromkeys("่้๊๋", 3) | dict.fromkeys("์ํ๎", 4) | {"\u0e33": 5}
# 13 digits in a row, or parted as on the card: 1-2345-67890-12-3.
_NATIONAL_ID = re.compile(r"(?<!\d)\d\W?\d{4}\W?\d{5}\W?\d{2}\W?\d(?!\d)")


def normalised(text: str) -> str:
    """`text` in the one form in which texts and queries are compared.

    Unseen characters go, letters lose their case, Thai digits become Arabic ones, marks of one consonant get one order,
    เเ becomes แ, the two characters ํา become ำ, blanks of any kind and number become one.
    """
    unseen = [c for c in set(text) if not c.isspace() and unicodedata.category(c) in ("Cc", "Cf", "Cs")]
    seen = text.translate(dict.fromkeys(map(ord, unseen)))
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", seen).casefold()).translate(_THAI_DIGITS)
    thai = _SARA_AM.sub("\\1\\2\u0e33", composed.replace("เเ", "แ"))
    thai = _SEVERAL_MARKS.sub(_in_order, thai)
    return " ".join(thai.split())


def in_arabic_digits(number: str) -> str:
    """A number as it is compared: ๑๒๓/๒๕๖๓ is 123/2563 (CASE-1, CASE-25)."""
    return number.translate(_THAI_DIGITS)


def _in_order(marks: re.Match[str]) -> str:
    """Marks of one consonant look the same in any order: vowels, tones, what silences, and ำ behind all."""
    return "".join(sorted(marks[0], key=lambda mark: _RANK.get(mark, 0)))


def searchable(texts: Iterable[str]) -> str:
    """The words of a case as they are kept: normalised, and without whatever is written like a national ID (SEC-3)."""
    return " ".join(" ".join(_NATIONAL_ID.sub(" ", normalised(text)) for text in texts).split())


def words_of_query(query: str) -> tuple[str, ...]:
    """The words of which each must stand in a case; those that stand in another one of them add nothing."""
    words = list(dict.fromkeys(normalised(query).split()))
    return tuple(word for word in words if not any(word != other and word in other for other in words))


def grams_of_text(words: str) -> list[int]:
    """The grams of `searchable` words, each once: of one, two and three characters, none with a blank in it."""
    grams: set[int] = set()
    for chunk in words.split():
        codes = _codes(chunk)
        grams.update(codes)
        grams.update([first << 10 | second for first, second in pairwise(codes)])
        grams.update(_of_three(codes))
    return list(grams)


def grams_of_words(words: Iterable[str]) -> list[int]:
    """Grams that every text has in which all of these words stand: of each word those of its greatest length."""
    needed = sorted({gram for word in words for gram in _longest(_codes(word))})
    return needed[:: -(-len(needed) // GRAMS_OF_QUERY) or 1]


def _longest(codes: list[int]) -> list[int]:
    if len(codes) < 3:
        return [sum(code << 10 * place for place, code in enumerate(reversed(codes)))]
    return _of_three(codes)


def _of_three(codes: list[int]) -> list[int]:
    return [a << 20 | b << 10 | c for a, b, c in zip(codes, codes[1:], codes[2:], strict=False)]


def _codes(chunk: str) -> list[int]:
    """Ten bits of each character: enough to tell apart all of Thai and Latin, and three of them fit an `integer`.

    Characters of other scripts may share a code, and a text may be looked at in vain.
    """
    return [ord(character) & 0x3FF for character in chunk]
