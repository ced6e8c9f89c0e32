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
    false,
)
from sqlalchemy.dialects.postgresql import ARRAY

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
    Column("version", BigInteger, nullable=False, server_default="1", comment="grows with every edit of the record"),
    # ROLE-5: who may find nothing of it, by the blind index of everybody accused or found, and by marks set by hand.
    Column("accused_indexes", ARRAY(LargeBinary), nullable=False, server_default="{}"),
    Column("recused", ARRAY(Uuid), nullable=False, server_default="{}"),
    Column("deleted_on", Date),
    Column("deleted_by", Uuid),
    Column("deletion_reason", Text, nullable=False, server_default=""),
    Column("is_number_free", Boolean, nullable=False, server_default=false(), comment="deleted for good (CASE-21)"),
    Column("shares_number", Boolean, nullable=False, server_default=false(), comment="from when digits differed"),
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
    Column("round_37_due_on", Date),
    Column("round_37_explained_on", Date),
    Column("round_37_reported_on", Date, comment="or the conclusion that stands for it"),
    Column("concluded_on", Date),
    Column("proceedings_reports", Integer, nullable=False, server_default="0"),
    Column("closed_on", Date),
    Column("outcome", Integer),
    Column("penalty", Integer),
    Column("closed_as", Integer, comment="what shows as the status of a closed case"),
    Column("is_referred_to_criminal", Boolean, nullable=False, server_default=false()),
    Column("entered_unit_on", Date),
    Column("entered_department_acoc_on", Date),
    Column("entered_ministry_acoc_on", Date),
    Column("entered_pacc_on", Date),
    Column("returned_levels", ARRAY(Integer), nullable=False, server_default="{}", comment="wait to be sent to again"),
    Column("times_reported", Integer, nullable=False, server_default="0", comment="sendings to ป.ป.ท."),
    Column("last_reported_on", Date),
    Column("handler", Uuid, comment="subject of the officer in charge"),
    Column("origin_case_id", Uuid, comment="of a case that an inquiry opened (CASE-15)"),
    Column("questions", Integer, nullable=False, server_default="0"),
    Column("deleted_on", Date),
    Column("corrected_on", Date, comment="when the newest correction was approved (CASE-22)"),
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
    Column("identifier_index", LargeBinary, comment="of a national ID only"),
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
    Column("details", JSON, comment="what was given, by its kind"),
    Column("closed_as", Integer),
    Column("edition", Integer, nullable=False, server_default="1"),
    Column("case_version", BigInteger, nullable=False, server_default="0", comment="of the case after it was written"),
    Column("told_version", BigInteger, nullable=False, server_default="0", comment="of the event; an edit leaves it"),
)

# Entries as they were before an edit (CASE-20).
timeline_editions = Table(
    "timeline_editions",
    METADATA,
    Column("case_id", Uuid, ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("status", Integer, nullable=False),
    Column("closed_as", Integer),
    Column("done_on", Date),
    Column("reported_at", DateTime(timezone=True), nullable=False),
    Column("actor", Uuid, nullable=False),
    Column("details", JSON),
    Column("replaced_at", DateTime(timezone=True), nullable=False),
    Column("replaced_by", Uuid, nullable=False),
)

# Complaints as they were before an edit, without what is sealed.
complaint_editions = Table(
    "complaint_editions",
    METADATA,
    Column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("content", JSON, nullable=False),
    Column("replaced_at", DateTime(timezone=True), nullable=False),
    Column("replaced_by", Uuid, nullable=False),
)

# Officials whom an inquiry found and who did not become cases: their numbers, sealed.
found_officials = Table(
    "found_officials",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("place", Integer, nullable=False, comment="among those whom the conclusion found, from 0"),
    Column("national_id", LargeBinary, nullable=False, comment="sealed"),
    Column("national_id_index", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "place"),
)

# Officers marked by hand as recused from a complaint (ROLE-5).
recusals = Table(
    "recusals",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("complaint_id", Uuid, ForeignKey("complaints.id"), nullable=False),
    Column("officer", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
    Column("marked_at", DateTime(timezone=True), nullable=False),
    Column("actor", Uuid, nullable=False),
    Column("lifted_at", DateTime(timezone=True)),
    Column("lifted_by", Uuid),
    Column("lift_reason", Text, nullable=False, server_default=""),
)

# Returns, questions and answers between an agency and those above it (CASE-24).
remarks = Table(
    "remarks",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("kind", Integer, nullable=False),
    Column("level", Integer, nullable=False, comment="which level said it"),
    Column("text", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Uuid, nullable=False),
)

# Records under way, sealed as a whole: for one officer at one agency.
half_made_records = Table(
    "half_made_records",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("officer", Uuid, nullable=False),
    Column("agency_id", Uuid, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Column("content", LargeBinary, nullable=False, comment="sealed"),
)

# What shall be other than it was recorded, by field and place: asked for, approved or returned (CASE-22).
corrections = Table(
    "corrections",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("batch", Uuid, nullable=False, comment="those that were asked for together"),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("field", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("person", Integer, nullable=False, server_default="0", comment="which one there, 0 where there is none"),
    Column("old_value", Text, nullable=False, comment="codes for terms; empty where the value is sealed"),
    Column("new_value", Text, nullable=False),
    Column("sealed_value", LargeBinary, comment="the new value where it is sealed; NULL where that is none"),
    Column("old_index", LargeBinary, comment="the mark of a sealed value as it was when asked; NULL for none"),
    Column("new_index", LargeBinary),
    Column("reason", Text, nullable=False),
    Column("state", Integer, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("requested_by", Uuid, nullable=False),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", Uuid),
    Column("remark", Text, nullable=False, server_default=""),
)

# The months whose round ป.ป.ท. has closed: what was recorded in them is not edited any more (CASE-20).
closed_months = Table("closed_months", METADATA, Column("month", Date, primary_key=True, comment="its first day"))

sendings = Table(
    "sendings",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("level", Integer, nullable=False),
    Column("sent_at", DateTime(timezone=True), nullable=False),
    Column("actor", Uuid, nullable=False),
    Column("content", LargeBinary, comment="the case as it was sent, a message of the contract"),
)
