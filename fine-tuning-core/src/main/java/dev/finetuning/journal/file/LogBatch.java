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
    private final List<PendingAppend> appends = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private final Bytes bytes = new Bytes();
    private long size;

    LogBatch(String stream, LogTail before) {
        this.stream = stream;
        this.before = before;
        size = before.size();
    }

    /** Takes an append in, or fails it where it expected another size. */
    void add(PendingAppend append) {
        try {
            JournalChecks.expect(stream, append.expectedSize(), size);
            encode(append.entries());
            appends.add(append);
            sizes.add(size);
        } catch (RuntimeException e) {
            append.fail(e);
        }
    }

    private void encode(List<JournalEntry> entries) {
        List<byte[]> records = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            records.add(RecordFormat.encode(entries.get(i), size + i, before.length(), entries.size() - 1 - i));
        }
        if (before.length() == 0 && bytes.size() == 0) {
            bytes.add(RecordFormat.encode(LogScan.first(stream), -1, 0, entries.size()));
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

    byte[] bytes() {
        return bytes.array();
    }

    int length() {
        return bytes.size();
    }

    LogTail tail() {
        return LogTail.at(size, before.length() + bytes.size());
    }

    void index(LogIndex index) {
        if (before.length() == 0) {
            index.begin(positions.get(0));
        }
        for (int i = 0; i < positions.size(); i++) {
            index.note(before.size() + i, positions.get(i));
        }
    }

    void succeed() {
        for (int i = 0; i < appends.size(); i++) {
            appends.get(i).succeed(sizes.get(i));
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
