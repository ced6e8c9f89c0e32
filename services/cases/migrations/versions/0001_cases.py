"""Complaints, cases, what they are about, their timelines and sendings."""

from alembic import op

revision = "cases_0001"
down_revision = None
branch_labels = ("cases",)
depends_on = "kit_0001"


def upgrade() -> None:
    for statement in (
        "CREATE SEQUENCE national_number",
        """CREATE TABLE complaints (
            id uuid CONSTRAINT pk_complaints PRIMARY KEY, agency_id uuid NOT NULL, agency_name text NOT NULL,
            recorded_by uuid NOT NULL, recorded_by_agency uuid NOT NULL, recorded_at timestamptz NOT NULL,
            agency_number text NOT NULL, fiscal_year integer NOT NULL, received_on date NOT NULL,
            was_pending boolean NOT NULL, reception_details text NOT NULL, source integer NOT NULL,
            source_detail text NOT NULL, channel integer NOT NULL, kind integer NOT NULL,
            complainant_withheld boolean NOT NULL, complainant bytea,
            CONSTRAINT uq_complaints_agency_id_fiscal_year_agency_number
                UNIQUE (agency_id, fiscal_year, agency_number))""",
        """CREATE TABLE cases (
            id uuid CONSTRAINT pk_cases PRIMARY KEY,
            complaint_id uuid NOT NULL CONSTRAINT fk_cases_complaint_id_complaints REFERENCES complaints,
            ordinal integer NOT NULL, national_number bigint NOT NULL, agency_id uuid NOT NULL, number text NOT NULL,
            subject text NOT NULL, era integer NOT NULL, status integer NOT NULL, received_on date NOT NULL,
            recorded_on date NOT NULL, round_7_due_on date, round_7_explained_on date, round_7_reported_on date,
            entered_unit_on date, entered_department_acoc_on date, entered_ministry_acoc_on date, entered_pacc_on date,
            timeline_length integer NOT NULL, version bigint NOT NULL,
            CONSTRAINT uq_cases_national_number UNIQUE (national_number),
            CONSTRAINT uq_cases_complaint_id_ordinal UNIQUE (complaint_id, ordinal))""",
        "CREATE INDEX ix_cases_agency_id_received_on ON cases (agency_id, received_on DESC, national_number DESC)",
        "CREATE INDEX ix_cases_received_on ON cases (received_on DESC, national_number DESC)",
        """CREATE TABLE accused (
            case_id uuid CONSTRAINT pk_accused PRIMARY KEY CONSTRAINT fk_accused_case_id_cases REFERENCES cases,
            complaint_id uuid NOT NULL, title text NOT NULL, first_name text NOT NULL, last_name text NOT NULL,
            national_id bytea, national_id_index bytea, to_be_checked boolean NOT NULL, position text NOT NULL,
            position_type text NOT NULL, position_level text NOT NULL, affiliation text NOT NULL,
            details text NOT NULL)""",
        "CREATE INDEX ix_accused_complaint_id ON accused (complaint_id)",
        "CREATE INDEX ix_accused_national_id_index ON accused (national_id_index)",
        """CREATE TABLE allegations (
            id uuid CONSTRAINT pk_allegations PRIMARY KEY,
            complaint_id uuid NOT NULL CONSTRAINT fk_allegations_complaint_id_complaints REFERENCES complaints,
            ordinal integer NOT NULL, subject text NOT NULL, facts text NOT NULL, acted_on date NOT NULL,
            precision integer NOT NULL, acted_at text NOT NULL, document_number text NOT NULL, place text NOT NULL,
            damage numeric(17, 2), CONSTRAINT uq_allegations_complaint_id_ordinal UNIQUE (complaint_id, ordinal))""",
        """CREATE TABLE accusations (
            allegation_id uuid CONSTRAINT fk_accusations_allegation_id_allegations REFERENCES allegations,
            case_id uuid CONSTRAINT fk_accusations_case_id_cases REFERENCES cases,
            CONSTRAINT pk_accusations PRIMARY KEY (allegation_id, case_id))""",
        "CREATE INDEX ix_accusations_case_id ON accusations (case_id)",
        """CREATE TABLE co_offenders (
            id uuid CONSTRAINT pk_co_offenders PRIMARY KEY,
            allegation_id uuid NOT NULL CONSTRAINT fk_co_offenders_allegation_id_allegations REFERENCES allegations,
            ordinal integer NOT NULL, kind integer NOT NULL, title text NOT NULL, name text NOT NULL,
            last_name text NOT NULL, identifier bytea, to_be_checked boolean NOT NULL, relation text NOT NULL,
            details text NOT NULL, CONSTRAINT uq_co_offenders_allegation_id_ordinal UNIQUE (allegation_id, ordinal))""",
        """CREATE TABLE timeline (
            case_id uuid CONSTRAINT fk_timeline_case_id_cases REFERENCES cases, number integer, status integer NOT NULL,
            done_on date, reported_at timestamptz NOT NULL, actor uuid NOT NULL, details json,
            CONSTRAINT pk_timeline PRIMARY KEY (case_id, number))""",
        """CREATE TABLE sendings (
            id uuid CONSTRAINT pk_sendings PRIMARY KEY,
            case_id uuid NOT NULL CONSTRAINT fk_sendings_case_id_cases REFERENCES cases, level integer NOT NULL,
            sent_at timestamptz NOT NULL, actor uuid NOT NULL)""",
        "CREATE INDEX ix_sendings_case_id ON sendings (case_id)",
    ):
        op.execute(statement)
