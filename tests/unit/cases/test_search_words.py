"""Words as they are compared in a search, and the grams that find them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.search_words import (
    GRAMS_OF_QUERY,
    grams_of_text,
    grams_of_words,
    in_arabic_digits,
    normalised,
    searchable,
    words_of_query,
)

LETTERS = "กขคงจฬะาำเแโใไัิีึืฺุู็่้๊๋์ํ๎๐๑๙09aAéﬁß%_\\ \t\u200b\u00ad-"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=60) | st.text(max_size=60)


@pytest.mark.rule("CASE-25")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("น\u0e33\u0e4c\u0e49", "น\u0e49\u0e4c\u0e33"),
        ("น\u0e33\u0e33\u0e49", "น\u0e49\u0e33\u0e33"),
        ("น\u0e31\u0e33\u0e49", "น\u0e31\u0e49\u0e33"),
        ("เเม่", "แม่"),
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
        ("ก\u0e3a\u0e34", "ก\u0e34\u0e3a"),
        ("ก\u0e38\u0e3a", "ก\u0e3a\u0e38"),
        ("ครุฑ\u200bทอง\u00ad\ufeff", "ครุฑทอง"),
        ("๑๒ ก.ค. ๒๕๖๓", "12 ก.ค. 2563"),
        ("Straße CAFE\u0301", "strasse café"),
        (" คำ\t\n  หนึ่ง\u00a0ที่\u3000สอง ", "คำ หนึ่ง ที่ สอง"),
        ("ก\x00ข\x07", "กข"),
    ],
)
def test_what_looks_the_same_is_written_the_same(typed: str, kept: str) -> None:
    assert normalised(typed) == kept


@pytest.mark.rule("CASE-25")
@given(text=TEXTS)
def test_what_is_normalised_once_stays_so(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
    assert searchable([searchable([text])]) == searchable([text])


@pytest.mark.rule("CASE-25")
@given(before=TEXTS, word=TEXTS, after=TEXTS)
def test_wherever_a_word_stands_its_grams_are_among_the_texts(before: str, word: str, after: str) -> None:
    text, words = searchable([before + word + after, word]), words_of_query(word)

    standing = [one for one in words if one in text]

    assert set(grams_of_words(standing)) <= set(grams_of_text(text))
    assert len(grams_of_words(words)) <= GRAMS_OF_QUERY


@pytest.mark.rule("CASE-25")
@given(text=TEXTS.map(lambda text: searchable([text])), data=st.data())
def test_any_part_of_a_text_without_a_blank_is_found_by_its_grams(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]

    assert set(grams_of_words(part.split())) <= set(grams_of_text(text))


@pytest.mark.rule("CASE-25")
@given(texts=st.lists(TEXTS.map(lambda text: searchable([text])), max_size=4))
def test_no_gram_reaches_from_one_text_into_the_next(texts: list[str]) -> None:
    together = grams_of_text(" ".join(texts))

    assert len(together) == len(set(together))
    assert set(together) == {gram for text in texts for gram in grams_of_text(text)}
    assert all(0 <= gram < 2**31 for gram in together)


@pytest.mark.rule("CASE-25")
def test_thai_and_latin_words_of_up_to_three_characters_each_have_a_gram_of_their_own() -> None:
    characters = [
        chr(code) for code in (*range(0x30, 0x7F), *range(0xA1, 0x17F), *range(0xE01, 0xE3B), *range(0xE3F, 0xE5C))
    ]
    some = characters[::7]
    words = [
        *characters,
        *(a + b for a in characters for b in some),
        *(a + b + c for a in some for b in some for c in some),
    ]

    grams = {tuple(grams_of_words([word])) for word in words}

    assert len(grams) == len(words)
    assert all(len(gram) == 1 for gram in grams)


@pytest.mark.rule("CASE-25")
def test_a_query_is_split_at_blanks_and_says_nothing_twice() -> None:
    assert words_of_query("  ยักยอก   เงิน ยักยอกเงินหลวง เงิน ") == ("ยักยอกเงินหลวง",)
    assert words_of_query("นาย ดิน") == ("นาย", "ดิน")
    assert words_of_query(" \u200b \t") == ()


@pytest.mark.rule("CASE-25", "SEC-3")
@pytest.mark.parametrize(
    "number", ["7461555555555", "๗๔๖๑๕๕๕๕๕๕๕๕๕", "7-4615-55555-55-5", "7 4615 55555 55 5", "7\u200b461555555555"]
)
def test_a_national_id_typed_into_the_facts_is_not_among_the_words(number: str) -> None:
    assert searchable([f"เลขบัตร{number}ของนายดิน", "โทร 0812345678"]) == "เลขบัตร ของนายดิน โทร 0812345678"


@pytest.mark.rule("CASE-1", "CASE-25")
def test_thai_digits_of_a_number_are_arabic_ones_and_the_rest_stays() -> None:
    assert in_arabic_digits("กร ๐๑๒๓๔/๕๖๗๘๙-8") == "กร 01234/56789-8"


@pytest.mark.rule("CASE-25")
def test_grams_lie_stored_and_stay_the_numbers_that_they_are() -> None:
    """ก is 513 of its 10 bits, ข 514, ค 516; other numbers would not find what was stored with these."""
    of_two, of_three = [513 * 1024 + 514, 514 * 1024 + 516], [(513 * 1024 + 514) * 1024 + 516]

    assert sorted(grams_of_text("กขค")) == [513, 514, 516, *of_two, *of_three]
    assert (grams_of_words(["กขค"]), grams_of_words(["กข"]), grams_of_words(["ก"])) == (of_three, of_two[:1], [513])
