"""The whole life of a case: the second round, deletion, officers marked as recused, the origin of a found case."""

from alembic import op

revision = "reporting_0002"
down_revision = "reporting_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        """ALTER TABLE figures.cases ADD round_37_due_on date, ADD round_37_reported_on date,
            ADD recused uuid[] NOT NULL DEFAULT '{}', ADD is_deleted boolean NOT NULL DEFAULT false,
            ADD origin_case_id uuid""",
        # Nobody could report the second round until now, and every case after the resolution owed it.
        "UPDATE figures.cases SET round_37_due_on = received_on + 37 WHERE round_7_due_on IS NOT NULL",
    ):
        op.execute(statement)
