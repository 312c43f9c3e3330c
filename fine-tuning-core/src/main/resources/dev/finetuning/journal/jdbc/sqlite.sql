-- The tables of a journal in SQLite. Streams only ever grow, and no row of journal_entry is ever changed.
-- Contents are large data that entries name. They are removed when nobody needs them any more.
CREATE TABLE IF NOT EXISTS journal_stream (
    stream TEXT PRIMARY KEY,
    size INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS journal_entry (
    stream TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    type TEXT NOT NULL,
    happened_at TEXT NOT NULL,
    body TEXT NOT NULL,
    append_id TEXT NOT NULL,
    PRIMARY KEY (stream, sequence)
);
CREATE TABLE IF NOT EXISTS journal_snapshot (
    stream TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    format TEXT NOT NULL,
    state BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS journal_content (
    name TEXT PRIMARY KEY,
    size INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS journal_content_piece (
    name TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (name, sequence)
);
