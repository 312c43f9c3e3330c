package dev.finetuning.console.shelf;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.example.Example;
import dev.finetuning.format.detection.FormatDetection;
import dev.finetuning.format.reading.ExampleReader;
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

    Result read(Upload upload, Path into) throws IOException {
        Path received = Files.createTempFile(folder, "upload-", ".part");
        try {
            receive(upload.content(), received);
            return convert(upload.fileName(), received, into);
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
        List<String> rejections = new ArrayList<>();
        long[] rejected = {0};
        try (RevisionWriter writer = new RevisionWriter(into)) {
            ExampleReader.of(detection.source(), detection.format())
                    .forEach(example -> write(writer, RevisionWriter.from(name, example)), record -> {
                        rejected[0]++;
                        if (rejections.size() < REJECTIONS) {
                            rejections.add(describe(record));
                        }
                    });
            RevisionContents contents = writer.end();
            return new Result(contents, new Reading(name, detection.reasons(), rejected[0], rejections));
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
