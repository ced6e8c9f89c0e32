"""Sums of all time beside those of years and months, so that the newest month is read from few rows.

Of what is outstanding alone, as the consumer adds to them (`reporting.domain.tallying`); made of the sums of the years.
"""

from alembic import op

revision = "reporting_0005"
down_revision = "reporting_0004"
branch_labels = None
depends_on = None

# Nobody adds to the sums meanwhile; what a newer consumer may have added too early is in those of the years as well.
ALONE = "LOCK TABLE figures.tallies IN ACCESS EXCLUSIVE MODE"
ANEW = "DELETE FROM figures.tallies WHERE grain = 0"
EVER = """INSERT INTO figures.tallies
    SELECT level, 0, DATE '1900-01-01', agency_id, era, sum(new), sum(first_reported), 0,
        sum(ended), sum(minor), sum(serious), sum(other), 0, sum(followed_open), sum(failed_open), 0, 0
    FROM figures.tallies WHERE grain = 1 GROUP BY level, agency_id, era"""
# 0004 laid the rows down in no order at all; the consumer adds a month's when it has come.
IN_ORDER = "CLUSTER figures.tallies USING pk_tallies"


def upgrade() -> None:
    for statement in (ALONE, ANEW, EVER, IN_ORDER):
        op.execute(statement)
