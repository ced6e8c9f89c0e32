"""Monthly summaries: the policy, what ends it, rounds and summaries, and reminders by hand."""

from alembic import op

revision = "deadlines_0004"
down_revision = "deadlines_0003"
branch_labels = None
depends_on = "kit_0002"


def upgrade() -> None:
    for statement in (
        "ALTER TABLE policies ADD ended_by text[] NOT NULL DEFAULT '{}'",
        "ALTER TABLE obligations ADD ended_on date",
        "ALTER TABLE reminders ADD is_by_hand boolean NOT NULL DEFAULT false",
        """CREATE TABLE rounds (
            round date CONSTRAINT pk_rounds PRIMARY KEY, closed_at timestamptz, closed_on date)""",
        """CREATE TABLE summaries (
            id uuid CONSTRAINT pk_summaries PRIMARY KEY, agency_id uuid NOT NULL,
            round date NOT NULL CONSTRAINT fk_summaries_round_rounds REFERENCES rounds)""",
        "CREATE INDEX ix_summaries_round ON summaries (round, id)",
        """CREATE TABLE summary_duties (
            agency_id uuid CONSTRAINT pk_summary_duties PRIMARY KEY, opened_from date NOT NULL,
            opened_until date NOT NULL)""",
        # What is still to be met, counted by policy without touching a row; ix_obligations_state_due_on may go later.
        "CREATE INDEX ix_obligations_owed ON obligations (state, due_on) INCLUDE (policy) WHERE ended_on IS NULL",
        _SUMMARY,
    ):
        op.execute(statement)


_SUMMARY = """INSERT INTO policies (
    code, number, counted_in, is_extendable, counted_from, owed_by, applies_to, opens_with, met_by, ended_by,
    cancelled_by, revived_by, stopped_by, resumed_by, longest_stop, is_repeating, is_law, thai_duty, english_duty,
    thai_basis, english_basis, reminders)
VALUES ('summary.monthly', 10, 3, false, 'opening', 'agency', 'every_summary', '{calendar.month_began}',
    '{reporting.summary_submitted}', '{reporting.round_closed}', '{}', '{}', '{}', '{}', 0, false, true,
    'สรุปรายงานผลการดำเนินการประจำเดือน', 'Monthly summary',
    'คู่มือ ป.ป.ท. ข้อ 8: สรุปรายงานผลการดำเนินการประจำเดือน ภายในวันที่ 10 ของเดือนถัดจากเดือนที่รายงาน แม้ตรงกับวันหยุดราชการ',
    'PACC 8: monthly summary by the 10th of the month after the one that is reported, also where that is a day off',
    '{-3,-1,0,1,7,15,30}')"""
