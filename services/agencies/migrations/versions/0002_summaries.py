"""Who owes monthly summaries, from which round on, and what was told of it."""

from alembic import op

revision = "agencies_0002"
down_revision = "agencies_0001"
branch_labels = None
depends_on = "kit_0002"

# An agency that is there already, or that the release before makes while both run, begins with the month after this
# day. Nothing was told of any: `settle_summaries` does it.


def upgrade() -> None:
    op.execute(
        """ALTER TABLE agencies
            ADD summary_setting integer NOT NULL DEFAULT 0,
            ADD summaries_from date NOT NULL
                DEFAULT (date_trunc('month', now() AT TIME ZONE 'Asia/Bangkok') + interval '1 month')::date,
            ADD owes_summaries boolean NOT NULL DEFAULT false"""
    )
