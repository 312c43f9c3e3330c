package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** All that is logged at any level, printed, or noted while something runs. */
public final class Overheard {
    private final StringBuilder seen = new StringBuilder();

    /** Runs it and listens. */
    public void during(Runnable exercise) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Handler everything = new Listener();
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.addHandler(everything);
        root.setLevel(Level.ALL);
        try (PrintStream caught = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(caught);
            System.setErr(caught);
            exercise.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
            root.setLevel(before);
            root.removeHandler(everything);
        }
        note(printed.toString(StandardCharsets.UTF_8));
    }

    /** Notes how something prints. */
    public void note(Object anything) {
        synchronized (seen) {
            seen.append(anything).append('\n');
        }
    }

    /** Notes a failure with all its causes. */
    public void note(RuntimeException failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        note(trace.toString());
    }

    /** Holds what was overheard against words in clear, for URLs and in Base64; something has been overheard. */
    public void assertSilentOn(List<String> words, String... expected) {
        String all = seen.toString();
        assertThat(all).hasSizeGreaterThan(2_000).contains(expected);
        words.stream()
                .flatMap(Overheard::spellings)
                .forEach(word -> assertThat(all).doesNotContain(word));
    }

    private static Stream<String> spellings(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                word,
                URLEncoder.encode(word, StandardCharsets.UTF_8),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private final class Listener extends Handler {
        @Override
        public void publish(LogRecord entry) {
            note(entry.getMessage());
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
