"""The business day, and Thai dates."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from kit.clock import BusinessDayFile, at_time_of
from kit.domain.thai_dates import bangkok_date, fiscal_year, month_range, short_thai_date, thai_date
from kit.settings import ServiceSettings


@pytest.mark.rule("DUE-12")
def test_the_business_day_is_read_at_each_use_and_only_moves_forward(tmp_path: Path) -> None:
    file = tmp_path / "business-day"
    clock = BusinessDayFile(file)
    seen = []
    for text in ("2020-07-15", "2020-07-22\n", "2020-07-01", "nonsense"):
        file.write_text(text)
        seen.append(clock.today())

    assert seen == [date(2020, 7, 15), date(2020, 7, 22), date(2020, 7, 22), date(2020, 7, 22)]


@pytest.mark.rule("DUE-12")
def test_production_refuses_a_business_day_set_by_hand(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="business_day_file"):
        ServiceSettings(
            environment="production",
            business_day_file=tmp_path / "business-day",
            database_url="postgresql://a",
            nats_url="nats://a",
            issuer="http://a",
            client_id="svc-a",
            client_secret="a",
            master_key_file=tmp_path,
            index_key_file=tmp_path,
        )


def test_a_moment_belongs_to_the_date_in_bangkok() -> None:
    assert bangkok_date(datetime(2020, 7, 15, 17, 0, tzinfo=UTC)) == date(2020, 7, 16)
    assert bangkok_date(datetime(2020, 7, 15, 16, 59, tzinfo=UTC)) == date(2020, 7, 15)


def test_the_time_of_day_of_a_business_day_is_the_real_one_in_bangkok() -> None:
    moment = at_time_of(date(2020, 7, 15), datetime(2026, 11, 21, 20, 30, tzinfo=UTC))

    assert moment == datetime(2020, 7, 14, 20, 30, tzinfo=UTC)
    assert bangkok_date(moment) == date(2020, 7, 15)


def test_dates_are_shown_in_the_buddhist_era() -> None:
    assert thai_date(date(2020, 7, 15)) == "15 กรกฎาคม 2563"
    assert short_thai_date(date(2020, 2, 29)) == "29 ก.พ. 2563"


def test_a_fiscal_year_runs_from_october() -> None:
    assert (fiscal_year(date(2020, 9, 30)), fiscal_year(date(2020, 10, 1))) == (2563, 2564)


def test_a_month_ends_on_its_last_day() -> None:
    assert month_range(2024, 2) == (date(2024, 2, 1), date(2024, 2, 29))
    assert month_range(2020, 12) == (date(2020, 12, 1), date(2020, 12, 31))
