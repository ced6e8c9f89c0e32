"""Corrections of what is not edited, and the day on which a case was corrected last (CASE-22)."""

from alembic import op

revision = "cases_0004"
down_revision = "cases_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        "ALTER TABLE cases ADD corrected_on date",
        """CREATE TABLE corrections (
            id uuid CONSTRAINT pk_corrections PRIMARY KEY, batch uuid NOT NULL,
            case_id uuid NOT NULL CONSTRAINT fk_corrections_case_id_cases REFERENCES cases,
            field text NOT NULL, place integer NOT NULL, old_value text NOT NULL, new_value text NOT NULL,
            sealed_value bytea, old_index bytea, new_index bytea, reason text NOT NULL, state integer NOT NULL,
            requested_at timestamptz NOT NULL, requested_by uuid NOT NULL, decided_at timestamptz, decided_by uuid,
            remark text NOT NULL DEFAULT '')""",
        "CREATE UNIQUE INDEX uq_corrections_waiting ON corrections (case_id, field, place) WHERE state = 1",
        "CREATE INDEX ix_corrections_case_id ON corrections (case_id)",
        "CREATE INDEX ix_corrections_batch ON corrections (batch)",
        # A closed case that a correction has left with a round to report waits in a queue as an open one does.
        """CREATE INDEX ix_cases_missing_round ON cases (agency_id)
            WHERE closed_on IS NOT NULL AND round_7_due_on IS NOT NULL AND round_7_reported_on IS NULL""",
    ):
        op.execute(statement)
