"""Which person a correction is about: a co-offender of an allegation, an official whom a conclusion found (CASE-22)."""

from alembic import op

revision = "cases_0007"
down_revision = "cases_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        "ALTER TABLE corrections ADD person integer NOT NULL DEFAULT 0",
        """CREATE UNIQUE INDEX uq_corrections_waiting_person ON corrections (case_id, field, place, person)
            WHERE state = 1""",
        # Of two people at one place both may be corrected at once.
        "DROP INDEX uq_corrections_waiting",
    ):
        op.execute(statement)
