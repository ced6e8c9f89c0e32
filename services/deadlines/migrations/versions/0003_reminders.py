"""Reminders by step and their digests, what was planned until when, the bell's read marks, calendar feeds."""

from alembic import op

revision = "deadlines_0003"
down_revision = "deadlines_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        # What the release before knows of is the step of the day itself, a mail of its own.
        """ALTER TABLE reminders
            ALTER COLUMN id SET DEFAULT gen_random_uuid(),
            ADD COLUMN days_after_due integer NOT NULL DEFAULT 0,
            ADD COLUMN is_own_mail boolean NOT NULL DEFAULT true,
            ADD COLUMN tells_soon boolean NOT NULL DEFAULT false,
            ADD COLUMN noted_at timestamptz NOT NULL DEFAULT now()""",
        "CREATE INDEX ix_reminders_noted_at ON reminders (noted_at)",
        "CREATE INDEX ix_reminders_tells_soon ON reminders (id) WHERE tells_soon",
        """CREATE TABLE digests (
            falls_on date, subject uuid, unanswered smallint NOT NULL, claimed_at timestamptz NOT NULL,
            settled_at timestamptz, refused_with integer, CONSTRAINT pk_digests PRIMARY KEY (falls_on, subject))""",
        """CREATE TABLE reminder_plan (
            id integer CONSTRAINT pk_reminder_plan PRIMARY KEY, planned_until date NOT NULL)""",
        """CREATE TABLE unplanned (
            obligation_id uuid CONSTRAINT pk_unplanned PRIMARY KEY
            CONSTRAINT fk_unplanned_obligation_id_obligations REFERENCES obligations)""",
        """CREATE TABLE bell_reads (
            subject uuid CONSTRAINT pk_bell_reads PRIMARY KEY, read_until timestamptz NOT NULL)""",
        """CREATE TABLE calendar_feeds (
            subject uuid CONSTRAINT pk_calendar_feeds PRIMARY KEY,
            secret_hash bytea NOT NULL CONSTRAINT uq_calendar_feeds_secret_hash UNIQUE,
            renewed_at timestamptz NOT NULL)""",
    ):
        op.execute(statement)
