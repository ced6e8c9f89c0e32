"""The tables of `deadlines`; made by its migrations."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from kit.database.tables import NAMING

METADATA = MetaData(naming_convention=NAMING)

# This service's copy of the cases: what obligations, scope, recusal and mails need of them.
cases = Table(
    "cases",
    METADATA,
    Column("case_id", Uuid, primary_key=True),
    Column("complaint_id", Uuid, nullable=False),
    Column("agency_id", Uuid, nullable=False),
    Column("number", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("recorded_on", Date, nullable=False),
    Column("owes_rounds", Boolean, nullable=False, comment="after the resolution, and not by an inquiry (CASE-15)"),
    Column("is_with_pacc", Boolean, nullable=False, comment="whether it was submitted to ป.ป.ท."),
    Column("accused_indexes", ARRAY(LargeBinary), nullable=False, comment="of the whole complaint (ROLE-5)"),
    Column("handler", Uuid, comment="subject of the officer in charge (ROLE-6)"),
    Column("recused", ARRAY(Uuid), nullable=False, comment="subjects marked as recused (ROLE-5)"),
    Column("is_deleted", Boolean, nullable=False),
    Column("version", BigInteger, nullable=False),
)

# This service's copy of the rounds of monthly summaries: those of which a summary is followed, and whether ป.ป.ท. has
# closed them (SUM-5).
rounds = Table(
    "rounds",
    METADATA,
    Column("round", Date, primary_key=True, comment="the first day of its month"),
    Column("closed_at", DateTime(timezone=True), comment="by the business day"),
    Column("closed_on", Date),
)

# One agency's summary of a round: what is owed of it is an obligation about this object.
summaries = Table(
    "summaries",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("agency_id", Uuid, nullable=False),
    Column("round", Date, ForeignKey("rounds.round"), nullable=False),
)

# Up to which month the summaries of an agency were opened, and from which on it owed them then (SUM-0).
summary_duties = Table(
    "summary_duties",
    METADATA,
    Column("agency_id", Uuid, primary_key=True),
    Column("opened_from", Date, nullable=False),
    Column("opened_until", Date, nullable=False),
)

# What policies go by: the acts of each object that some policy names, by the object's version (DUE-16).
acts = Table(
    "acts",
    METADATA,
    Column("object_id", Uuid, primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("event", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("recorded_on", Date, nullable=False),
    Column("actor", Uuid),
    Column("given_on", Date, comment="the date that came with it"),
)

# What is owed, how long, on which ground (DUE-1).
policies = Table(
    "policies",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("number", Integer, nullable=False, comment="of days, or the day of the month"),
    Column("counted_in", Integer, nullable=False),
    Column("is_extendable", Boolean, nullable=False),
    Column("counted_from", Text, nullable=False),
    Column("owed_by", Text, nullable=False),
    Column("applies_to", Text, nullable=False),
    Column("opens_with", ARRAY(Text), nullable=False, comment="names of events, as in the contracts (DUE-17)"),
    Column("met_by", ARRAY(Text), nullable=False),
    Column("ended_by", ARRAY(Text), nullable=False, comment="missed for good"),
    Column("cancelled_by", ARRAY(Text), nullable=False),
    Column("revived_by", ARRAY(Text), nullable=False),
    Column("stopped_by", ARRAY(Text), nullable=False),
    Column("resumed_by", ARRAY(Text), nullable=False),
    Column("longest_stop", Integer, nullable=False, comment="calendar days in all"),
    Column("is_repeating", Boolean, nullable=False),
    Column("is_law", Boolean, nullable=False),
    Column("thai_duty", Text, nullable=False),
    Column("english_duty", Text, nullable=False),
    Column("thai_basis", Text, nullable=False),
    Column("english_basis", Text, nullable=False),
    Column("reminders", ARRAY(Integer), nullable=False, comment="days after the due date, negative before it (DUE-5)"),
)

# Terms that were set for what opens from then on: for a ศปท.'s subtree, or for the country where it names none.
policy_terms = Table(
    "policy_terms",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("policy", Text, ForeignKey("policies.code"), nullable=False),
    Column("acoc_agency_id", Uuid),
    Column("number", Integer, nullable=False),
    Column("counted_in", Integer, nullable=False),
    Column("is_extendable", Boolean, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False, comment="by the business day"),
    Column("set_by", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
)

# What was changed about the public holidays, in the order of `position`; what it touches is counted again (DUE-3).
holiday_changes = Table(
    "holiday_changes",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Column("day", Date, nullable=False),
    Column("is_added", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("made_by", Uuid, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, comment="by the business day"),
    Column("reason", Text, nullable=False),
    Column("recounted_to", Uuid, comment="the last object that was counted again"),
    Column("recounted_at", DateTime(timezone=True), comment="when all were"),
)

obligations = Table(
    "obligations",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("object_id", Uuid, nullable=False),
    Column("agency_id", Uuid, nullable=False, comment="who owes"),
    Column("occurrence", Integer, nullable=False, comment="of a policy that repeats; from 1"),
    Column("opening_version", BigInteger, nullable=False, comment="of the act that opened it"),
    Column("opened_on", Date, nullable=False),
    Column("counted_from", Date, nullable=False),
    Column("number", Integer, nullable=False),
    Column("counted_in", Integer, nullable=False),
    Column("is_extendable", Boolean, nullable=False),
    Column("stopped_days", Integer, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", Integer, nullable=False),
    Column("met_on", Date, comment="when what met it was recorded"),
    Column("ended_on", Date, comment="from when on it can be met no more: missed for good (SUM-5)"),
    Column("version", BigInteger, nullable=False),
)

# Every move of a due date: the old one, who, when and why (DUE-13).
due_changes = Table(
    "due_changes",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("obligation_id", Uuid, ForeignKey("obligations.id"), nullable=False),
    Column("old_due_on", Date, nullable=False),
    Column("new_due_on", Date, nullable=False),
    Column("cause", Integer, nullable=False),
    Column("actor", Uuid),
    Column("reason", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, comment="by the business day"),
)
