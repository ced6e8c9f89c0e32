"""The table that lists are searched by (CASE-25); made by a migration."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from cases.adapters.tables import METADATA

# `words` and `grams` lie out of line, so that a row is small and thousands of candidates are put in order quickly.
case_words = Table(
    "case_words",
    METADATA,
    Column("case_id", Uuid, ForeignKey("cases.id"), primary_key=True),
    Column("received_on", Date, nullable=False, comment="as in `cases`: the order of lists"),
    Column("national_number", BigInteger, nullable=False, comment="as in `cases`: the order of lists"),
    Column("words", Text, nullable=False, comment="subjects, facts, names; normalised, no national ID"),
    Column("grams", ARRAY(Integer), nullable=False, comment="runs of one to three characters, as numbers"),
)
