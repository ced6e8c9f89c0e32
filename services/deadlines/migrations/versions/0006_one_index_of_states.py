"""What is still to be met is found by `ix_obligations_owed`, lists of other states by `ix_obligations_due_on`."""

from alembic import op

revision = "deadlines_0006"
down_revision = "deadlines_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP INDEX ix_obligations_state_due_on")
