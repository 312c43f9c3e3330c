package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.internal.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes changes as JSON Lines: {@code origin}, {@code action} ({@code "changed"} or {@code "dropped"}),
 * {@code reasons} with code and message, {@code before} and {@code after} in a format that represents the
 * example completely. Neither contains what a confidential remedy removed. Not thread-safe.
 */
public final class ChangesFile implements Consumer<Change> {
    private final OutputStream out;

    private ChangesFile(OutputStream out) {
        this.out = out;
    }

    /** Work that makes changes and reports them. */
    @FunctionalInterface
    public interface Work {
        /** Does the work. */
        void run(Consumer<Change> changes) throws IOException;
    }

    /**
     * Writes the changes made by some work. The file appears when the work is done, or not at all.
     *
     * @throws IOException if the file cannot be written, or the work throws it
     */
    public static void write(Path file, Work work) throws IOException {
        try {
            AtomicFile.write(file, out -> work.run(new ChangesFile(out)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void accept(Change change) {
        try {
            out.write(line(change));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A change as one line with its line feed. */
    public static byte[] line(Change change) {
        byte[] json = JsonText.bytes(record(change));
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    private static Map<String, Object> record(Change change) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("origin", record(change.origin()));
        record.put("action", change.dropped() ? "dropped" : "changed");
        record.put("reasons", change.reasons().stream().map(ChangesFile::record).toList());
        change.disclosable().ifPresent(before -> put(record, "before", before));
        change.after().ifPresent(after -> put(record, "after", after));
        return record;
    }

    private static void put(Map<String, Object> record, String field, Example example) {
        try {
            record.put(field, ExampleFormat.carrying(example.getClass()).write(example));
        } catch (UnwritableExampleException e) {
            record.put(field + "_unwritable", e.reason());
        }
    }

    private static Map<String, Object> record(Origin origin) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("source", origin.source());
        if (origin.line() > 0) {
            record.put("line", origin.line());
        }
        record.put("row", origin.row());
        return record;
    }

    private static Map<String, Object> record(Reason reason) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("code", reason.code());
        record.put("message", reason.message());
        return record;
    }
}
