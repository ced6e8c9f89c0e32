"""The tables that every service stands on: outbox, inbox, audit trail, sealed keys, the copy of the agency tree."""

from alembic import op

revision = "kit_0001"
down_revision = None
branch_labels = ("kit",)
depends_on = None

# Old partitions go only when everything in them was published: an event is never dropped unsent. A day whose partition
# was not made in time has its events in the default partition, and stays there.
_ROLL_OUTBOX = """
CREATE FUNCTION roll_outbox() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    coming date;
    part record;
    waiting boolean;
BEGIN
    FOR coming IN SELECT generate_series(current_date, current_date + 3, interval '1 day')::date LOOP
        IF to_regclass('outbox_' || to_char(coming, 'YYYYMMDD')) IS NULL
           AND NOT EXISTS (SELECT FROM outbox_default d WHERE d.day = coming) THEN
            EXECUTE format('CREATE TABLE outbox_%s PARTITION OF outbox FOR VALUES FROM (%L) TO (%L)',
                           to_char(coming, 'YYYYMMDD'), coming, coming + 1);
        END IF;
    END LOOP;
    DELETE FROM outbox_default d WHERE d.day < current_date - 7 AND d.published_at IS NOT NULL;
    FOR part IN SELECT c.oid::regclass::text AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                 WHERE i.inhparent = 'outbox'::regclass AND c.relname ~ '^outbox_[0-9]{8}$'
                   AND to_date(right(c.relname, 8), 'YYYYMMDD') < current_date - 7 LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE published_at IS NULL)', part.name) INTO waiting;
        IF NOT waiting THEN
            EXECUTE format('DROP TABLE %s', part.name);
        END IF;
    END LOOP;
END $$
"""

_REFUSE_CHANGE = """
CREATE FUNCTION refuse_change_of_trail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is never changed (CASE-27)';
END $$
"""


def upgrade() -> None:
    for statement in (
        """CREATE TABLE outbox (
            day date NOT NULL DEFAULT current_date, event_id uuid NOT NULL,
            position bigint NOT NULL GENERATED ALWAYS AS IDENTITY, subject text NOT NULL, payload bytea NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(), published_at timestamptz,
            CONSTRAINT pk_outbox PRIMARY KEY (day, event_id)) PARTITION BY RANGE (day)""",
        "CREATE TABLE outbox_default PARTITION OF outbox DEFAULT",
        "CREATE INDEX ix_outbox_waiting ON outbox (position) WHERE published_at IS NULL",
        _ROLL_OUTBOX,
        "SELECT roll_outbox()",
        """CREATE TABLE inbox (
            consumer text NOT NULL, event_id uuid NOT NULL, taken_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT pk_inbox PRIMARY KEY (consumer, event_id))""",
        "CREATE INDEX ix_inbox_taken_at ON inbox USING brin (taken_at)",
        """CREATE TABLE parked (
            id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_parked PRIMARY KEY, consumer text NOT NULL,
            subject text NOT NULL, stream_sequence bigint NOT NULL, payload bytea NOT NULL, reason text NOT NULL,
            parked_at timestamptz NOT NULL DEFAULT now())""",
        """CREATE TABLE answered_request (
            request_id uuid NOT NULL, subject uuid NOT NULL, digest bytea NOT NULL, object_id uuid NOT NULL,
            answered_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT pk_answered_request PRIMARY KEY (request_id, subject))""",
        """CREATE TABLE sealed_key (
            record_id uuid CONSTRAINT pk_sealed_key PRIMARY KEY, master_key_id text NOT NULL,
            wrapped bytea NOT NULL)""",
        """CREATE TABLE audit_entry (
            entry_id uuid CONSTRAINT pk_audit_entry PRIMARY KEY, at timestamptz NOT NULL, "on" date NOT NULL,
            actor uuid NOT NULL, roles text NOT NULL, agency_id uuid, action text NOT NULL, object_kind text NOT NULL,
            object_id uuid NOT NULL, before text NOT NULL, after text NOT NULL, reason text NOT NULL,
            content_hash bytea NOT NULL)""",
        """CREATE TABLE audit_unlinked (
            entry_id uuid CONSTRAINT pk_audit_unlinked PRIMARY KEY, since timestamptz NOT NULL DEFAULT now())""",
        """CREATE TABLE audit_link (
            position bigint CONSTRAINT pk_audit_link PRIMARY KEY, entry_id uuid NOT NULL, previous_hash bytea NOT NULL,
            hash bytea NOT NULL, CONSTRAINT uq_audit_link_entry_id UNIQUE (entry_id))""",
        """CREATE TABLE audit_witness (
            service text NOT NULL, position bigint NOT NULL, hash bytea NOT NULL, taken_at timestamptz NOT NULL,
            CONSTRAINT pk_audit_witness PRIMARY KEY (service, position))""",
        _REFUSE_CHANGE,
        *(
            f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_trail()"
            for table in ("audit_entry", "audit_link", "audit_witness")
        ),
        """CREATE TABLE directory_agency (
            id uuid CONSTRAINT pk_directory_agency PRIMARY KEY, version bigint NOT NULL, code text NOT NULL,
            thai_name text NOT NULL, english_name text NOT NULL, kind integer NOT NULL, type integer NOT NULL,
            path uuid[] NOT NULL, is_acoc boolean NOT NULL, head uuid, closed_on date)""",
        "CREATE INDEX ix_directory_agency_path ON directory_agency USING gin (path)",
        """CREATE TABLE directory_officer (
            subject uuid CONSTRAINT pk_directory_officer PRIMARY KEY, version bigint NOT NULL, agency_id uuid NOT NULL,
            roles text[] NOT NULL, marks text[] NOT NULL, is_active boolean NOT NULL, national_id_index bytea)""",
        "CREATE INDEX ix_directory_officer_agency_id ON directory_officer (agency_id)",
        "CREATE TABLE directory_freshness (id integer CONSTRAINT pk_directory_freshness PRIMARY KEY, "
        "fresh_at timestamptz NOT NULL)",
    ):
        op.execute(statement)
