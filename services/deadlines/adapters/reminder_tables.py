"""The tables of reminders, mails, bell and calendar feeds; made by the migrations of `deadlines`."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)

from deadlines.adapters.tables import METADATA

reminders = Table(
    "reminders",
    METADATA,
    Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    Column("obligation_id", Uuid, ForeignKey("obligations.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("days_after_due", Integer, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("falls_on", Date, nullable=False, comment="the day on which it is sent; a later one after an outage"),
    Column("is_own_mail", Boolean, nullable=False, comment="or else a line of that morning's digest"),
    Column("tells_soon", Boolean, nullable=False, comment="due_soon is still to be told for it"),
    Column("noted_at", DateTime(timezone=True), nullable=False, comment="by the business day; for the bell"),
    Column("is_by_hand", Boolean, nullable=False, comment="no step of the policy (SUM-4)"),
    Column("finished_at", DateTime(timezone=True), comment="when everybody had been told"),
    UniqueConstraint("obligation_id", "step", "due_on"),
)

# A reminder told to one officer. A mail of its own is claimed before it is sent, settled by the mail server's answer;
# the lines of a digest are put here settled with it. No address.
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

# One morning's digest to one officer; claimed and settled as a mail is.
digests = Table(
    "digests",
    METADATA,
    Column("falls_on", Date, primary_key=True),
    Column("subject", Uuid, primary_key=True),
    Column("unanswered", SmallInteger, nullable=False, comment="sendings whose answer is not known"),
    Column("claimed_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Column("refused_with", Integer, comment="SMTP's code where it was refused for good"),
)

# One row: the last day whose steps were planned; each day since is planned when the service is back.
reminder_plan = Table(
    "reminder_plan",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("planned_until", Date, nullable=False),
)

# Obligations that opened, opened again or moved since: a step of theirs may have passed before anybody knew of them.
unplanned = Table(
    "unplanned",
    METADATA,
    Column("obligation_id", Uuid, ForeignKey("obligations.id"), primary_key=True),
)

# Up to which moment an officer has read his bell.
bell_reads = Table(
    "bell_reads",
    METADATA,
    Column("subject", Uuid, primary_key=True),
    Column("read_until", DateTime(timezone=True), nullable=False),
)

# An officer's calendar feed, found by the hash of its secret; the secret itself is nowhere.
calendar_feeds = Table(
    "calendar_feeds",
    METADATA,
    Column("subject", Uuid, primary_key=True),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    Column("renewed_at", DateTime(timezone=True), nullable=False),
)
