"""Lives: each complaint with its cases led as far as they come by today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from tests.bench.bulk.lives import Leading, Life, begin, moment
from tests.bench.bulk.nation import places
from tests.bench.bulk.records import a_record

YEARS = 10
_DELETED = 0.01


@dataclass(frozen=True, slots=True)
class Share:
    """Complaints from the `first`-th up to the `last`-th of `of`, which fill the ten years before `today` evenly."""

    first: int
    last: int
    of: int
    today: date
    officers: tuple[tuple[UUID, UUID], ...] = ()

    def lives(self) -> Iterator[tuple[int, Life]]:
        """In the order of their reception, each with its number."""
        known, up_to = places(dict(self.officers))
        days = YEARS * 365
        for number in range(self.first, self.last):
            rng = Random(number)
            received_on = self.today - timedelta(days=days - days * number // self.of)
            place = rng.choices(known, cum_weights=up_to)[0]
            record = a_record(number + 1, received_on, place.name, rng)
            recorded_on = min(received_on + timedelta(days=rng.randrange(4)), self.today)
            life = begin(place, record, recorded_on, rng)
            for ordinal in range(1, len(record.accused) + 1):
                Leading(life, ordinal, self.today, rng).on()
            _delete_some(life, self.today, rng)
            yield number, life


def _delete_some(life: Life, today: date, rng: Random) -> None:
    file = life.file
    if rng.random() >= _DELETED or any(case.ladder.times_reported for case in file.cases):
        return
    now = moment(today, rng)
    file.delete([case.id for case in file.cases], now=now)
    for case in file.cases:
        life.take(case, now)
