package dev.finetuning.secrecy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The ways by which a text may leave a test's process, each with somebody who looks. Opened once a process. */
final class Outlets implements AutoCloseable {
    private static final String EXCEPTION = "jdk.JavaExceptionThrow";
    private static final String OURS = "dev.finetuning.";

    private final Sightings sightings = new Sightings();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final RecordingStream exceptions = new RecordingStream();

    private Outlets() {
        System.setOut(watched("System.out", out));
        System.setErr(watched("System.err", err));
        watchJavaLogging();
        if (isPresent("ch.qos.logback.classic.LoggerContext")) {
            LogWatch.install(sightings);
        }
        exceptions.enable(EXCEPTION).withoutStackTrace().with("throttle", "off");
        // Java 25 traces no exception unless it traces errors as well
        exceptions.enable("jdk.JavaErrorThrow").withoutStackTrace();
        exceptions.onEvent(EXCEPTION, this::look);
        exceptions.startAsync();
    }

    /** The one of this process. */
    static Outlets of(ExtensionContext.Store store) {
        return store.computeIfAbsent(Outlets.class, unused -> new Outlets(), Outlets.class);
    }

    Sightings sightings() {
        return sightings;
    }

    private PrintStream watched(String name, PrintStream original) {
        OutputStream watched = new FilterOutputStream(original) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                sightings.look(name, new String(bytes, offset, length, StandardCharsets.UTF_8));
                original.write(bytes, offset, length);
            }
        };
        return new PrintStream(watched, true, StandardCharsets.UTF_8);
    }

    private void watchJavaLogging() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            handler.setLevel(Level.WARNING);
        }
        root.setLevel(Level.ALL);
        root.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                sightings.look(
                        "java.util.logging " + record.getLoggerName(), record.getMessage() + " " + record.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    private void look(RecordedEvent thrown) {
        String type = thrown.getClass("thrownClass").getName();
        String message = thrown.getString("message");
        if (type.startsWith(OURS) && message != null) {
            sightings.look(type, message);
        }
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, Outlets.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public void close() {
        exceptions.close();
        System.setOut(out);
        System.setErr(err);
    }
}
