package dev.finetuning.spark;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.slf4j.LoggerFactory;

/** A Spark session in this process, which logs its events to a folder. */
final class LocalSpark {
    /** Its compiler fails if it is to log at its finest. */
    private static final Logger JANINO = Logger.getLogger("org.codehaus");

    private LocalSpark() {}

    static SparkSession begin(String master, Path folder) throws IOException {
        return begin(master, folder, builder -> builder);
    }

    static SparkSession begin(String master, Path folder, UnaryOperator<SparkSession.Builder> more) throws IOException {
        JANINO.setLevel(Level.WARNING);
        listen();
        Path events = Files.createDirectories(folder.resolve("events"));
        SparkSession.Builder builder = SparkSession.builder()
                .master(master)
                .appName("test")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.codegen.wholeStage", "false")
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.local.dir", folder.resolve("local").toString())
                .config(
                        "spark.sql.warehouse.dir",
                        folder.resolve("warehouse").toUri().toString())
                .config("spark.eventLog.enabled", "true")
                .config("spark.eventLog.dir", events.toUri().toString())
                .config("spark.eventLog.compress", "false")
                .config("spark.eventLog.rolling.enabled", "false");
        return more.apply(builder).getOrCreate();
    }

    /** Sends what Spark logs to those who look for content in it, and not to the console, which it would fill. */
    private static void listen() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            ch.qos.logback.classic.Logger spark = context.getLogger("org.apache");
            for (Iterator<Appender<ILoggingEvent>> each = root.iteratorForAppenders(); each.hasNext(); ) {
                Appender<ILoggingEvent> appender = each.next();
                if (!(appender instanceof ConsoleAppender)) {
                    spark.addAppender(appender);
                }
            }
            spark.setAdditive(false);
            spark.setLevel(ch.qos.logback.classic.Level.INFO);
        }
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
                texts.put(kind, files(parts).stream().map(LocalSpark::text).collect(Collectors.joining()));
            }
        }
        return texts;
    }

    /** The shards in a folder, in the order of their names. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
