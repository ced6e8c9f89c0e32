"""Obligations, the copy of the cases that they are about, reminders and their mails."""

from alembic import op

revision = "deadlines_0001"
down_revision = None
branch_labels = ("deadlines",)
depends_on = "kit_0001"


def upgrade() -> None:
    for statement in (
        """CREATE TABLE cases (
            case_id uuid CONSTRAINT pk_cases PRIMARY KEY, complaint_id uuid NOT NULL, agency_id uuid NOT NULL,
            number text NOT NULL, recorded_on date NOT NULL, is_with_pacc boolean NOT NULL,
            accused_indexes bytea[] NOT NULL, version bigint NOT NULL)""",
        """CREATE TABLE obligations (
            id uuid CONSTRAINT pk_obligations PRIMARY KEY, policy text NOT NULL, object_id uuid NOT NULL,
            agency_id uuid NOT NULL, opened_on date NOT NULL, due_on date NOT NULL, state integer NOT NULL,
            met_on date, version bigint NOT NULL)""",
        # A sweep walks what is due and counts by policy without touching a row (DUE-8).
        "CREATE INDEX ix_obligations_state_due_on ON obligations (state, due_on) INCLUDE (policy)",
        "CREATE INDEX ix_obligations_object_id ON obligations (object_id)",
        "CREATE INDEX ix_obligations_agency_id_due_on ON obligations (agency_id, due_on, id)",
        "CREATE INDEX ix_obligations_due_on ON obligations (due_on, id)",
        """CREATE TABLE reminders (
            id uuid CONSTRAINT pk_reminders PRIMARY KEY,
            obligation_id uuid NOT NULL CONSTRAINT fk_reminders_obligation_id_obligations REFERENCES obligations,
            step text NOT NULL, due_on date NOT NULL, falls_on date NOT NULL, finished_at timestamptz,
            CONSTRAINT uq_reminders_obligation_id_step_due_on UNIQUE (obligation_id, step, due_on))""",
        "CREATE INDEX ix_reminders_falls_on ON reminders (falls_on) WHERE finished_at IS NULL",
        """CREATE TABLE mails (
            reminder_id uuid CONSTRAINT fk_mails_reminder_id_reminders REFERENCES reminders, subject uuid,
            unanswered smallint NOT NULL, claimed_at timestamptz NOT NULL, settled_at timestamptz,
            refused_with integer, CONSTRAINT pk_mails PRIMARY KEY (reminder_id, subject))""",
    ):
        op.execute(statement)
