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

FINDINGS = """
    CREATE VIEW found AS
      SELECT a.number AS number, a.place AS place, a.text_hash AS text_hash,
        (SELECT group_concat(char(57344) || ' ' || name, ' ') FROM (
           SELECT coalesce(nullif(json_extract(value, '$.name'), ''), json_extract(value, '$.text')) AS name
           FROM json_each(CAST(n.analysis AS TEXT), '$.entities')
           WHERE json_extract(value, '$.label') NOT IN
             ('DATE', 'TIME', 'PERCENT', 'MONEY', 'QUANTITY', 'ORDINAL', 'CARDINAL')
           UNION
           SELECT coalesce(nullif(json_extract(value, '$.speaker.name'), ''), json_extract(value, '$.speaker.text'))
           FROM json_each(CAST(n.analysis AS TEXT), '$.quotes')
        )) AS who,
        (SELECT group_concat(char(57344) || ' ' || json_extract(value, '$.text'), ' ')
         FROM json_each(CAST(n.analysis AS TEXT), '$.quotes')) AS said
      FROM articles a JOIN analyses n ON n.text_hash = a.text_hash AND n.rowid = (
        SELECT max(rowid) FROM analyses l WHERE l.text_hash = a.text_hash AND json_valid(CAST(l.analysis AS TEXT))
      );
"""
"""What the last pipeline found in an article's text: names and quotations, a word of its own before each of them."""

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
    # 5: who is in an article and what is said there can be searched; lists by source, language and text
    f"""
    DROP INDEX articles_by_source;
    CREATE INDEX articles_by_source ON articles (source, place);
    CREATE INDEX articles_by_language ON articles (language, place);
    CREATE INDEX articles_by_text ON articles (text_hash);
    {FINDINGS}
    CREATE VIRTUAL TABLE findings USING fts5 (who, said, tokenize='unicode61 remove_diacritics 2');
    INSERT INTO findings (rowid, who, said) SELECT place, who, said FROM found;
    """,  # noqa: S608
    # 6: where the person was in each article
    """
    CREATE TABLE bookmarks (article TEXT PRIMARY KEY, text_hash TEXT NOT NULL, position INTEGER NOT NULL);
    """,
)


def version(connection: sqlite3.Connection) -> int:
    """How many steps this database has behind it."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Run the steps that are missing."""
    for number, step in enumerate(STEPS[version(connection) :], start=version(connection) + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {step}; PRAGMA user_version = {number}; COMMIT;")
