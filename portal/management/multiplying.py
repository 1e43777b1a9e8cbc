"""A million cases from some thousands, by the database itself. PostgreSQL only.

A copy has an id, a number and people of its own; its companies, officers, state and days are those of its original, a
few days earlier. The blind indexes of its people belong to nobody: who is searched for is found among the originals.
"""

from django.db import connection, transaction

from portal.applications.models import Application, Fact
from portal.review.models import Labelled

#: Serials of one service, district and day among the originals stay below this.
SERIALS = 1000
#: Copies come in so many days before their originals, by turns.
DAYS_EARLIER = 7
#: Copies that are written in one transaction.
ROUNDS = 5
#: MOD 11-2: the weight of each of the twenty digits of a number.
WEIGHTS = [pow(2, 20 - place, 11) for place in range(20)]

_MOMENT = f"(submitted_at - (r % {DAYS_EARLIER}) * interval '1 day')"
_DIGITS = (
    f"substr(number, 3, 6) || to_char({_MOMENT} AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD')"
    f" || lpad((substr(number, 17, 6)::int + r * {SERIALS})::text, 6, '0')"
)
_SUM = " + ".join(f"substr(digits, {place}, 1)::int * {weight}" for place, weight in enumerate(WEIGHTS, 1))
_CHECK = f"substr('0123456789X', (12 - ({_SUM}) % 11) % 11 + 1, 1)"
_ID = "md5({name}::text || r)::uuid"


#: Copies have serials beyond those of originals.
_ORIGINALS = f"SELECT * FROM applications_application WHERE substr(number, 17, 6)::int < {SERIALS}"


def multiply(rounds: int) -> None:
    """Copy every case with its facts and labels, `rounds` times.

    What the rows refer to is what the originals refer to, so the database need not look it up, if its user may say so.
    """
    for first in range(1, rounds + 1, ROUNDS):
        which = f"generate_series({first}, {min(first + ROUNDS - 1, rounds)}) r"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:
                cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(f"CREATE TEMPORARY TABLE originals ON COMMIT DROP AS {_ORIGINALS}")
            for statement in (_cases(which), _facts(which), _labels(which)):
                cursor.execute(statement)


def _copied(table: str, changed: dict[str, str], left_out: str = "") -> tuple[str, str]:
    """Return the columns of a table, and what is selected for them."""
    model = next(model for model in (Application, Fact, Labelled) if model._meta.db_table == table)
    columns = [field.column for field in model._meta.concrete_fields if field.column != left_out]
    names = ", ".join(f'"{column}"' for column in columns)
    return names, ", ".join(changed.get(column, f'o."{column}"') for column in columns)


def _cases(rounds: str) -> str:
    changed = {
        "id": _ID.format(name="o.id"),
        "number": f"o.service || digits || {_CHECK}",
        "submitted_at": "moment",
        "created_at": "moment",
    }
    names, values = _copied("applications_application", changed)
    return (
        f"INSERT INTO applications_application ({names}) SELECT {values} FROM originals o, {rounds},"
        f" LATERAL (SELECT {_DIGITS} AS digits, {_MOMENT} AS moment) made ORDER BY moment"
    )


def _facts(rounds: str) -> str:
    hashed = "encode(sha256((o.index || r)::bytea), 'hex')"
    changed = {
        "application_id": _ID.format(name="o.application_id"),
        "index": f"CASE o.index WHEN '' THEN '' ELSE {hashed} END",
    }
    names, values = _copied("applications_fact", changed, left_out="id")
    return (
        f"INSERT INTO applications_fact ({names}) SELECT {values} FROM applications_fact o"
        f" JOIN originals ON originals.id = o.application_id, {rounds}"
    )


def _labels(rounds: str) -> str:
    names, values = _copied("review_labelled", {"application_id": _ID.format(name="o.application_id")}, "id")
    return (
        f"INSERT INTO review_labelled ({names}) SELECT {values} FROM review_labelled o"
        f" JOIN originals ON originals.id = o.application_id, {rounds}"
    )
