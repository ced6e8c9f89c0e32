"""The tree with its root, and the officers with the realm's first `user_admin`."""

from alembic import op

revision = "agencies_0001"
down_revision = None
branch_labels = ("agencies",)
depends_on = "kit_0001"

# Both fixed ids come with the realm too (docker/keycloak).


def upgrade() -> None:
    for statement in (
        """CREATE TABLE agencies (
            id uuid CONSTRAINT pk_agencies PRIMARY KEY, version bigint NOT NULL,
            code text NOT NULL CONSTRAINT uq_agencies_code UNIQUE, thai_name text NOT NULL,
            english_name text NOT NULL, abbreviation text NOT NULL, kind integer NOT NULL, type integer NOT NULL,
            parent_id uuid CONSTRAINT fk_agencies_parent_id_agencies REFERENCES agencies, path uuid[] NOT NULL,
            is_acoc boolean NOT NULL, head uuid, closed_on date)""",
        "CREATE INDEX ix_agencies_path ON agencies USING gin (path)",
        "CREATE UNIQUE INDEX uq_agencies_root ON agencies ((parent_id IS NULL)) WHERE parent_id IS NULL",
        """CREATE TABLE officers (
            id uuid CONSTRAINT pk_officers PRIMARY KEY, kind text NOT NULL, state text NOT NULL,
            version bigint NOT NULL, subject uuid CONSTRAINT uq_officers_subject UNIQUE,
            username text NOT NULL CONSTRAINT uq_officers_username UNIQUE, first_name text NOT NULL,
            last_name text NOT NULL, position text NOT NULL, telephone text NOT NULL, email text NOT NULL,
            agency_id uuid NOT NULL CONSTRAINT fk_officers_agency_id_agencies REFERENCES agencies,
            roles text[] NOT NULL, marks text[] NOT NULL, is_head boolean NOT NULL, national_id bytea,
            national_id_index bytea, granted_by uuid NOT NULL, granted_by_agency uuid, leased_until timestamptz,
            account_open boolean NOT NULL,
            CONSTRAINT ck_officers_subject CHECK (subject IS NOT NULL OR state = 'pending'))""",
        "CREATE UNIQUE INDEX uq_officers_email ON officers (lower(email)) WHERE state <> 'ended' AND email <> ''",
        "CREATE UNIQUE INDEX uq_officers_national_id_index ON officers (national_id_index) WHERE state <> 'ended'",
        "CREATE INDEX ix_officers_agency_id ON officers (agency_id)",
        "CREATE INDEX ix_officers_unsettled ON officers (id) "
        "WHERE state = 'pending' OR state = 'ended' AND account_open",
        """INSERT INTO agencies VALUES ('00000000-0000-7000-8000-000000000001', 1, 'TH', 'ประเทศไทย', 'Thailand', '',
            1, 1, NULL, ARRAY['00000000-0000-7000-8000-000000000001'::uuid], false, NULL, NULL)""",
        """INSERT INTO directory_agency SELECT id, version, code, thai_name, english_name, kind, type, path, is_acoc,
            head, closed_on FROM agencies""",
        """INSERT INTO officers VALUES ('00000000-0000-7000-8000-0000000000a1', 'person', 'active', 1,
            '00000000-0000-7000-8000-0000000000a1', 'user-admin', 'ผู้ดูแลผู้ใช้งาน', 'คนแรก', '', '', '',
            '00000000-0000-7000-8000-000000000001', ARRAY['user_admin'], ARRAY[]::text[], false, NULL, NULL,
            '00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-000000000001', NULL, true)""",
        """INSERT INTO directory_officer SELECT subject, version, agency_id, roles, marks, true, NULL FROM officers""",
    ):
        op.execute(statement)
