"""The directory knows which agencies owe monthly summaries, and from which round on."""

from alembic import op

revision = "kit_0002"
down_revision = "kit_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE directory_agency ADD owes_summaries_from date")
