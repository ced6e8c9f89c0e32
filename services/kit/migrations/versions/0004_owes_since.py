"""The directory knows since when an agency has owed monthly summaries from its first round on."""

from alembic import op

revision = "kit_0004"
down_revision = "kit_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE directory_agency ADD owes_summaries_since date")
