"""The tables of the read models; made by its migrations. Nothing here is truth: they hold what events told."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, LargeBinary, MetaData, Table, Uuid, false, text
from sqlalchemy.dialects.postgresql import ARRAY

from kit.database.tables import NAMING
from reporting.domain.tallying import SUMS
from reporting.domain.terms import Level, Round

FIGURES = MetaData(schema="figures", naming_convention=NAMING)

# One row for each case: the facts as they stand, by the greatest version told.
cases = Table(
    "cases",
    FIGURES,
    Column("id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("complaint_id", Uuid, nullable=False),
    Column("agency_id", Uuid, nullable=False, index=True),
    Column("era", Integer, nullable=False),
    Column("status", Integer, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("recorded_on", Date, nullable=False),
    Column("round_7_due_on", Date, comment="NULL before the resolution, and for a case that an inquiry opened"),
    Column("round_7_reported_on", Date, comment="when the report was recorded"),
    Column("round_37_due_on", Date, comment="NULL where that of round 7 is"),
    Column("round_37_reported_on", Date, comment="when the report was recorded, or the conclusion that stands for it"),
    Column("entered_unit_on", Date),
    Column("entered_department_acoc_on", Date),
    Column("entered_ministry_acoc_on", Date),
    Column("entered_pacc_on", Date),
    Column("accused_indexes", ARRAY(LargeBinary), nullable=False, comment="of the whole complaint (ROLE-5)"),
    Column("closed_on", Date),
    Column("outcome", Integer),
    Column("criminal", Boolean, nullable=False, server_default=false()),
    Column("recused", ARRAY(Uuid), nullable=False, server_default=text("'{}'"), comment="marked by hand (ROLE-5)"),
    Column("is_deleted", Boolean, nullable=False, server_default=false(), comment="counts nowhere (CASE-21)"),
    Column("origin_case_id", Uuid, comment="the case whose inquiry opened this one (CASE-15)"),
    Column("deleted_on", Date, comment="business date, NULL while it is not deleted"),
    Column(
        "fails_on", Date, comment="with the end of which day it fails the resolution, if nothing is reported before"
    ),
    Column("corrected_on", Date, comment="business date of the newest correction approved (CASE-22)"),
)

# What counts as แจ้งความคืบหน้า, one row for each act.
acts = Table(
    "acts",
    FIGURES,
    Column("case_id", Uuid, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("kind", Integer, primary_key=True),
    Column("recorded_on", Date, nullable=False),
)

# Sums of what cases count in a month, in a year or ever, by level; kept in the event's transaction
# (`domain/tallying.py`).
tallies = Table(
    "tallies",
    FIGURES,
    Column("level", Integer, primary_key=True),
    Column("grain", Integer, primary_key=True, comment="ever, of a year, of a month"),
    Column("starts_on", Date, primary_key=True, comment="1900-01-01 for what is of ever"),
    Column("agency_id", Uuid, primary_key=True),
    Column("era", Integer, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in SUMS),
)

# Of each round its day, and when it was reported.
ROUND_COLUMNS = {
    Round.SEVEN: (cases.c.round_7_due_on, cases.c.round_7_reported_on),
    Round.THIRTY_SEVEN: (cases.c.round_37_due_on, cases.c.round_37_reported_on),
}

ENTRY_COLUMNS = {
    Level.UNIT: cases.c.entered_unit_on,
    Level.DEPARTMENT_ACOC: cases.c.entered_department_acoc_on,
    Level.MINISTRY_ACOC: cases.c.entered_ministry_acoc_on,
    Level.PACC: cases.c.entered_pacc_on,
}
