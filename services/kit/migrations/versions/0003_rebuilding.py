"""Which read models are being made anew, and are not whole (REL-4, REL-8)."""

from alembic import op

revision = "kit_0003"
down_revision = "kit_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""CREATE TABLE rebuilding (
        consumer text CONSTRAINT pk_rebuilding PRIMARY KEY, began_at timestamptz NOT NULL DEFAULT now())""")
