"""Tallies: sums by month and year, so that a month is read without looking at cases; cases are found by complaint.

The tallies of what is here already are summed once, by the law of `reporting.domain.tallying` written in SQL.
"""

from alembic import op

revision = "reporting_0004"
down_revision = "reporting_0003"
branch_labels = None
depends_on = None

FAILS_ON = """UPDATE figures.cases SET fails_on = judged.fails_on FROM (
        SELECT c.id, least(
            CASE WHEN o.round_7_reported_on <= o.round_7_due_on THEN NULL ELSE o.round_7_due_on END,
            CASE WHEN o.round_37_reported_on <= o.round_37_due_on THEN NULL ELSE o.round_37_due_on END) AS fails_on
        FROM figures.cases c JOIN figures.cases o ON o.id = coalesce(c.origin_case_id, c.id)) judged
    WHERE judged.id = cases.id"""

# One row for each change that a case makes to a sum of a month: the same as `_changes` of the domain.
_SUMMED = """INSERT INTO figures.tallies
    WITH entries AS (
        SELECT id, 1 AS level, least(entered_unit_on, entered_department_acoc_on, entered_ministry_acoc_on,
            entered_pacc_on) AS entered_on FROM figures.cases
        UNION ALL SELECT id, 2, least(entered_department_acoc_on, entered_ministry_acoc_on, entered_pacc_on)
            FROM figures.cases
        UNION ALL SELECT id, 3, least(entered_ministry_acoc_on, entered_pacc_on) FROM figures.cases
        UNION ALL SELECT id, 4, entered_pacc_on FROM figures.cases),
    dated AS (
        SELECT c.*, e.level, date_trunc('month', e.entered_on)::date AS entered,
            CASE WHEN c.closed_on IS NOT NULL
                THEN date_trunc('month', greatest(c.closed_on, e.entered_on))::date END AS completed,
            CASE WHEN o.round_7_reported_on <= o.round_7_due_on AND o.round_37_reported_on <= o.round_37_due_on
                THEN greatest(o.round_7_reported_on, o.round_37_reported_on) END AS followed_on
        FROM figures.cases c JOIN entries e ON e.id = c.id
        LEFT JOIN figures.cases o ON o.id = coalesce(c.origin_case_id, c.id)
        WHERE e.entered_on IS NOT NULL AND NOT c.is_deleted),
    balances AS (
        SELECT d.*, b.name, greatest(date_trunc('month', b.since)::date, entered) AS since FROM dated d
        CROSS JOIN LATERAL (VALUES ('followed_open', followed_on), ('failed_open', fails_on)) b (name, since)
        WHERE era = 2 AND b.since IS NOT NULL),
    changes (level, month, agency_id, era, name, step) AS (
        SELECT level, entered, agency_id, era, CASE WHEN received_on >= entered THEN 'new' ELSE 'first_reported' END, 1
            FROM dated
        UNION ALL SELECT level, a.month, agency_id, era, 'progressed', 1 FROM dated d JOIN (
                SELECT DISTINCT case_id, date_trunc('month', recorded_on)::date AS month FROM figures.acts) a
            ON a.case_id = d.id AND entered < a.month AND (completed IS NULL OR a.month <= completed)
        UNION ALL SELECT level, completed, agency_id, era, (ARRAY['ended', 'minor', 'serious', 'other'])[outcome], 1
            FROM dated WHERE completed IS NOT NULL
        UNION ALL SELECT level, completed, agency_id, era, 'criminal', 1 FROM dated
            WHERE completed IS NOT NULL AND criminal
        UNION ALL SELECT level, completed, agency_id, era, 'followed_completed', 1 FROM dated
            WHERE era = 2 AND completed IS NOT NULL AND followed_on <= closed_on
        UNION ALL SELECT level, completed, agency_id, era, 'failed_completed', 1 FROM dated
            WHERE era = 2 AND completed IS NOT NULL AND fails_on < closed_on
        UNION ALL SELECT level, since, agency_id, era, name, 1 FROM balances
            WHERE completed IS NULL OR since < completed
        UNION ALL SELECT level, completed, agency_id, era, name, -1 FROM balances WHERE since < completed)
    SELECT level, grain, starts_on, agency_id, era, SUMS
    FROM changes CROSS JOIN LATERAL
        (VALUES (1, date_trunc('year', month)::date), (2, month)) g (grain, starts_on)
    GROUP BY level, grain, starts_on, agency_id, era"""
_SUMS = (
    *("new", "first_reported", "progressed", "ended", "minor", "serious", "other", "criminal"),
    *("followed_open", "failed_open", "followed_completed", "failed_completed"),
)


SUMMED = _SUMMED.replace("SUMS", ", ".join(f"coalesce(sum(step) FILTER (WHERE name = '{name}'), 0)" for name in _SUMS))


def upgrade() -> None:
    for statement in (
        # Rows are changed over and over: room in each page lets that happen without touching the index.
        f"""CREATE TABLE figures.tallies (
            level integer, grain integer, starts_on date, agency_id uuid, era integer,
            {", ".join(f"{name} integer NOT NULL" for name in _SUMS)},
            CONSTRAINT pk_tallies PRIMARY KEY (level, grain, starts_on, agency_id, era)) WITH (fillfactor = 70)""",
        "ALTER TABLE figures.cases ADD fails_on date",
        FAILS_ON,
        SUMMED,
        "CREATE INDEX ix_cases_complaint_id ON figures.cases (complaint_id)",
        # Which open cases fail before the running month is over, without looking at the cases themselves.
        """CREATE INDEX ix_cases_fails_on ON figures.cases (fails_on) INCLUDE (agency_id, entered_unit_on,
            entered_department_acoc_on, entered_ministry_acoc_on, entered_pacc_on)
            WHERE closed_on IS NULL AND NOT is_deleted AND fails_on IS NOT NULL""",
        # The few complaints that a viewer is recused from.
        "CREATE INDEX ix_cases_accused_indexes ON figures.cases USING gin (accused_indexes)",
        "CREATE INDEX ix_cases_recused ON figures.cases USING gin (recused) WHERE recused <> '{}'",
    ):
        op.execute(statement)
