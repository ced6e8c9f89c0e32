"""Numbers are compared with Thai digits read as Arabic ones: ๑๒๓/๒๕๖๓ is 123/2563 (CASE-1, CASE-25)."""

from alembic import op

revision = "cases_0006"
down_revision = "cases_0005"
branch_labels = None
depends_on = None

_READ = "translate({}, '๐๑๒๓๔๕๖๗๘๙', '0123456789')"
_NUMBER_READ = _READ.format("agency_number")


def upgrade() -> None:
    for statement in (
        "ALTER TABLE complaints ADD shares_number boolean NOT NULL DEFAULT false",
        # Complaints that took what is one number now, while two ways of writing it were two numbers, keep it: all but
        # the first are left out of the index. Nobody takes it anew: the first, and every reading of it, stand against.
        f"""UPDATE complaints SET shares_number = true FROM (
                SELECT id, row_number() OVER (
                    PARTITION BY agency_id, fiscal_year, {_NUMBER_READ} ORDER BY recorded_at, id) AS place
                FROM complaints WHERE NOT is_number_free) used
            WHERE used.id = complaints.id AND used.place > 1""",  # noqa: S608 - nothing of anybody's in it
        f"""CREATE UNIQUE INDEX uq_complaints_number_read ON complaints (agency_id, fiscal_year, ({_NUMBER_READ}))
            WHERE NOT is_number_free AND NOT shares_number""",
        "DROP INDEX uq_complaints_number",
        # What the list finds by number, of the case or of its complaint.
        f"CREATE INDEX ix_complaints_number_read ON complaints (({_NUMBER_READ}))",
        f"CREATE INDEX ix_cases_number_read ON cases (({_READ.format('number')}))",
    ):
        op.execute(statement)
