"""The tables of `cases`; made by its migrations."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from kit.database.tables import NAMING

METADATA = MetaData(naming_convention=NAMING)

complaints = Table(
    "complaints",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("agency_id", Uuid, nullable=False),
    Column("agency_name", Text, nullable=False, comment="as it was when the record was made (ORG-3)"),
    Column("recorded_by", Uuid, nullable=False, comment="subject of the officer"),
    Column("recorded_by_agency", Uuid, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("agency_number", Text, nullable=False),
    Column("fiscal_year", Integer, nullable=False, comment="Buddhist, of the reception date"),
    Column("received_on", Date, nullable=False),
    Column("was_pending", Boolean, nullable=False),
    Column("reception_details", Text, nullable=False),
    Column("source", Integer, nullable=False),
    Column("source_detail", Text, nullable=False),
    Column("channel", Integer, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("complainant_withheld", Boolean, nullable=False),
    Column("complainant", LargeBinary, comment="sealed; NULL where none was typed in"),
    UniqueConstraint("agency_id", "fiscal_year", "agency_number"),
)

cases = Table(
    "cases",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("complaint_id", Uuid, ForeignKey("complaints.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("national_number", BigInteger, nullable=False, unique=True),
    Column("agency_id", Uuid, nullable=False),
    Column("number", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("era", Integer, nullable=False),
    Column("status", Integer, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("recorded_on", Date, nullable=False),
    Column("round_7_due_on", Date, comment="NULL before the resolution"),
    Column("round_7_explained_on", Date),
    Column("round_7_reported_on", Date),
    Column("entered_unit_on", Date),
    Column("entered_department_acoc_on", Date),
    Column("entered_ministry_acoc_on", Date),
    Column("entered_pacc_on", Date),
    Column("timeline_length", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    UniqueConstraint("complaint_id", "ordinal"),
)

accused = Table(
    "accused",
    METADATA,
    Column("case_id", Uuid, ForeignKey("cases.id"), primary_key=True),
    Column("complaint_id", Uuid, nullable=False),
    Column("title", Text, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("national_id", LargeBinary, comment="sealed; NULL where there is none"),
    Column("national_id_index", LargeBinary),
    Column("to_be_checked", Boolean, nullable=False),
    Column("position", Text, nullable=False),
    Column("position_type", Text, nullable=False),
    Column("position_level", Text, nullable=False),
    Column("affiliation", Text, nullable=False),
    Column("details", Text, nullable=False),
)

allegations = Table(
    "allegations",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("complaint_id", Uuid, ForeignKey("complaints.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("acted_on", Date, nullable=False),
    Column("precision", Integer, nullable=False),
    Column("acted_at", Text, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("damage", Numeric(17, 2)),
    UniqueConstraint("complaint_id", "ordinal"),
)

# Step 5/5: which accused is ticked for which allegation.
accusations = Table(
    "accusations",
    METADATA,
    Column("allegation_id", Uuid, ForeignKey("allegations.id"), primary_key=True),
    Column("case_id", Uuid, ForeignKey("cases.id"), primary_key=True),
)

co_offenders = Table(
    "co_offenders",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("allegation_id", Uuid, ForeignKey("allegations.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("identifier", LargeBinary, comment="sealed; NULL where there is none"),
    Column("to_be_checked", Boolean, nullable=False),
    Column("relation", Text, nullable=False),
    Column("details", Text, nullable=False),
    UniqueConstraint("allegation_id", "ordinal"),
)

timeline = Table(
    "timeline",
    METADATA,
    Column("case_id", Uuid, ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("status", Integer, nullable=False),
    Column("done_on", Date),
    Column("reported_at", DateTime(timezone=True), nullable=False),
    Column("actor", Uuid, nullable=False),
    Column("details", JSON, comment="what was given: an explanation's text, or a round report"),
)

sendings = Table(
    "sendings",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("level", Integer, nullable=False),
    Column("sent_at", DateTime(timezone=True), nullable=False),
    Column("actor", Uuid, nullable=False),
)
