"""The tables of `agencies`; made by its migrations."""

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
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from kit.database.tables import NAMING

METADATA = MetaData(naming_convention=NAMING)

# The tree: what every service's `directory_agency` is a copy of.
agencies = Table(
    "agencies",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("thai_name", Text, nullable=False),
    Column("english_name", Text, nullable=False),
    Column("abbreviation", Text, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("type", Integer, nullable=False),
    Column("parent_id", Uuid, ForeignKey("agencies.id")),
    Column("path", ARRAY(Uuid), nullable=False, comment="from the root to the agency itself"),
    Column("is_acoc", Boolean, nullable=False),
    Column("head", Uuid, comment="subject of an active officer"),
    Column("closed_on", Date),
    Column("summary_setting", Integer, nullable=False, comment="0: by the rule"),
    Column("summaries_from", Date, nullable=False, comment="the first day of the first round, owed or not"),
    Column("owes_summaries", Boolean, nullable=False, comment="what was told"),
    Column("owes_summaries_since", Date, comment="when it came to owe from that round on; NULL while it owes none"),
)

# Officers and agencies' own systems, with what the other services may not know: names, addresses, the sealed number.
officers = Table(
    "officers",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False, comment="person, integrator"),
    Column("state", Text, nullable=False, comment="pending, active, ended"),
    Column("version", BigInteger, nullable=False),
    Column("subject", Uuid, unique=True, comment="Keycloak's id; known from the activation on"),
    Column("username", Text, nullable=False, unique=True, comment="of an integrator the client's name"),
    Column("first_name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("telephone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("marks", ARRAY(Text), nullable=False),
    Column("is_head", Boolean, nullable=False, comment="to be appointed head with the activation"),
    Column("national_id", LargeBinary, comment="sealed"),
    Column("national_id_index", LargeBinary),
    Column("granted_by", Uuid, nullable=False, comment="subject of the user_admin"),
    Column("granted_by_agency", Uuid),
    Column("leased_until", DateTime(timezone=True), comment="while pending: whose call makes the account until then"),
    Column("account_open", Boolean, nullable=False, comment="whether Keycloak may still let him in"),
)
