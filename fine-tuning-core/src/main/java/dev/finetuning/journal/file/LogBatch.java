package dev.finetuning.journal.file;

import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.internal.JournalChecks;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Appends that are written together, each judged against those before it. Not thread-safe. */
final class LogBatch {
    private final String stream;
    private final LogTail before;
    private final long token;
    private final List<PendingAppend> appends = new ArrayList<>();
    private final List<PendingAppend> rest = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private final Bytes bytes = new Bytes();
    private long size;

    /** A write behind a tail, marked by a unique number. */
    LogBatch(String stream, LogTail before, long token) {
        this.stream = stream;
        this.before = before;
        this.token = token;
        size = before.size();
    }

    /** Takes an append in, or fails it where it expected another size. */
    void add(PendingAppend append) {
        try {
            JournalChecks.expect(stream, append.expectedSize(), size);
            encode(append.entries());
            appends.add(append);
            ends.add(size);
        } catch (RuntimeException e) {
            append.fail(e);
        }
    }

    private void encode(List<JournalEntry> entries) {
        List<byte[]> records = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            records.add(RecordFormat.encode(entries.get(i), size + i, before.length(), entries.size() - 1 - i, token));
        }
        if (before.length() == 0 && bytes.size() == 0) {
            JournalEntry first = LogScan.first(stream);
            bytes.add(RecordFormat.encode(first, LogWalk.FIRST_SEQUENCE, 0, entries.size(), token));
        }
        for (byte[] record : records) {
            positions.add(before.length() + bytes.size());
            bytes.add(record);
        }
        size += entries.size();
    }

    boolean isEmpty() {
        return appends.isEmpty();
    }

    boolean durable() {
        return appends.stream().anyMatch(PendingAppend::durable);
    }

    byte[] bytes() {
        return bytes.array();
    }

    int length() {
        return bytes.size();
    }

    /** The tail behind this write, where it landed right behind the one before. */
    LogTail tail() {
        return LogTail.at(size, before.length() + bytes.size(), before.length(), token);
    }

    /** Notes where the entries lie, where the write landed right behind the tail before. */
    void index(LogIndex index) {
        if (before.length() == 0) {
            index.begin(positions.get(0));
        }
        for (int i = 0; i < positions.size(); i++) {
            index.note(before.size() + i, positions.get(i));
        }
    }

    /** Keeps the appends that end within a size; the rest was not written. */
    void keepWritten(long writtenSize) {
        int written = 0;
        while (written < ends.size() && ends.get(written) <= writtenSize) {
            written++;
        }
        List<PendingAppend> unwritten = appends.subList(written, appends.size());
        rest.addAll(unwritten);
        unwritten.clear();
    }

    /** The appends that were found not to be written. */
    List<PendingAppend> rest() {
        return List.copyOf(rest);
    }

    void succeed() {
        for (int i = 0; i < appends.size(); i++) {
            appends.get(i).succeed(ends.get(i));
        }
    }

    void fail(RuntimeException reason) {
        appends.forEach(append -> append.fail(reason));
    }

    private static final class Bytes extends ByteArrayOutputStream {
        void add(byte[] record) {
            write(record, 0, record.length);
        }

        byte[] array() {
            return buf;
        }
    }
}
