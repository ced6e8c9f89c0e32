"""Since when an agency owes monthly summaries from its first round on: what was closed before that is not missed."""

from alembic import op

revision = "agencies_0003"
down_revision = "agencies_0002"
branch_labels = None
depends_on = "kit_0004"


def upgrade() -> None:
    op.execute("ALTER TABLE agencies ADD owes_summaries_since date")
