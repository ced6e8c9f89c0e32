"""The words of cases, also of those recorded before, and the index of their grams."""

from alembic import op
from sqlalchemy import bindparam, text

from cases.adapters.search_tables import case_words
from cases.domain.search_words import grams_of_text, searchable

revision = "cases_0003"
down_revision = "cases_0002"
branch_labels = None
depends_on = None

_AT_ONCE = 1000
_TEXTS = text("""
    SELECT c.id AS case_id, c.received_on, c.national_number,
        (SELECT array_agg(a.title || a.first_name || ' ' || a.last_name) FROM accused a WHERE a.case_id = c.id)
        || (SELECT array_agg(concat_ws(' ', l.subject, l.facts, (
                SELECT string_agg(o.title || o.name || ' ' || o.last_name, ' ' ORDER BY o.ordinal)
                FROM co_offenders o WHERE o.allegation_id = l.id)) ORDER BY l.ordinal)
            FROM accusations t JOIN allegations l ON l.id = t.allegation_id WHERE t.case_id = c.id) AS texts
    FROM cases c WHERE c.national_number > :after ORDER BY c.national_number LIMIT :at_once""").bindparams(
    bindparam("at_once", _AT_ONCE)
)


def upgrade() -> None:
    for statement in (
        """CREATE TABLE case_words (
            case_id uuid CONSTRAINT pk_case_words PRIMARY KEY
                CONSTRAINT fk_case_words_case_id_cases REFERENCES cases,
            received_on date NOT NULL, national_number bigint NOT NULL, words text NOT NULL,
            grams integer[] NOT NULL) WITH (toast_tuple_target = 128)""",
        # Out of line and uncompressed: sorting candidates reads 100 small rows a page, a look into a text one more.
        "ALTER TABLE case_words ALTER words SET STORAGE EXTERNAL, ALTER grams SET STORAGE EXTERNAL",
        # Without statistics the planner takes every gram to be rare and asks the index. With them it would read the
        # whole table for a common one: it does not know what fetching a long array costs.
        "ALTER TABLE case_words ALTER words SET STATISTICS 0, ALTER grams SET STATISTICS 0",
    ):
        op.execute(statement)
    _fill()
    # Entries that wait in a pending list would be read by every search until somebody's insert files them all.
    op.execute("CREATE INDEX ix_case_words_grams ON case_words USING gin (grams) WITH (fastupdate = off)")


def _fill() -> None:
    connection = op.get_bind()
    after = 0
    while rows := connection.execute(_TEXTS, {"after": after}).all():
        after = rows[-1].national_number
        words = [searchable(row.texts or ()) for row in rows]
        connection.execute(
            case_words.insert(),
            [
                {
                    "case_id": row.case_id,
                    "received_on": row.received_on,
                    "national_number": row.national_number,
                    "words": found,
                    "grams": grams_of_text(found),
                }
                for row, found in zip(rows, words, strict=True)
            ],
        )
