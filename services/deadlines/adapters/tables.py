"""The tables of `deadlines`; made by its migrations."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from kit.database.tables import NAMING

METADATA = MetaData(naming_convention=NAMING)

# This service's copy of the cases: what scope, recusal and mails need of them.
cases = Table(
    "cases",
    METADATA,
    Column("case_id", Uuid, primary_key=True),
    Column("complaint_id", Uuid, nullable=False),
    Column("agency_id", Uuid, nullable=False),
    Column("number", Text, nullable=False),
    Column("recorded_on", Date, nullable=False),
    Column("is_with_pacc", Boolean, nullable=False, comment="whether it was submitted to ป.ป.ท."),
    Column("accused_indexes", ARRAY(LargeBinary), nullable=False, comment="of the whole complaint (ROLE-5)"),
    Column("version", BigInteger, nullable=False),
)

obligations = Table(
    "obligations",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("object_id", Uuid, nullable=False),
    Column("agency_id", Uuid, nullable=False, comment="who owes"),
    Column("opened_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", Integer, nullable=False),
    Column("met_on", Date, comment="when what met it was recorded"),
    Column("version", BigInteger, nullable=False),
)

reminders = Table(
    "reminders",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("obligation_id", Uuid, ForeignKey("obligations.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("falls_on", Date, nullable=False, comment="the day on which it is sent"),
    Column("finished_at", DateTime(timezone=True), comment="when everybody had been told"),
    UniqueConstraint("obligation_id", "step", "due_on"),
)

# One mail of a reminder to one officer: claimed before it is sent, settled by the mail server's answer. No address.
mails = Table(
    "mails",
    METADATA,
    Column("reminder_id", Uuid, ForeignKey("reminders.id"), primary_key=True),
    Column("subject", Uuid, primary_key=True),
    Column("unanswered", SmallInteger, nullable=False, comment="sendings whose answer is not known"),
    Column("claimed_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Column("refused_with", Integer, comment="SMTP's code where it was refused for good"),
)
