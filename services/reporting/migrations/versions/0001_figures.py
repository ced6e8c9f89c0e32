"""The read models of reports, in a schema of their own: a rebuild empties it and nothing else."""

from alembic import op

revision = "reporting_0001"
down_revision = None
branch_labels = ("reporting",)
depends_on = "kit_0001"


def upgrade() -> None:
    for statement in (
        "CREATE SCHEMA figures",
        """CREATE TABLE figures.cases (
            id uuid CONSTRAINT pk_cases PRIMARY KEY, version bigint NOT NULL, complaint_id uuid NOT NULL,
            agency_id uuid NOT NULL, era integer NOT NULL, status integer NOT NULL, received_on date NOT NULL,
            recorded_on date NOT NULL, round_7_due_on date, round_7_reported_on date,
            entered_unit_on date, entered_department_acoc_on date, entered_ministry_acoc_on date, entered_pacc_on date,
            accused_indexes bytea[] NOT NULL, closed_on date, outcome integer, criminal boolean NOT NULL DEFAULT false,
            CONSTRAINT ck_cases_closed_with_outcome CHECK ((closed_on IS NULL) = (outcome IS NULL)))""",
        "CREATE INDEX ix_cases_agency_id ON figures.cases (agency_id)",
        """CREATE TABLE figures.acts (
            case_id uuid, version bigint, kind integer, recorded_on date NOT NULL,
            CONSTRAINT pk_acts PRIMARY KEY (case_id, version, kind))""",
        "CREATE INDEX ix_acts_recorded_on ON figures.acts (recorded_on, case_id)",
    ):
        op.execute(statement)
