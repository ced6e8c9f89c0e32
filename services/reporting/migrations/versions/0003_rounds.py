"""Monthly summaries, the rounds that ป.ป.ท. closes, and what was published then: records that no rebuild touches."""

from alembic import op

revision = "reporting_0003"
down_revision = "reporting_0002"
branch_labels = None
depends_on = "kit_0002"


def upgrade() -> None:
    for statement in (
        "CREATE SCHEMA rounds",
        """CREATE TABLE rounds.rounds (
            round date CONSTRAINT pk_rounds PRIMARY KEY, state integer NOT NULL, closing_at timestamptz NOT NULL,
            closing_by uuid NOT NULL, waits_for text NOT NULL DEFAULT '', closed_at timestamptz, closed_on date)""",
        """CREATE TABLE rounds.summaries (
            round date, agency_id uuid, new integer NOT NULL, progress integer NOT NULL, note text NOT NULL,
            received bigint NOT NULL, progressed bigint NOT NULL, submitted_at timestamptz NOT NULL,
            submitted_on date NOT NULL, submitted_by uuid NOT NULL,
            CONSTRAINT pk_summaries PRIMARY KEY (round, agency_id))""",
        """CREATE TABLE rounds.published_agencies (
            month date, agency_id uuid, path uuid[] NOT NULL, code text NOT NULL, thai_name text NOT NULL,
            kind integer NOT NULL, type integer NOT NULL, is_open boolean NOT NULL, owes_summary boolean NOT NULL,
            CONSTRAINT pk_published_agencies PRIMARY KEY (month, agency_id))""",
        """CREATE TABLE rounds.published_figures (
            month date, level integer, agency_id uuid,
            before_new bigint NOT NULL, before_first_reported bigint NOT NULL,
            before_carried_forward bigint NOT NULL, before_progressed bigint NOT NULL, before_ended
            bigint NOT NULL, before_minor bigint NOT NULL, before_serious bigint NOT NULL,
            before_other bigint NOT NULL, before_criminal bigint NOT NULL, after_new bigint NOT
            NULL, after_first_reported bigint NOT NULL, after_carried_forward bigint NOT NULL,
            after_progressed bigint NOT NULL, after_ended bigint NOT NULL, after_minor bigint NOT
            NULL, after_serious bigint NOT NULL, after_other bigint NOT NULL, after_criminal bigint
            NOT NULL, followed bigint NOT NULL, not_followed bigint NOT NULL, in_progress bigint NOT
            NULL,
            CONSTRAINT pk_published_figures PRIMARY KEY (month, level, agency_id))""",
        """CREATE TABLE rounds.published_cases (
            month date, level integer, case_id uuid, complaint_id uuid NOT NULL, agency_id uuid NOT NULL,
            era integer NOT NULL, is_carried boolean NOT NULL, is_received_in_it boolean NOT NULL,
            is_progressed boolean NOT NULL, is_completed boolean NOT NULL, outcome integer, criminal boolean NOT NULL,
            is_failed boolean NOT NULL, is_followed boolean NOT NULL,
            CONSTRAINT pk_published_cases PRIMARY KEY (month, level, case_id))""",
        "ALTER TABLE figures.cases ADD deleted_on date, ADD corrected_on date",
    ):
        op.execute(statement)
