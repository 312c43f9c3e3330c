package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations in processes of their own that are killed again and again. */
class KillCampaignTest {
    private final Map<String, AtomicInteger> paid = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer sandbox;

    @TempDir
    Path folder;

    @BeforeEach
    void startSandbox() throws IOException {
        sandbox = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sandbox.createContext("/", this::answer);
        sandbox.setExecutor(threads);
        sandbox.start();
    }

    @AfterEach
    void stopSandbox() {
        sandbox.stop(0);
        threads.shutdownNow();
    }

    @Test
    void evaluation_killedAFewTimes_reportsAsIfUndisturbed() throws Exception {
        campaign(600, 4);
    }

    @Test
    @Tag("campaign")
    void evaluation_tenThousandCasesKilledAHundredTimes_reportsAsIfUndisturbed() throws Exception {
        campaign(10_000, 100);
    }

    private void campaign(int cases, int kills) throws Exception {
        Path undisturbed = folder.resolve("undisturbed.html");
        assertThat(start(folder.resolve("a"), undisturbed, cases).waitFor()).isZero();
        paid.clear();
        asked.clear();
        answers.set(0);
        Path disturbed = folder.resolve("disturbed.html");
        Random random = new Random(5);
        int killed = 0;
        while (killed < kills) {
            int enough = answers.get() + 1 + random.nextInt(Math.max(1, cases / (kills + 1)));
            Process process = start(folder.resolve("b"), disturbed, cases);
            while (process.isAlive() && answers.get() < enough) {
                process.waitFor(1, TimeUnit.MILLISECONDS);
            }
            if (!process.isAlive()) {
                break;
            }
            process.destroyForcibly().waitFor();
            killed++;
        }
        assertThat(start(folder.resolve("b"), disturbed, cases).waitFor()).isZero();

        assertThat(killed).isEqualTo(kills);
        assertThat(disturbed).hasSameBinaryContentAs(undisturbed);
        int repeated = paid.values().stream().mapToInt(times -> times.get() - 1).sum();
        assertThat(repeated).isLessThanOrEqualTo(kills * KilledEvaluation.CONCURRENCY);
        System.out.println("evaluation.kills=" + killed + " evaluation.repeated_paid_calls=" + repeated);
    }

    private Process start(Path journal, Path report, int cases) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledEvaluation.class.getName(),
                        "http://127.0.0.1:" + sandbox.getAddress().getPort() + "/",
                        journal.toString(),
                        report.toString(),
                        String.valueOf(cases))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    // every 13th question is busy at first, every 17th for twice, every 101st is refused for good; what a
    // question is told depends on the question alone, so that both evaluations can end the same
    private void answer(HttpExchange exchange) throws IOException {
        String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int number = Integer.parseInt(question.substring(1));
        int times = asked.computeIfAbsent(question, each -> new AtomicInteger()).incrementAndGet();
        int busy = number % 17 == 5 ? 2 : number % 13 == 5 ? 1 : 0;
        pause(Duration.ofMillis(2 + number % 7));
        if (times <= busy) {
            reply(exchange, 503, "busy");
        } else if (number % 101 == 100) {
            reply(exchange, 400, "refused");
        } else {
            paid.computeIfAbsent(question, each -> new AtomicInteger()).incrementAndGet();
            answers.incrementAndGet();
            reply(exchange, 200, number % 5 == 0 ? "something else" : Cases.answer(question));
        }
    }

    private static void pause(Duration pause) {
        try {
            dev.finetuning.Sleeper.system().sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
