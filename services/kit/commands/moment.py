"""A moment as an operator types it."""

from datetime import datetime

import typer

from kit.domain.thai_dates import BANGKOK, BUDDHIST_ERA, FIRST_BUDDHIST_YEAR


def parse_moment(text: str) -> datetime:
    """`2569-11-21`, `2026-11-21T10:30` or with an offset; Bangkok time where none is named, either era.

    Raises BadParameter, which the command line shows as a sentence.
    """
    wrong = typer.BadParameter(f"{text!r} is not a moment: write it as 2569-11-21 or 2026-11-21T10:30.")
    year, rest = text.strip()[:4], text.strip()[4:]
    if not year.isascii() or not year.isdecimal():
        raise wrong
    number = int(year)
    try:
        moment = datetime.fromisoformat(
            f"{number - BUDDHIST_ERA if number >= FIRST_BUDDHIST_YEAR else number:04}{rest}"
        )
    except ValueError:
        raise wrong from None
    return moment if moment.tzinfo else moment.replace(tzinfo=BANGKOK)
