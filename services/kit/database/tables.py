"""Tables that every service's database holds beside its own; made by `kit/migrations`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

KIT = MetaData(naming_convention=NAMING)

# Events recorded in the transaction of the act; partitioned by day, so that old ones go without a DELETE.
outbox = Table(
    "outbox",
    KIT,
    Column("day", Date, primary_key=True, server_default=func.current_date()),
    Column("event_id", Uuid, primary_key=True),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("published_at", DateTime(timezone=True)),
    postgresql_partition_by="RANGE (day)",
)

# Which events a consumer has taken in; written in the transaction of their effect.
inbox = Table(
    "inbox",
    KIT,
    Column("consumer", Text, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("taken_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# Messages that could not be read or were refused: kept, counted and alarmed.
parked = Table(
    "parked",
    KIT,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("consumer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("stream_sequence", BigInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("parked_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# What is being made anew from a snapshot or a stream: until it is whole, nothing is read from it for good.
rebuilding = Table(
    "rebuilding",
    KIT,
    Column("consumer", Text, primary_key=True),
    Column("began_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# Requests that were carried out, so that one sent twice is done once.
answered_request = Table(
    "answered_request",
    KIT,
    Column("request_id", Uuid, primary_key=True),
    Column("subject", Uuid, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("object_id", Uuid, nullable=False),
    Column("answered_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# One wrapped data key for each sealed record (SEC-3); deleting the row erases the record's sealed fields for good.
sealed_key = Table(
    "sealed_key",
    KIT,
    Column("record_id", Uuid, primary_key=True),
    Column("master_key_id", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)

# The audit trail (CASE-27): the application may add and read, nothing else.
audit_entry = Table(
    "audit_entry",
    KIT,
    Column("entry_id", Uuid, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, comment="the real moment"),
    Column("on", Date, nullable=False, comment="the business day"),
    Column("actor", Uuid, nullable=False),
    Column("roles", Text, nullable=False),
    Column("agency_id", Uuid),
    Column("action", Text, nullable=False),
    Column("object_kind", Text, nullable=False),
    Column("object_id", Uuid, nullable=False),
    Column("before", Text, nullable=False, comment="canonical JSON; sealed values as ciphertext"),
    Column("after", Text, nullable=False, comment="canonical JSON; sealed values as ciphertext"),
    Column("reason", Text, nullable=False),
    Column("content_hash", LargeBinary, nullable=False),
)

# Entries that wait for the linker, written beside the entry.
audit_unlinked = Table(
    "audit_unlinked",
    KIT,
    Column("entry_id", Uuid, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# The chain over the entries; only the linker's role may add, nobody may change.
audit_link = Table(
    "audit_link",
    KIT,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", Uuid, nullable=False, unique=True),
    Column("previous_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

# Heads of other services' chains, kept so that a cut-off tail is seen.
audit_witness = Table(
    "audit_witness",
    KIT,
    Column("service", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
)

# This service's copy of the agency tree. `path` runs from the root to the agency itself.
directory_agency = Table(
    "directory_agency",
    KIT,
    Column("id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("thai_name", Text, nullable=False),
    Column("english_name", Text, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("type", Integer, nullable=False),
    Column("path", ARRAY(Uuid), nullable=False),
    Column("is_acoc", Boolean, nullable=False),
    Column("head", Uuid, comment="subject of the head of the agency"),
    Column("closed_on", Date),
    Column("owes_summaries_from", Date, comment="the first day of the first round; NULL while it owes none"),
    Column("owes_summaries_since", Date, comment="when it came to owe from that round on; NULL where nobody knows"),
)

# This service's copy of the officers: what a token is held against, and the blind index for recusal (ROLE-5).
directory_officer = Table(
    "directory_officer",
    KIT,
    Column("subject", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("agency_id", Uuid, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("marks", ARRAY(Text), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("national_id_index", LargeBinary),
)

# One row: until when this copy is known to be whole.
directory_freshness = Table(
    "directory_freshness",
    KIT,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("fresh_at", DateTime(timezone=True), nullable=False),
)
