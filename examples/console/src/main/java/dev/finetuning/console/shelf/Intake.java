package dev.finetuning.console.shelf;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.lane.Turn;
import dev.finetuning.example.Example;
import dev.finetuning.format.detection.FormatDetection;
import dev.finetuning.format.reading.ConversationLog;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns an upload into the file of a revision, in bounded memory. */
final class Intake {
    private static final int REJECTIONS = 20;
    private static final int CHUNK = 1 << 16;

    private final Path folder;
    private final long maxBytes;

    Intake(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** What an upload became. */
    record Result(RevisionContents contents, Reading reading) {}

    Result read(Upload upload, Optional<ConversationLog> log, Path into) throws IOException {
        Path received = Files.createTempFile(folder, "upload-", ".part");
        try {
            receive(upload.content(), received);
            return Turn.with(() -> log.isPresent()
                    ? gather(upload.fileName(), LogChoice.source(received), into, log.get())
                    : convert(upload.fileName(), received, into));
        } catch (UnreadableSourceException e) {
            // people do not know the file under which it was received
            String message = e.getMessage().replace(received.toString(), upload.fileName());
            throw RefusedException.of(RefusedException.Kind.INVALID, e.code(), message);
        } finally {
            Files.deleteIfExists(received);
        }
    }

    private void receive(InputStream content, Path received) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(received)) {
            for (int read = next(content, chunk); read >= 0; read = next(content, chunk)) {
                bytes += read;
                if (bytes > maxBytes) {
                    throw RefusedException.of(
                            RefusedException.Kind.TOO_LARGE,
                            "too_large",
                            "The file is larger than " + maxBytes
                                    + " bytes. Split it, or start the console with --max-upload.");
                }
                out.write(chunk, 0, read);
            }
        }
    }

    /** A sender who hangs up is not a fault of the console. */
    private static int next(InputStream content, byte[] chunk) {
        try {
            return content.read(chunk);
        } catch (IOException e) {
            throw RefusedException.of(RefusedException.Kind.INVALID, "upload_incomplete", "The file ended early.");
        }
    }

    private static Result convert(String name, Path received, Path into) throws IOException {
        FormatDetection detection = FormatDetection.of(received);
        Rejections rejections = new Rejections();
        try (RevisionWriter writer = new RevisionWriter(into)) {
            ExampleReader.of(detection.source(), detection.format())
                    .forEach(example -> write(writer, RevisionWriter.from(name, example)), rejections);
            return new Result(writer.end(), rejections.reading(name, detection.reasons()));
        }
    }

    /** Turns the rows of a log into the file of a revision. */
    Result gather(RecordSource rows, Path into, ConversationLog log) throws IOException {
        try {
            return gather(rows.name(), rows, into, log);
        } catch (UnreadableSourceException e) {
            throw RefusedException.of(RefusedException.Kind.INVALID, e.code(), e.getMessage());
        }
    }

    private static Result gather(String name, RecordSource rows, Path into, ConversationLog log) throws IOException {
        Rejections rejections = new Rejections();
        try (RevisionWriter writer = new RevisionWriter(into)) {
            log.forEach(rows, example -> write(writer, RevisionWriter.from(name, example)), rejections);
            return new Result(
                    writer.end(),
                    rejections.reading(name, List.of("read as a log of conversations, one message a row")));
        }
    }

    /** Counts what could not be read, and keeps the first of it. */
    private static final class Rejections implements Consumer<RejectedRecord> {
        private final List<String> first = new ArrayList<>();
        private long count;

        @Override
        public void accept(RejectedRecord record) {
            count++;
            if (first.size() < REJECTIONS) {
                first.add(describe(record));
            }
        }

        Reading reading(String name, List<String> reasons) {
            return new Reading(name, reasons, count, first);
        }
    }

    private static void write(RevisionWriter writer, Example example) {
        try {
            writer.add(example);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store the upload", e);
        }
    }

    private static String describe(RejectedRecord record) {
        return "line " + record.origin().line() + ", " + record.code() + ": " + record.message() + " "
                + record.remedy();
    }
}
