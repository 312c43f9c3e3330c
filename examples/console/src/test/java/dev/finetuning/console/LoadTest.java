package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred people who read while ten files of 50 MB are uploaded, on a machine with little memory.
 *
 * <p>Each of the two hundred has a connection of their own, has asked for a page or looks at one for half a second, and
 * goes on as soon as that is over, from the moment in which the console answers until the last upload is stored: up to
 * 400 pages a second, more than two hundred people can read. The files lie on the disk before it starts, and are sent
 * as a browser sends files, with their length. So the client, which has the same processors, takes as little of them as
 * it can.
 */
@Tag("campaign")
class LoadTest {
    private static final int READERS = 200;
    private static final int UPLOADS = 10;
    private static final int ROWS = 50_000;
    private static final String ROW = "{\"messages\": [{\"role\": \"user\", \"content\": \"question %d?\"},"
            + " {\"role\": \"assistant\", \"content\": \"%s\"}]}\n";
    private static final String ANSWER = "answer ".repeat(130);
    /** How long a fresh virtual machine compiles. */
    private static final Duration COLD = Duration.ofSeconds(10);
    /** How long a reader looks at an answer before the next question. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final List<String> PAGES = List.of(
            "/api/datasets", "/api/runs", "/", "/datasets", "/runs", "/models", "/api/models", "/searches", "/review");

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<Long> nanoseconds = new ConcurrentLinkedQueue<>();
    /** Of those, what came after a fresh virtual machine had compiled the pages. */
    private final ConcurrentLinkedQueue<Long> warm = new ConcurrentLinkedQueue<>();

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean uploading = new AtomicBoolean(true);

    @Test
    void console_readersAndUploadsAtOnce_failsNobody() throws Exception {
        Path file = rows();
        ExecutorService people = Executors.newFixedThreadPool(READERS + UPLOADS);
        try (ConsoleProcess console = ConsoleProcess.start(List.of("@small.options"), folder.resolve("data"))) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                int reader = i;
                readers.add(people.submit(() -> read(console.url(), reader)));
            }
            long begun = System.nanoTime();
            List<Future<?>> uploads = new ArrayList<>();
            for (int i = 0; i < UPLOADS; i++) {
                int upload = i;
                uploads.add(people.submit(() -> upload(console.url(), upload, file)));
            }
            for (Future<?> upload : uploads) {
                upload.get(10, TimeUnit.MINUTES);
            }
            long took = System.nanoTime() - begun;
            uploading.set(false);
            for (Future<?> reader : readers) {
                reader.get(1, TimeUnit.MINUTES);
            }
            print(took);
            assertThat(failures).isEmpty();
        } finally {
            people.shutdownNow();
        }
    }

    private void print(long took) {
        System.out.printf(
                Locale.ROOT,
                "load: %d uploads of 50 MB in %.1f s; %d readers: %s; without the first %d s: %s; %d failures%n",
                UPLOADS,
                took / 1e9,
                READERS,
                figures(nanoseconds),
                COLD.toSeconds(),
                figures(warm),
                failures.size());
    }

    private static String figures(Collection<Long> times) {
        List<Long> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return "%d answers, median %.1f ms, p95 %.1f ms, max %.1f ms"
                .formatted(sorted.size(), at(sorted, 0.5), at(sorted, 0.95), at(sorted, 1));
    }

    private static double at(List<Long> sorted, double share) {
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size()))) / 1e6;
    }

    private @Nullable Void read(String url, int reader) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis() * reader / READERS);
        try (PlainConnection connection = PlainConnection.to(url)) {
            long started = System.nanoTime();
            for (int i = 0; uploading.get(); i++) {
                String page = PAGES.get((reader + i) % PAGES.size());
                long begun = System.nanoTime();
                int status = connection.get(page).status();
                long took = System.nanoTime() - begun;
                if (status != 200) {
                    failures.add(page + ": " + status);
                }
                nanoseconds.add(took);
                if (begun - started > COLD.toNanos()) {
                    warm.add(took);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            }
        } catch (IOException e) {
            failures.add("reader " + reader + ": " + e);
        }
        return null;
    }

    private @Nullable Void upload(String url, int number, Path file) {
        try (PlainConnection connection = PlainConnection.to(url)) {
            PlainConnection.Answer answer =
                    connection.post("/api/datasets?name=load" + number + "&fileName=load.jsonl", file);
            if (answer.status() != 201 || !answer.body().contains("\"examples\":" + ROWS)) {
                failures.add("upload " + number + ": " + answer);
            }
        } catch (IOException e) {
            failures.add("upload " + number + ": " + e);
        }
        return null;
    }

    /** A file with rows of a kilobyte each. */
    private Path rows() throws IOException {
        Path file = folder.resolve("load.jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int row = 0; row < ROWS; row++) {
                out.write(ROW.formatted(row, ANSWER));
            }
        }
        return file;
    }
}
