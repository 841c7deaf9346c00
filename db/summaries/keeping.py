"""The kept numbers through a transaction: whom it touches is asked before and after, and the difference is added."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, event, func, select, text, update
from sqlmodel import Session

from db.models import SummaryStanding
from db.models.base import table
from db.models.summaries import NUMBERS
from db.summaries.answers import STANDING, WRITES, kept_as

# Any numbers that nothing else in the database locks by: of those who write, and of a recount against all of them.
_KEEPING, COUNTING = 1_905_202_502, 1_905_202_503
_HELD = "summaries_held"
_LEAST = 1e-9
_COLUMNS = ("members", *(f"number_{place}" for place in range(1, NUMBERS + 1)))
_PLACES = ("question", "first", "second")
_ADDED = (
    f"INSERT INTO summary ({', '.join((*_PLACES, *_COLUMNS))}) VALUES (%s)"
    f" ON CONFLICT ({', '.join(_PLACES)}) DO UPDATE SET "
    + ", ".join(f"{name} = summary.{name} + excluded.{name}" for name in _COLUMNS)
)
# Question, first code, second code: who stands there, and the figure's numbers.
Numbers = dict[tuple[str, str, str], list[float]]
_TOUCHED = text("INSERT INTO summary_touched (of, id) VALUES (:of, :id) ON CONFLICT DO NOTHING")


@contextmanager
def kept_right(session: Session) -> Iterator[None]:
    """While a session writes: the kept numbers are right again before it commits."""
    keeping = _Keeping(session)
    event.listen(session, "before_flush", keeping.look)
    yield
    session.flush()
    keeping.settle()


def hold(session: Session) -> None:
    """On PostgreSQL, lets no recount begin or end meanwhile, and while numbers are kept nobody else write what they
    stand on, until the transaction ends.

    Taken before any row is held: two who write would otherwise wait for each other. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name != "postgresql" or _HELD in session.info:
        return
    connection = session.connection()
    connection.execute(select(func.pg_advisory_xact_lock_shared(COUNTING)))
    if connection.execute(STANDING).first():
        connection.execute(select(func.pg_advisory_xact_lock(_KEEPING)))
    # What was locked since a savepoint is let go with it.
    if not session.in_nested_transaction():
        session.info[_HELD] = True


def put_aside(session: Session) -> None:
    """From now on every figure is counted when it is asked, until the numbers have been counted anew."""
    session.connection().execute(delete(table(SummaryStanding)))


def add(session: Session, run: str, numbers: Numbers) -> None:
    """Adds numbers to those kept of a run, in the order of their places so that no two writers wait for each other."""
    changed = [
        (kept_as(run, question), *codes, *own, *[0.0] * (len(_COLUMNS) - len(own)))
        for (question, *codes), own in sorted(numbers.items())
        if any(abs(number) > _LEAST for number in own)
    ]
    if changed:
        connection = session.connection()
        # Written out: what makes statements of values would take longer than the database.
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        connection.exec_driver_sql(_ADDED % ", ".join([mark] * len(changed[0])), changed)


class _Keeping:
    """What one transaction has touched so far, and what the figures said of those before."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.looked = False
        # Whether there are kept numbers to be held right, and whether a recount wants to know who is touched.
        self.holds = self.counting = False
        self.sweeping = self.settings = False
        self.limits: Any = None
        self.run = ""
        # Who was asked before, by variant and kind, and the rows of each.
        self.asked: dict[Any, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self.before: dict[Any, list[Any]] = {}
        self.noted: set[tuple[str, int]] = set()
        # Those that get their number only when they are written.
        self.made: list[tuple[str, Any]] = []

    def look(self, session: Session, *_: Any) -> None:
        """Before rows are written: asks of those they touch who were not asked yet."""
        if self.looked and not (self.holds or self.counting):
            return
        # What counts is imported late: a start of the server must not wait for it.
        from db.summaries.touched import WATCHED, touched

        if self.sweeping or not any(type(row) in WATCHED for row in (*session.new, *session.dirty, *session.deleted)):
            return
        if not self.looked:
            self._stand()
            if not (self.holds or self.counting):
                return
        self._number_made()
        found = touched(session)
        self.sweeping = found.sweeping
        self.settings |= found.settings
        self.made += found.made
        if self.counting:
            self.noted |= found.everybody()
        if self.holds and not self.sweeping:
            self._ask(found)

    def _stand(self) -> None:
        self.looked = True
        hold(self.session)
        standing = self.session.connection().execute(STANDING).first()
        if standing is None:
            return
        from db.queries.figures import definitions
        from db.queries.settings import settings

        self.limits, self.run, self.counting = settings(self.session), standing.run, bool(standing.counting)
        self.holds = standing.made_for == definitions(self.limits)
        if standing.made_for and not self.holds:
            # They are of a program of other definitions, and would soon be of none.
            self.session.connection().execute(update(table(SummaryStanding)).values(made_for=""))
        self.session.info[WRITES] = True

    def _ask(self, found: Any) -> None:
        from db.summaries.asking import said, variants

        wanted: dict[Any, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for variant in variants(self.session) if any(found.whole.values()) else ():
            for of, ids in found.whole.items():
                wanted[variant][of] |= ids
        for variant, of, one in found.narrow:
            wanted[variant][of].add(one)
        for variant, whom in wanted.items():
            for of, ids in whom.items():
                ids -= self.asked[variant][of]
                self.asked[variant][of] |= ids
        for part, rows in said(self.session, wanted, self.limits):
            self.before.setdefault(part, []).extend(rows)

    def settle(self) -> None:
        """After all is written: adds what has changed."""
        if self.sweeping or (self.settings and self._defined_otherwise()):
            put_aside(self.session)
            return
        self._number_made()
        if self.holds and self.asked:
            from db.summaries.asking import said
            from db.summaries.contributions import difference

            after: dict[Any, list[Any]] = {}
            for part, rows in said(self.session, self.asked, self.limits):
                after.setdefault(part, []).extend(rows)
            add(self.session, self.run, difference(self.before, after))
        if self.counting and self.noted:
            noted = [{"of": of, "id": one} for of, one in sorted(self.noted)]
            self.session.connection().execute(_TOUCHED, noted)

    def _number_made(self) -> None:
        """Those that are written by now were nothing before, whatever was written of them since."""
        if not self.made:
            return
        from db.summaries.asking import variants

        made = {(of, row.id) for of, row in self.made if row.id is not None}
        self.made.clear()
        self.noted |= made
        for variant in variants(self.session) if self.holds else ():
            for of, one in made:
                self.asked[variant][of].add(one)

    def _defined_otherwise(self) -> bool:
        from db.queries.figures import definitions
        from db.queries.settings import settings

        return definitions(settings(self.session)) != definitions(self.limits)
