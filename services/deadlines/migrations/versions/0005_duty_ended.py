"""A summary is cancelled when the duty ends; agencies whose first round was set later are looked at again."""

from alembic import op

revision = "deadlines_0005"
down_revision = "deadlines_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """UPDATE policies SET cancelled_by = '{calendar.duty_ended}', revived_by = '{calendar.duty_resumed}'
           WHERE code = 'summary.monthly'"""
    )
    # What was opened before a first round that was set later stood open: the next look ends it.
    op.execute(
        """UPDATE summary_duties SET opened_from = opened.first
           FROM (SELECT agency_id, min(round) AS first FROM summaries GROUP BY agency_id) AS opened
           WHERE opened.agency_id = summary_duties.agency_id AND opened.first < summary_duties.opened_from"""
    )
