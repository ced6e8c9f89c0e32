"""Who does not find a request for a correction, since it would recuse him, is not told by a refusal either (ROLE-5)."""

from alembic import op

revision = "cases_0008"
down_revision = "cases_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        """CREATE UNIQUE INDEX uq_corrections_waiting_of ON corrections (case_id, field, place, person, requested_by)
            WHERE state = 1""",
        "DROP INDEX uq_corrections_waiting_person",
    ):
        op.execute(statement)
