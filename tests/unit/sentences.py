"""What every sentence to a user holds to, in both languages."""

import re

# What Thai sentences may say in Latin letters, for it stands in forms so: numbers of cases, documents, permissions.
_LATIN = re.compile("[A-Za-z]")


def assert_in_both_languages(thai: str, english: str) -> None:
    """Thai in Thai letters alone; English a sentence with a capital, a full stop and small letters between."""
    assert not _LATIN.search(thai), f"not Thai: {thai}"
    assert re.search("[ก-ฮ]", thai), f"not Thai: {thai}"
    assert re.match("[A-Z]", english), f"no sentence: {english}"
    assert english.endswith("."), f"no sentence: {english}"
    assert re.search("[a-z]{2}", english), f"no sentence: {english}"
    assert english == english.strip(), f"no sentence: {english}"
