"""Policies as data, the acts that they go by, holidays, and the moves of due dates."""

from alembic import op

revision = "deadlines_0002"
down_revision = "deadlines_0001"
branch_labels = None
depends_on = None

_ROUND = """INSERT INTO policies (
    code, number, counted_in, is_extendable, counted_from, owed_by, applies_to, opens_with, met_by, cancelled_by,
    revived_by, stopped_by, resumed_by, longest_stop, is_repeating, is_law, thai_duty, english_duty, thai_basis,
    english_basis, reminders)
VALUES ('{code}', {number}, 1, false, 'reception', 'agency', 'cases_with_rounds', '{{cases.case_recorded}}', '{met_by}',
    '{{cases.case_deleted}}', '{{cases.case_restored}}', '{{}}', '{{}}', 0, false, true,
    'รายงานรอบ {number} วัน', '{number}-day round report',
    'คู่มือ ป.ป.ท. ข้อ 7 ({item}): มติคณะรัฐมนตรีเมื่อวันที่ 27 มีนาคม 2561 ภายใน {number} วัน นับแต่วันที่รับเรื่อง ไม่เว้นวันหยุดราชการ',
    'PACC 7 ({item}): cabinet resolution of 27 March 2018, '
    'within {number} days of the reception date, holidays included',
    '{{-3,-1,0,1,7,15,30}}')"""


def upgrade() -> None:
    for statement in (*_TABLES, *_seeded(), *_COLUMNS, *_carried_over(), *_INDEXES):
        op.execute(statement)


_TABLES = (
    """CREATE TABLE policies (
        code text CONSTRAINT pk_policies PRIMARY KEY, number integer NOT NULL, counted_in integer NOT NULL,
        is_extendable boolean NOT NULL, counted_from text NOT NULL, owed_by text NOT NULL, applies_to text NOT NULL,
        opens_with text[] NOT NULL, met_by text[] NOT NULL, cancelled_by text[] NOT NULL, revived_by text[] NOT NULL,
        stopped_by text[] NOT NULL, resumed_by text[] NOT NULL, longest_stop integer NOT NULL,
        is_repeating boolean NOT NULL, is_law boolean NOT NULL, thai_duty text NOT NULL, english_duty text NOT NULL,
        thai_basis text NOT NULL, english_basis text NOT NULL, reminders integer[] NOT NULL)""",
    """CREATE TABLE policy_terms (
        id uuid CONSTRAINT pk_policy_terms PRIMARY KEY,
        policy text NOT NULL CONSTRAINT fk_policy_terms_policy_policies REFERENCES policies,
        acoc_agency_id uuid, number integer NOT NULL, counted_in integer NOT NULL, is_extendable boolean NOT NULL,
        since timestamptz NOT NULL, set_by uuid NOT NULL, reason text NOT NULL)""",
    """CREATE TABLE acts (
        object_id uuid, version bigint, event text NOT NULL, recorded_at timestamptz NOT NULL,
        recorded_on date NOT NULL, actor uuid, given_on date, CONSTRAINT pk_acts PRIMARY KEY (object_id, version))""",
    """CREATE TABLE holiday_changes (
        id uuid CONSTRAINT pk_holiday_changes PRIMARY KEY, position bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        day date NOT NULL, is_added boolean NOT NULL, name text NOT NULL, made_by uuid NOT NULL,
        made_at timestamptz NOT NULL, reason text NOT NULL, recounted_to uuid, recounted_at timestamptz)""",
    """CREATE TABLE due_changes (
        id uuid CONSTRAINT pk_due_changes PRIMARY KEY,
        obligation_id uuid NOT NULL CONSTRAINT fk_due_changes_obligation_id_obligations REFERENCES obligations,
        old_due_on date NOT NULL, new_due_on date NOT NULL, cause integer NOT NULL, actor uuid, reason text NOT NULL,
        made_at timestamptz NOT NULL)""",
)

_COLUMNS = (
    """ALTER TABLE cases ADD received_on date, ADD owes_rounds boolean NOT NULL DEFAULT false, ADD handler uuid,
        ADD recused uuid[] NOT NULL DEFAULT '{}', ADD is_deleted boolean NOT NULL DEFAULT false""",
    """ALTER TABLE obligations ADD occurrence integer NOT NULL DEFAULT 1, ADD opening_version bigint NOT NULL DEFAULT 1,
        ADD counted_from date, ADD number integer NOT NULL DEFAULT 7, ADD counted_in integer NOT NULL DEFAULT 1,
        ADD is_extendable boolean NOT NULL DEFAULT false, ADD stopped_days integer NOT NULL DEFAULT 0""",
)

_INDEXES = (
    "CREATE INDEX ix_obligations_policy_due_on ON obligations (policy, due_on)",
    # What a holiday may touch: in working days, neither met nor cancelled.
    "CREATE INDEX ix_obligations_working ON obligations (object_id) WHERE counted_in = 2 AND state IN (1, 3)",
    "CREATE INDEX ix_holiday_changes_waiting ON holiday_changes (position) WHERE recounted_at IS NULL",
    "CREATE INDEX ix_due_changes_obligation_id ON due_changes (obligation_id)",
    "CREATE INDEX ix_due_changes_made_at ON due_changes (made_at)",
    "CREATE INDEX ix_cases_handler ON cases (handler)",
)


def _seeded() -> tuple[str, ...]:
    return (
        _ROUND.format(code="case.round_7", number=7, item=1, met_by="{cases.round_reported.round_7}"),
        _ROUND.format(
            code="case.round_37",
            number=37,
            item=2,
            met_by="{cases.round_reported.round_37,cases.inquiry_concluded}",
        ),
    )


def _carried_over() -> tuple[str, ...]:
    """What was followed before had round 7 alone: its acts are worked out from what is kept of it."""
    return (
        "UPDATE obligations SET counted_from = due_on - number",
        """UPDATE cases SET owes_rounds = true, received_on = obligations.counted_from
           FROM obligations WHERE object_id = case_id AND policy = 'case.round_7'""",
        "UPDATE cases SET received_on = recorded_on WHERE received_on IS NULL",
        "ALTER TABLE cases ALTER received_on SET NOT NULL",
        "ALTER TABLE obligations ALTER counted_from SET NOT NULL",
        """INSERT INTO acts (object_id, version, event, recorded_at, recorded_on)
           SELECT case_id, 1, 'cases.case_recorded', recorded_on::timestamp AT TIME ZONE 'Asia/Bangkok', recorded_on
           FROM cases""",
        """INSERT INTO acts (object_id, version, event, recorded_at, recorded_on)
           SELECT object_id, cases.version, 'cases.round_reported.round_7',
               met_on::timestamp AT TIME ZONE 'Asia/Bangkok', met_on
           FROM obligations JOIN cases ON case_id = object_id WHERE met_on IS NOT NULL AND cases.version > 1""",
    )
