package dev.finetuning.openweights.internal.job;

import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.chat.LineFile;
import dev.finetuning.example.Example;
import dev.finetuning.example.RatedExample;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Uploaded data. A file's name holds its content's hash, so that the same content is there once. */
public final class DataFolder implements TrainingFiles {
    private static final String NAME = "files";
    private static final String ABOUT = ".about.json";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,60}\\.jsonl");

    private final Path folder;
    private final InstantSource clock;

    /** The data below a pipeline's folder. */
    public DataFolder(Path root, InstantSource clock) throws IOException {
        this.folder = Files.createDirectories(root.resolve(NAME));
        this.clock = clock;
    }

    /** Writes data, unless the same is there already. */
    public TrainingFile upload(TrainingData data) {
        Contents contents = new Contents(data);
        try (SpooledData spooled = SpooledData.write(data.name(), contents)) {
            Path file = folder.resolve(spooled.name());
            Path about = about(spooled.name());
            if (!Files.exists(about) || !Files.exists(file)) {
                AtomicFile.write(file, out -> Files.copy(spooled.file(), out));
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("bytes", spooled.bytes());
                facts.put("rows", contents.rows);
                facts.put("method", contents.method);
                facts.put("desirable", contents.desirable);
                facts.put("created_at", clock.instant().toString());
                AtomicFile.writeText(about, WireObject.of(facts).json());
            }
            return describe(spooled.name());
        } catch (IOException e) {
            throw Faults.disk("upload", e);
        }
    }

    /** Rows of one kind; what they are is known once they are written. */
    private static final class Contents implements SpooledData.Content {
        private final TrainingData data;
        private String method = "";
        private long rows;
        private long desirable;

        private Contents(TrainingData data) {
            this.data = data;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (LineFile lines = LineFile.to(out)) {
                for (Example example : data) {
                    rows++;
                    lines.write(RowForm.FORM.row(example));
                    String wanted = RowForm.method(example).orElse("");
                    if (!method.isEmpty() && !method.equals(wanted)) {
                        throw Faults.rejected(
                                "upload",
                                List.of("row " + rows + " is for " + wanted + " training, the rows before it for "
                                        + method + "; upload them apart"));
                    }
                    method = wanted;
                    desirable += example instanceof RatedExample rated && rated.desirable() ? 1 : 0;
                }
            }
            if (rows == 0) {
                throw Faults.rejected("upload", List.of("there is no example in the data"));
            }
        }
    }

    private Path about(String id) {
        return folder.resolve(id + ABOUT);
    }

    private WireObject facts(String id) {
        if (!ID.matcher(id).matches() || !Files.exists(about(id)) || !Files.exists(folder.resolve(id))) {
            throw Faults.notFound("file", id);
        }
        try {
            return WireObject.parse(Files.readAllBytes(about(id)));
        } catch (IOException e) {
            throw Faults.disk("read file", e);
        }
    }

    private TrainingFile describe(String id) {
        WireObject facts = facts(id);
        TrainingFile.Builder file = TrainingFile.builder(id, id, "fine-tune").status("processed");
        facts.integer("bytes").ifPresent(file::bytes);
        facts.dateTime("created_at").ifPresent(file::createdAt);
        return file.build();
    }

    /** Which method trains on a file. */
    public String method(String id) {
        return facts(id).text("method", "");
    }

    /** How many rows a file has. */
    public long rows(String id) {
        return facts(id).integer("rows").orElse(0);
    }

    /** How many rows of a file are rated good. */
    public long desirable(String id) {
        return facts(id).integer("desirable").orElse(0);
    }

    /** Where a file lies, seen from the pipeline's folder. */
    public static String place(String id) {
        return NAME + "/" + id;
    }

    @Override
    public Stream<TrainingFile> list() {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(each -> String.valueOf(each.getFileName()))
                    .filter(name -> ID.matcher(name).matches() && Files.exists(about(name)))
                    .map(this::describe)
                    .sorted(Comparator.comparing(
                                    (TrainingFile file) -> file.createdAt().orElse(Instant.MIN))
                            .reversed()
                            .thenComparing(TrainingFile::id))
                    .toList()
                    .stream();
        } catch (IOException | UncheckedIOException e) {
            throw Faults.disk("list files", e instanceof IOException io ? io : new IOException(e));
        }
    }

    @Override
    public InputStream download(String fileId) {
        facts(fileId);
        try {
            return Files.newInputStream(folder.resolve(fileId));
        } catch (IOException e) {
            throw Faults.disk("download", e);
        }
    }

    @Override
    public void delete(String fileId) {
        facts(fileId);
        try {
            Files.deleteIfExists(about(fileId));
            Files.deleteIfExists(folder.resolve(fileId));
        } catch (IOException e) {
            throw Faults.disk("delete file", e);
        }
    }
}
