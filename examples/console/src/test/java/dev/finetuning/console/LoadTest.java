package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred people who read while ten files of 50 MB are uploaded, on a machine with little memory. */
@Tag("campaign")
class LoadTest {
    private static final int READERS = 200;
    private static final int UPLOADS = 10;
    private static final int ROWS = 50_000;
    private static final String ROW = "{\"messages\": [{\"role\": \"user\", \"content\": \"question %d of %d?\"},"
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

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** Of those who upload: the one thread of a client that reads answers would send half a gigabyte before it does. */
    private final HttpClient uploader =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ConcurrentLinkedQueue<Long> nanoseconds = new ConcurrentLinkedQueue<>();
    /** Of those, what came after a fresh virtual machine had compiled the pages. */
    private final ConcurrentLinkedQueue<Long> warm = new ConcurrentLinkedQueue<>();

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean uploading = new AtomicBoolean(true);

    @Test
    void console_readersAndUploadsAtOnce_failsNobody() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(READERS + UPLOADS);
        try (ConsoleProcess console =
                ConsoleProcess.start(List.of("-Xmx256m", "-XX:+UseSerialGC"), folder.resolve("data"))) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                int reader = i;
                readers.add(people.submit(() -> read(console.url(), reader)));
            }
            long begun = System.nanoTime();
            List<Future<?>> uploads = new ArrayList<>();
            for (int i = 0; i < UPLOADS; i++) {
                int upload = i;
                uploads.add(people.submit(() -> upload(console.url(), upload)));
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
        long started = System.nanoTime();
        for (int i = 0; uploading.get(); i++) {
            String page = PAGES.get((reader + i) % PAGES.size());
            long begun = System.nanoTime();
            try {
                int status = client.send(
                                HttpRequest.newBuilder(URI.create(url + page)).build(), BodyHandlers.discarding())
                        .statusCode();
                if (status != 200) {
                    failures.add(page + ": " + status);
                }
            } catch (IOException e) {
                failures.add(page + ": " + e);
            }
            long took = System.nanoTime() - begun;
            nanoseconds.add(took);
            if (begun - started > COLD.toNanos()) {
                warm.add(took);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
        return null;
    }

    private @Nullable Void upload(String url, int number) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(url + "/api/datasets?name=load" + number + "&fileName=load.jsonl"))
                    .POST(BodyPublishers.ofByteArrays(rows(number)))
                    .build();
            HttpResponse<String> answer = uploader.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 201 || !answer.body().contains("\"examples\":" + ROWS)) {
                failures.add("upload " + number + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            failures.add("upload " + number + ": " + e);
        }
        return null;
    }

    /** Rows of a kilobyte each. */
    private static Iterable<byte[]> rows(int number) {
        return () -> IntStream.range(0, ROWS)
                .mapToObj(row -> ROW.formatted(row, number, ANSWER))
                .map(row -> row.getBytes(StandardCharsets.UTF_8))
                .iterator();
    }
}
