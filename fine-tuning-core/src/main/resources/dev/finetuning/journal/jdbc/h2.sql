-- The tables of a journal in H2. Streams only ever grow, and no row of journal_entry is ever changed.
-- Contents are large data that entries name. They are removed when nobody needs them any more.
CREATE TABLE IF NOT EXISTS journal_stream (
    stream VARCHAR(512) PRIMARY KEY,
    size BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS journal_entry (
    stream VARCHAR(512) NOT NULL,
    sequence BIGINT NOT NULL,
    type VARCHAR(128) NOT NULL,
    happened_at VARCHAR(40) NOT NULL,
    body CHARACTER LARGE OBJECT NOT NULL,
    append_id VARCHAR(36) NOT NULL,
    PRIMARY KEY (stream, sequence)
);
CREATE TABLE IF NOT EXISTS journal_snapshot (
    stream VARCHAR(512) PRIMARY KEY,
    size BIGINT NOT NULL,
    format VARCHAR(128) NOT NULL,
    state BINARY LARGE OBJECT NOT NULL
);
CREATE TABLE IF NOT EXISTS journal_content (
    name VARCHAR(200) PRIMARY KEY,
    size BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS journal_content_piece (
    name VARCHAR(200) NOT NULL,
    sequence BIGINT NOT NULL,
    bytes VARBINARY(1048576) NOT NULL,
    PRIMARY KEY (name, sequence)
);
