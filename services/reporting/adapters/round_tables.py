"""Reporting's own records, in a schema of their own that no rebuild touches: rounds, summaries, what was published."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from kit.database.tables import NAMING
from reporting.domain.figures import Compliance, EraFigures

ROUNDS = MetaData(schema="rounds", naming_convention=NAMING)

# The figures of a row, one column for each that is counted: before_new, after_new, …, followed, …
FIGURE_COLUMNS = (
    *(f"{era}_{name}" for era in ("before", "after") for name in EraFigures.__dataclass_fields__),
    *Compliance.__dataclass_fields__,
)

# The columns that the two numbers of a summary add up (REP-14).
RECEIVED_COLUMNS = tuple(f"{era}_{name}" for era in ("before", "after") for name in ("new", "first_reported"))
PROGRESSED_COLUMNS = ("before_progressed", "after_progressed")

# A row from the moment on that its closing begins; a round without one is open.
rounds = Table(
    "rounds",
    ROUNDS,
    Column("round", Date, primary_key=True, comment="the first day of its month"),
    Column("state", Integer, nullable=False, comment="closing, closed"),
    Column("closing_at", DateTime(timezone=True), nullable=False),
    Column("closing_by", Uuid, nullable=False),
    Column("waits_for", Text, nullable=False, server_default="", comment="cases, events, parked"),
    Column("closed_at", DateTime(timezone=True)),
    Column("closed_on", Date, comment="the business date on which the figures were frozen"),
)

# สรุปรายงานผลการดำเนินการ ประจำเดือน: one for each agency and round (SUM-2).
summaries = Table(
    "summaries",
    ROUNDS,
    Column("round", Date, primary_key=True),
    Column("agency_id", Uuid, primary_key=True),
    Column("new", Integer, nullable=False, comment="what was stated: some, none"),
    Column("progress", Integer, nullable=False, comment="what was stated: some, none"),
    Column("note", Text, nullable=False),
    Column("received", BigInteger, nullable=False, comment="what was counted when it was submitted"),
    Column("progressed", BigInteger, nullable=False, comment="what was counted when it was submitted"),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("submitted_on", Date, nullable=False),
    Column("submitted_by", Uuid, nullable=False),
)

# The tree as it was when the month of the data was closed.
published_agencies = Table(
    "published_agencies",
    ROUNDS,
    Column("month", Date, primary_key=True, comment="of the data, its first day"),
    Column("agency_id", Uuid, primary_key=True),
    Column("path", ARRAY(Uuid), nullable=False),
    Column("code", Text, nullable=False),
    Column("thai_name", Text, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("type", Integer, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("owes_summary", Boolean, nullable=False, comment="for the round of this month"),
)

# What was counted of each agency's own cases by each level's entry; no row where there was nothing.
published_figures = Table(
    "published_figures",
    ROUNDS,
    Column("month", Date, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("agency_id", Uuid, primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in FIGURE_COLUMNS),
)

# The cases behind them, each as it was counted.
published_cases = Table(
    "published_cases",
    ROUNDS,
    Column("month", Date, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("case_id", Uuid, primary_key=True),
    Column("complaint_id", Uuid, nullable=False),
    Column("agency_id", Uuid, nullable=False),
    Column("era", Integer, nullable=False),
    Column("is_carried", Boolean, nullable=False),
    Column("is_received_in_it", Boolean, nullable=False),
    Column("is_progressed", Boolean, nullable=False),
    Column("is_completed", Boolean, nullable=False),
    Column("outcome", Integer),
    Column("criminal", Boolean, nullable=False),
    Column("is_failed", Boolean, nullable=False),
    Column("is_followed", Boolean, nullable=False),
)
