"""How `library.db` came to its present shape: numbered steps, run in order, each in one transaction.

A step that was released is never changed; a new shape is a new step at the end.
"""

from __future__ import annotations

import sqlite3

PLACE = """
    min(max(coalesce(CAST(strftime('%s', newest) AS INTEGER), 0), 0), 17179869183) * 1048576
    + 1048575 - number % 1048576
"""
"""The place of an article among all, the newest last: seconds since 1970, then the earlier added after the later.

The time is kept between 1970 and 2514, so that the number fits; an article without one counts as of 1970.
"""

STEPS: tuple[str, ...] = (
    # 1: articles and their revisions, full-text search, cached analyses
    """
    CREATE TABLE articles (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      source TEXT NOT NULL,
      url TEXT NOT NULL,
      title TEXT NOT NULL,
      byline TEXT NOT NULL,
      published TEXT NOT NULL,
      fetched TEXT NOT NULL,
      language TEXT NOT NULL,
      words INTEGER NOT NULL,
      text_hash TEXT NOT NULL,
      newest TEXT NOT NULL
    );
    CREATE INDEX articles_by_source ON articles (source);
    CREATE INDEX articles_by_url ON articles (url);
    CREATE INDEX articles_by_age ON articles (newest DESC, number);
    CREATE TABLE revisions (
      article INTEGER NOT NULL REFERENCES articles (number),
      text_hash TEXT NOT NULL,
      fetched TEXT NOT NULL,
      text TEXT NOT NULL,
      UNIQUE (article, text_hash)
    );
    CREATE VIEW searched AS
      SELECT a.number AS number, a.title AS title, a.byline AS byline, r.text AS text
      FROM articles a JOIN revisions r ON r.article = a.number AND r.text_hash = a.text_hash;
    CREATE VIRTUAL TABLE search USING fts5 (
      title, byline, text, content='searched', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
    );
    CREATE TABLE analyses (
      text_hash TEXT NOT NULL,
      name TEXT NOT NULL,
      pipeline TEXT NOT NULL,
      analysis BLOB NOT NULL,
      PRIMARY KEY (text_hash, pipeline)
    );
    """,
    # 2: the newest change of the annotations that was made together with a transaction here
    """
    CREATE TABLE confirmed (sequence INTEGER NOT NULL);
    INSERT INTO confirmed (sequence) VALUES (0);
    """,
    # 3: the search has its rows in the order of the articles' age, so that the newest are found first
    f"""
    DROP TABLE search;
    DROP VIEW searched;
    DROP INDEX articles_by_age;
    ALTER TABLE articles ADD COLUMN place INTEGER;
    UPDATE articles SET place = {PLACE};
    CREATE UNIQUE INDEX articles_by_place ON articles (place);
    CREATE VIEW searched AS
      SELECT a.place AS place, a.number AS number, a.title AS title, a.byline AS byline, r.text AS text
      FROM articles a JOIN revisions r ON r.article = a.number AND r.text_hash = a.text_hash;
    CREATE VIRTUAL TABLE search USING fts5 (
      title, byline, text, content='searched', content_rowid='place', tokenize='unicode61 remove_diacritics 2'
    );
    INSERT INTO search (search) VALUES ('rebuild');
    """,  # noqa: S608
    # 4: which feed an article came by, what is known of each feed, and by what its items are known again
    """
    ALTER TABLE articles ADD COLUMN feed TEXT NOT NULL DEFAULT '';
    CREATE INDEX articles_by_feed ON articles (feed, place);
    CREATE TABLE feeds (id TEXT PRIMARY KEY, state BLOB NOT NULL);
    CREATE TABLE items (
      feed TEXT NOT NULL,
      key TEXT NOT NULL,
      article TEXT NOT NULL,
      PRIMARY KEY (feed, key)
    );
    CREATE INDEX items_by_article ON items (article);
    CREATE TABLE arrived (article TEXT PRIMARY KEY, text_hash TEXT NOT NULL);
    """,
)


def version(connection: sqlite3.Connection) -> int:
    """How many steps this database has behind it."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Run the steps that are missing."""
    for number, step in enumerate(STEPS[version(connection) :], start=version(connection) + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {step}; PRAGMA user_version = {number}; COMMIT;")
