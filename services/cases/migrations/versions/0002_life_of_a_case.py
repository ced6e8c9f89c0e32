"""The life of a case: round 37, conclusion, proceedings, outcome; edits, deletion, handlers, recusals, remarks."""

from alembic import op

revision = "cases_0002"
down_revision = "cases_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        """ALTER TABLE complaints
            ADD version bigint NOT NULL DEFAULT 1,
            ADD accused_indexes bytea[] NOT NULL DEFAULT '{}', ADD recused uuid[] NOT NULL DEFAULT '{}',
            ADD deleted_on date, ADD deleted_by uuid, ADD deletion_reason text NOT NULL DEFAULT '',
            ADD is_number_free boolean NOT NULL DEFAULT false,
            DROP CONSTRAINT uq_complaints_agency_id_fiscal_year_agency_number""",
        # A number stays taken while its complaint can be restored (CASE-21).
        """CREATE UNIQUE INDEX uq_complaints_number ON complaints (agency_id, fiscal_year, agency_number)
            WHERE NOT is_number_free""",
        """UPDATE complaints SET accused_indexes = known.indexes FROM (
            SELECT complaint_id, array_agg(DISTINCT national_id_index) AS indexes FROM accused
            WHERE national_id_index IS NOT NULL GROUP BY complaint_id) known WHERE known.complaint_id = id""",
        "CREATE INDEX ix_complaints_deleted_on ON complaints (deleted_on) WHERE deleted_on IS NOT NULL",
        """ALTER TABLE cases
            ADD round_37_due_on date, ADD round_37_explained_on date, ADD round_37_reported_on date,
            ADD concluded_on date, ADD proceedings_reports integer NOT NULL DEFAULT 0,
            ADD closed_on date, ADD outcome integer, ADD penalty integer, ADD closed_as integer,
            ADD is_referred_to_criminal boolean NOT NULL DEFAULT false,
            ADD returned_levels integer[] NOT NULL DEFAULT '{}', ADD times_reported integer NOT NULL DEFAULT 0,
            ADD last_reported_on date, ADD handler uuid, ADD origin_case_id uuid,
            ADD questions integer NOT NULL DEFAULT 0, ADD deleted_on date""",
        "UPDATE cases SET round_37_due_on = received_on + 37 WHERE round_7_due_on IS NOT NULL",
        """UPDATE cases SET times_reported = known.times, last_reported_on = known.last FROM (
            SELECT case_id, count(*) AS times, (max(sent_at) AT TIME ZONE 'Asia/Bangkok')::date AS last FROM sendings
            WHERE level = 4 GROUP BY case_id) known WHERE known.case_id = id""",
        "UPDATE cases SET handler = c.recorded_by FROM complaints c WHERE c.id = complaint_id "
        "AND c.recorded_by_agency = c.agency_id",
        "ALTER TABLE co_offenders ADD identifier_index bytea",
        "CREATE INDEX ix_co_offenders_identifier_index ON co_offenders (identifier_index)",
        """ALTER TABLE timeline ADD closed_as integer, ADD edition integer NOT NULL DEFAULT 1,
            ADD case_version bigint NOT NULL DEFAULT 0""",
        "ALTER TABLE sendings ADD content bytea",
        """CREATE TABLE timeline_editions (
            case_id uuid CONSTRAINT fk_timeline_editions_case_id_cases REFERENCES cases, number integer,
            edition integer, status integer NOT NULL, closed_as integer, done_on date,
            reported_at timestamptz NOT NULL, actor uuid NOT NULL, details json, replaced_at timestamptz NOT NULL,
            replaced_by uuid NOT NULL, CONSTRAINT pk_timeline_editions PRIMARY KEY (case_id, number, edition))""",
        """CREATE TABLE complaint_editions (
            complaint_id uuid CONSTRAINT fk_complaint_editions_complaint_id_complaints REFERENCES complaints,
            version bigint, content json NOT NULL, replaced_at timestamptz NOT NULL, replaced_by uuid NOT NULL,
            CONSTRAINT pk_complaint_editions PRIMARY KEY (complaint_id, version))""",
        """CREATE TABLE found_officials (
            id uuid CONSTRAINT pk_found_officials PRIMARY KEY,
            case_id uuid NOT NULL CONSTRAINT fk_found_officials_case_id_cases REFERENCES cases, place integer NOT NULL,
            national_id bytea NOT NULL, national_id_index bytea NOT NULL,
            CONSTRAINT uq_found_officials_case_id_place UNIQUE (case_id, place))""",
        """CREATE TABLE recusals (
            id uuid CONSTRAINT pk_recusals PRIMARY KEY,
            complaint_id uuid NOT NULL CONSTRAINT fk_recusals_complaint_id_complaints REFERENCES complaints,
            officer uuid NOT NULL, reason text NOT NULL, marked_at timestamptz NOT NULL, actor uuid NOT NULL,
            lifted_at timestamptz, lifted_by uuid, lift_reason text NOT NULL DEFAULT '')""",
        "CREATE UNIQUE INDEX uq_recusals_in_force ON recusals (complaint_id, officer) WHERE lifted_at IS NULL",
        """CREATE TABLE remarks (
            id uuid CONSTRAINT pk_remarks PRIMARY KEY,
            case_id uuid NOT NULL CONSTRAINT fk_remarks_case_id_cases REFERENCES cases, kind integer NOT NULL,
            level integer NOT NULL, text text NOT NULL, at timestamptz NOT NULL, actor uuid NOT NULL)""",
        "CREATE INDEX ix_remarks_case_id ON remarks (case_id)",
        """CREATE TABLE half_made_records (
            id uuid CONSTRAINT pk_half_made_records PRIMARY KEY, officer uuid NOT NULL, agency_id uuid NOT NULL,
            version bigint NOT NULL, kept_at timestamptz NOT NULL, content bytea NOT NULL)""",
        "CREATE INDEX ix_half_made_records_officer ON half_made_records (officer, agency_id)",
        "CREATE TABLE closed_months (month date CONSTRAINT pk_closed_months PRIMARY KEY)",
    ):
        op.execute(statement)
