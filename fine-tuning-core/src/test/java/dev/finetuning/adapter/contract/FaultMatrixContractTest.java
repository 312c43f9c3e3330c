package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.sandbox.ReceivedRequest;
import dev.finetuning.sandbox.SocketServer;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every way a provider may answer, for every kind of request: what the caller gets, how many jobs there are and how
 * many POSTs left. The page {@code docs/fault-matrix.md} holds the table, and the test holds the page true;
 * {@code -Dfault.matrix=write} writes what it finds. With times it is written to {@code target}.
 */
public abstract class FaultMatrixContractTest {
    private static final Path PAGE = Path.of("..", "docs", "fault-matrix.md");
    private static final String MARK = "run-7";
    private static final Duration SHORT = Duration.ofMillis(1_500);

    private final AdapterFixture adapter;
    private final AtomicInteger canaries = new AtomicInteger();

    /** Tests this adapter. */
    protected FaultMatrixContractTest(AdapterFixture adapter) {
        this.adapter = adapter;
    }

    @AfterEach
    void close() {
        adapter.close();
    }

    /** A kind of request, and what a caller does to send it. */
    private enum Operation {
        CREATE("POST /v1/fine_tuning/jobs$", "start"),
        UPLOAD("POST /v1/files$", "upload"),
        CANCEL("POST /v1/fine_tuning/jobs/[^/]+/cancel$", "cancel"),
        ASK("POST /v1/chat/completions$", "ask"),
        LOOK("GET /v1/fine_tuning/jobs/[^/]+$", "look"),
        LIST("GET /v1/fine_tuning/jobs$", "list");

        private final String line;
        private final String title;

        Operation(String line, String title) {
            this.line = line;
            this.title = title;
        }
    }

    /**
     * What came of one operation in one cell.
     *
     * @param outcome what the caller got
     * @param jobs how many jobs the operation left at the provider
     * @param posts how many requests of its kind left
     */
    private record Verdict(String outcome, int jobs, long posts, long millis) {
        String text(Operation operation) {
            return switch (operation) {
                case CREATE -> outcome + ", " + jobs + "/" + posts;
                case UPLOAD, CANCEL, ASK -> outcome + ", " + posts;
                case LOOK, LIST -> outcome;
            };
        }
    }

    @Test
    void everyCell_costsAtMostOneJobAndIsTyped_asThePageSays() throws IOException {
        List<String> table = new ArrayList<>();
        List<String> timed = new ArrayList<>();
        header(table);
        header(timed);
        try (SocketServer elsewhere = new SocketServer(this::catchCanary, request -> Optional.empty())) {
            List<Cell> cells = Cell.all(elsewhere.url());
            warmUp(cells.get(cells.size() - 1));
            for (Cell cell : cells) {
                StringBuilder row = new StringBuilder("| " + cell.name() + " |");
                StringBuilder timedRow = new StringBuilder(row);
                Map<Operation, Verdict> verdicts = verdicts(cell);
                for (Operation operation : Operation.values()) {
                    Verdict verdict = verdicts.get(operation);
                    requireSafe(cell, operation, verdict);
                    row.append(' ').append(verdict.text(operation)).append(" |");
                    timedRow.append(' ')
                            .append(verdict.text(operation))
                            .append(", ")
                            .append(verdict.millis())
                            .append(" ms |");
                }
                table.add(row.toString());
                timed.add(timedRow.toString());
            }
        }
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target", "fault-matrix-" + adapter.name() + ".md"), timed);
        assertThat(canaries).as("keys at another origin").hasValue(0);
        if ("write".equals(System.getProperty("fault.matrix"))) {
            Files.writeString(PAGE, section(table));
        }
        assertThat(Files.readString(PAGE)).contains(String.join("\n", table));
    }

    /** The first requests of a process are slow, and the shortest limit must not pass before one has arrived. */
    private void warmUp(Cell cell) {
        for (Operation operation : Operation.values()) {
            verdict(cell, operation);
        }
    }

    /** Where each waits for a limit, all of them wait at the same time. */
    private Map<Operation, Verdict> verdicts(Cell cell) {
        Map<Operation, Verdict> verdicts = new EnumMap<>(Operation.class);
        ExecutorService threads = Executors.newFixedThreadPool(waits(cell) ? Operation.values().length : 1);
        try {
            Map<Operation, Future<Verdict>> pending = new EnumMap<>(Operation.class);
            for (Operation operation : Operation.values()) {
                pending.put(operation, threads.submit(() -> verdict(cell, operation)));
            }
            for (Map.Entry<Operation, Future<Verdict>> each : pending.entrySet()) {
                verdicts.put(each.getKey(), each.getValue().get());
            }
            return verdicts;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean waits(Cell cell) {
        return cell.name().startsWith("timeout");
    }

    private static void header(List<String> table) {
        table.add("| the provider |" + titles());
        table.add("|---|" + "---|".repeat(Operation.values().length));
    }

    private static String titles() {
        return Stream.of(Operation.values())
                .map(operation -> " " + operation.title + " |")
                .reduce("", String::concat);
    }

    private String section(List<String> table) throws IOException {
        String begin = "<!-- " + adapter.name() + " -->\n";
        String end = "\n<!-- end of " + adapter.name() + " -->";
        String page = Files.readString(PAGE);
        int from = page.indexOf(begin) + begin.length();
        return page.substring(0, from) + String.join("\n", table) + page.substring(page.indexOf(end));
    }

    private Answer catchCanary(ReceivedRequest request) {
        if (request.headers().values().stream().anyMatch(value -> value.contains(Canary.KEY))) {
            canaries.incrementAndGet();
        }
        return Answer.json(200, "{\"id\":\"elsewhere\",\"data\":[]}");
    }

    private Verdict verdict(Cell cell, Operation operation) {
        try (ProviderSandbox<?> sandbox = adapter.sandbox(ManualTime.create());
                TrainingPipeline honest = adapter.pipeline(Wiring.to(sandbox.root()));
                TrainingPipeline pipeline = adapter.pipeline(wiring(sandbox, waits(cell)))) {
            TrainingFile file = honest.upload(data("first"));
            TrainingRequest request =
                    TrainingRequest.builder(adapter.model(), file).mark(MARK).build();
            String job =
                    operation == Operation.CREATE ? "" : honest.start(request).id();
            int jobsBefore = sandbox.jobCount();
            long postsBefore = posts(sandbox, operation);
            cell.plan().lineUp(sandbox, operation.line);
            long start = System.nanoTime();
            String outcome = settled(cell, operation, outcome(operation, pipeline, request, job));
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            return new Verdict(
                    outcome, sandbox.jobCount() - jobsBefore, posts(sandbox, operation) - postsBefore, millis);
        }
    }

    /** HTTP clients may repeat a read by themselves whose connection ended before an answer began. */
    private static String settled(Cell cell, Operation operation, String outcome) {
        boolean read = operation == Operation.LOOK || operation == Operation.LIST;
        boolean either = outcome.equals("done") || outcome.equals("RetryLater");
        return read && either && cell.name().startsWith("reset") ? "done or RetryLater" : outcome;
    }

    private static Wiring wiring(ProviderSandbox<?> sandbox, boolean waits) {
        Wiring wiring = Wiring.to(sandbox.root()).header("X-Tenant-Key", Canary.KEY);
        return waits ? wiring.timeout(SHORT) : wiring;
    }

    private static long posts(ProviderSandbox<?> sandbox, Operation operation) {
        return sandbox.requestLines().stream()
                .filter(line -> line.matches(operation.line))
                .count();
    }

    private String outcome(Operation operation, TrainingPipeline pipeline, TrainingRequest request, String job) {
        try {
            return switch (operation) {
                case CREATE -> describe(pipeline.start(request));
                case UPLOAD -> pipeline.upload(data("second")).id().isEmpty() ? "no id" : "done";
                case CANCEL -> pipeline.cancel(job).status().phase().name().toLowerCase(Locale.ROOT);
                case ASK -> {
                    pipeline.chatModel(adapter.model()).ask(ChatRequest.of("hello"));
                    yield "done";
                }
                case LOOK -> describe(pipeline.job(job));
                case LIST -> listed(pipeline);
            };
        } catch (OutcomeUnknownException e) {
            boolean job7 = e.mark().filter(MARK::equals).isPresent();
            return "OutcomeUnknown" + (operation == Operation.CREATE && !job7 ? " without the mark" : "");
        } catch (RetryLaterException e) {
            return "RetryLater"
                    + e.retryAfter()
                            .map(wait -> " after " + wait.toSeconds() + " s")
                            .orElse("");
        } catch (ProviderException e) {
            return e.getClass().getSimpleName().replace("Exception", "");
        } catch (RuntimeException e) {
            return "UNTYPED " + e;
        }
    }

    private static String describe(TrainingJob job) {
        return job.mark().filter(MARK::equals).isPresent() ? "done" : "done, no mark";
    }

    private static String listed(TrainingPipeline pipeline) {
        try (Stream<TrainingJob> jobs = pipeline.jobs(JobQuery.ALL)) {
            long count = jobs.count();
            return count == 1 ? "done" : count + " jobs";
        }
    }

    /** What no table may say. */
    private static void requireSafe(Cell cell, Operation operation, Verdict verdict) {
        String what = cell.name() + ", " + operation.title + ": " + verdict;
        assertThat(verdict.outcome()).as(what).doesNotContain("UNTYPED", "without the mark", "0 jobs");
        switch (operation) {
            case CREATE -> {
                assertThat(verdict.posts()).as(what).isEqualTo(1);
                assertThat(verdict.jobs()).as(what).isEqualTo(cell.carriedOut() ? 1 : 0);
                if (cell.carriedOut()) {
                    assertThat(verdict.outcome()).as(what).matches("done.*|OutcomeUnknown");
                } else {
                    assertThat(verdict.outcome()).as(what).doesNotStartWith("done");
                }
            }
            case CANCEL, ASK -> assertThat(verdict.posts()).as(what).isEqualTo(1);
            default -> assertThat(verdict.jobs()).as(what).isZero();
        }
    }

    private static TrainingData data(String name) {
        return TrainingData.of(
                name,
                IntStream.range(0, 12)
                        .mapToObj(i -> ChatExample.of(
                                Message.user(name + " question " + i), Message.assistant(Canary.CONTENT + i)))
                        .toList());
    }
}
