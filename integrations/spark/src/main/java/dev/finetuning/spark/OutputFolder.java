package dev.finetuning.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder that appears when everything in it is complete, or not at all. */
final class OutputFolder implements AutoCloseable {
    private final FileSystem files;
    private final Path target;
    private final Path work;

    /**
     * Begins a folder.
     *
     * @throws FileAlreadyExistsException if there is one already
     */
    OutputFolder(String folder, Configuration settings) throws IOException {
        this.target = new Path(folder);
        this.files = target.getFileSystem(settings);
        if (files.exists(target)) {
            throw new FileAlreadyExistsException("There is already something at " + folder + "; name a new folder.");
        }
        this.work = new Path(target.getParent(), "." + target.getName() + "-" + UUID.randomUUID());
        files.mkdirs(ready());
    }

    /** Where attempts write. */
    String attempts() {
        return new Path(work, "attempts").toString();
    }

    private Path ready() {
        return new Path(work, "ready");
    }

    /** A path below the folder, before it appears. */
    String within(String name) {
        return new Path(ready(), name).toString();
    }

    void take(Collection<Attempts.Written> written) throws IOException {
        for (Attempts.Written part : written) {
            for (Map.Entry<String, String> file : part.paths().entrySet()) {
                Path folder = new Path(ready(), file.getKey());
                files.mkdirs(folder);
                String name = String.format(Locale.ROOT, "part-%05d.jsonl", part.partition());
                if (!files.rename(new Path(file.getValue()), new Path(folder, name))) {
                    throw new IOException("The file " + file.getValue() + " cannot be moved.");
                }
            }
        }
    }

    void write(String name, String text) throws IOException {
        try (OutputStream out = files.create(new Path(ready(), name), false)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Makes the folder appear. */
    void publish() throws IOException {
        if (files.exists(target) || !files.rename(ready(), target)) {
            throw new IOException("The folder " + target + " cannot be made; perhaps somebody else made it meanwhile.");
        }
    }

    @Override
    public void close() throws IOException {
        files.delete(work, true);
    }
}
