package dev.finetuning.spark;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;

/**
 * The files that one attempt of a task writes, one of each kind, begun with the first line. The names hold the
 * attempt's number, so that an attempt that was killed or is repeated disturbs no other; only the files of the one
 * that succeeded are moved into place.
 */
final class Attempts implements Closeable {
    private final Path folder;
    private final Configuration settings;
    private final String suffix;
    private final Map<String, OutputStream> open = new TreeMap<>();
    private final TreeMap<String, String> files = new TreeMap<>();

    Attempts(String folder, Configuration settings, TaskContext task) {
        this.folder = new Path(folder);
        this.settings = settings;
        this.suffix = "-" + task.partitionId() + "-" + task.taskAttemptId();
    }

    /**
     * What was written.
     *
     * @param partition the number of the part
     * @param paths the files by kind; none where nothing was written
     */
    record Written(int partition, TreeMap<String, String> paths) implements Serializable {}

    void line(String kind, byte[] line) throws IOException {
        OutputStream out = open.get(kind);
        if (out == null) {
            Path file = new Path(folder, kind + suffix);
            out = new BufferedOutputStream(file.getFileSystem(settings).create(file, true), 1 << 16);
            open.put(kind, out);
            files.put(kind, file.toString());
        }
        out.write(line);
    }

    Written written(TaskContext task) throws IOException {
        close();
        return new Written(task.partitionId(), files);
    }

    @Override
    public void close() throws IOException {
        for (OutputStream out : open.values()) {
            out.close();
        }
        open.clear();
    }
}
