package dev.finetuning.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A Spark session in this process, which logs its events to a folder. */
final class LocalSpark {
    /** Its compiler fails if it is to log at its finest. */
    private static final Logger JANINO = Logger.getLogger("org.codehaus");

    private LocalSpark() {}

    static SparkSession begin(String master, Path folder) throws IOException {
        JANINO.setLevel(Level.WARNING);
        Path events = Files.createDirectories(folder.resolve("events"));
        return SparkSession.builder()
                .master(master)
                .appName("test")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.local.dir", folder.resolve("local").toString())
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toUri().toString())
                .config("spark.eventLog.enabled", "true")
                .config("spark.eventLog.dir", events.toUri().toString())
                .config("spark.eventLog.compress", "false")
                .config("spark.eventLog.rolling.enabled", "false")
                .getOrCreate();
    }

    /** Everything that Spark wrote about what it did. */
    static String events(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("events"))) {
            return files.filter(Files::isRegularFile).map(LocalSpark::text).collect(Collectors.joining());
        }
    }

    /** The texts of a prepared folder by kind, the files of each in the order of their names. */
    static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String kind : new String[] {"train", "validation", "test", "rejects", "changes", "findings"}) {
            Path parts = folder.resolve(kind);
            if (Files.exists(parts)) {
                try (Stream<Path> files = Files.list(parts)) {
                    texts.put(
                            kind,
                            files.filter(file -> file.toString().endsWith(".jsonl"))
                                    .sorted()
                                    .map(LocalSpark::text)
                                    .collect(Collectors.joining()));
                }
            }
        }
        return texts;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
