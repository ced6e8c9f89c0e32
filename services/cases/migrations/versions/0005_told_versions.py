"""By which version of its case an entry of the timeline was told; an edit leaves it as it is (REL-8)."""

from alembic import op

revision = "cases_0005"
down_revision = "cases_0004"
branch_labels = None
depends_on = None

# Of an entry that was edited, or is older than `case_version`, only that it comes after the one before is known. What
# closed its case was told one version before the closing.
_FILL = """
    UPDATE timeline SET told_version = known.version FROM (
        SELECT case_id, number, number + max(version - number) OVER (PARTITION BY case_id ORDER BY number) AS version
        FROM (
            SELECT case_id, number, CASE WHEN case_version > 0 AND edition = 1
                THEN case_version - (closed_as IS NOT NULL)::int ELSE number END AS version FROM timeline) told) known
    WHERE known.case_id = timeline.case_id AND known.number = timeline.number
"""


def upgrade() -> None:
    op.execute("ALTER TABLE timeline ADD told_version bigint NOT NULL DEFAULT 0")
    op.execute(_FILL)
