"""Fills COOPER_DATABASE, or data/demo.sqlite3, with the invented programme when it is run as a module."""

import os
import sys

from sqlalchemy.engine import URL

from core.i18n import LANGUAGES, words
from core.problems import Problem
from db.demo.fill import fill
from db.engine import DEFAULT_FILE, database_url, make_engine


def main() -> int:
    """Fills and says so in the three languages; the exit status is 1 where the database holds something real."""
    given = "COOPER_DATABASE" in os.environ or "DATABASE_URL" in os.environ
    # Without a name it is never the file of the real programme.
    url = database_url() if given else URL.create("sqlite", database=str(DEFAULT_FILE.with_name("demo.sqlite3")))
    where = url.render_as_string(hide_password=True)
    try:
        key = "demo.filled" if fill(make_engine(url)) else "demo.filled_already"
    except Problem as problem:
        key = f"problem.{problem.code}"
    for language in LANGUAGES:
        print(words(language).say(key, where=where))
    return int(key.startswith("problem."))


if __name__ == "__main__":
    sys.exit(main())
