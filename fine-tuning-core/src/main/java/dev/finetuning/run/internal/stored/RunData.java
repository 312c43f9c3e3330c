package dev.finetuning.run.internal.stored;

import dev.finetuning.example.Example;
import dev.finetuning.internal.content.Sha256;
import dev.finetuning.internal.io.FilePermissions;
import dev.finetuning.training.TrainingData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The prepared data of runs in a folder: one file per part, named by the hash of its content, so that
 * equal parts are stored once and what a journal names cannot have changed.
 */
public final class RunData {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;

    public RunData(Path folder) {
        this.folder = folder;
    }

    /** Stores a part, forced to disk, and gives the hash under which it is found again. */
    public String put(List<Example> examples) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (Example example : examples) {
                StoredExample.write(example, bytes);
            }
            String hash = Sha256.hex(bytes.toByteArray());
            Path file = file(hash);
            if (!Files.exists(file)) {
                FilePermissions.of(FilePermissions.createFolder(folder)).replace(file, bytes.toByteArray());
            }
            return hash;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store the run's data in " + folder, e);
        }
    }

    /** A part as training data. */
    public TrainingData open(String name, String hash) {
        return new TrainingData() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Iterator<Example> iterator() {
                return read(hash).iterator();
            }
        };
    }

    /** The examples of a part, with the origins they had when the run was started. */
    public List<Example> examples(String hash) {
        return read(hash);
    }

    /** The part held back for evaluation; empty where there is none. */
    public List<Example> test(StoredData data) {
        @Nullable String test = data.test();
        return test == null ? List.of() : read(test);
    }

    /**
     * Reads a part.
     *
     * @throws UncheckedIOException if the file is missing or is not what its name says
     */
    private List<Example> read(String hash) {
        Path file = file(hash);
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (!Sha256.hex(bytes).equals(hash)) {
                throw new IOException(file + " has been changed: its content does not match its name");
            }
            return StoredExample.readAll(file.getFileName().toString(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the run's data", e);
        }
    }

    private Path file(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("the journal names data by something that is not a hash");
        }
        return folder.resolve(hash + ".jsonl");
    }
}
