package dev.finetuning.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.sandbox.OddGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Holds an adapter to what a run relies on, whatever stands between it and its provider: an unknown outcome is
 * said to be one, a list is empty only if the provider says so, every failure is typed, and no key follows a
 * redirect. A caller that looks for its mark and asks where a job without a mark might be its own never pays
 * for two.
 */
public abstract class OddProviderContractTest {
    private static final int ATTEMPTS = 12;

    private long surplus;
    private int asked;
    private final List<String> untyped = new ArrayList<>();

    /** The address of the sandbox without a path. */
    protected abstract String root();

    /** A pipeline that talks to the provider at this address, times out soon and repeats nothing. */
    protected abstract TrainingPipeline pipeline(String root);

    /** A model to train. */
    protected abstract String model();

    @Test
    void twentyFiveOddRuns_payOnceAndFailTyped() {
        runs(25);
    }

    @Test
    @Tag("campaign")
    void fiveThousandOddRuns_payOnceAndFailTyped() {
        runs(5_000);
    }

    private void runs(int count) {
        int canaries = 0;
        try (TrainingPipeline honest = pipeline(root())) {
            TrainingFile file = honest.upload(data());
            for (int seed = 0; seed < count; seed++) {
                try (OddGateway gateway = new OddGateway(root(), seed, 10 + seed % 60);
                        TrainingPipeline pipeline = pipeline(gateway.root())) {
                    run(pipeline, file, "odd-" + seed);
                    canaries += gateway.canaries();
                }
            }
            surplus = surplus(honest);
        }
        assertThat(untyped).as("failures without a type").isEmpty();
        assertThat(surplus).as("surplus jobs").isZero();
        assertThat(canaries).as("keys at another origin").isZero();
        assertThat(asked).as("runs that ended in a question").isLessThan(count);
    }

    private static TrainingData data() {
        return TrainingData.of(
                "odd",
                IntStream.range(0, 12)
                        .mapToObj(i -> ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)))
                        .toList());
    }

    private void run(TrainingPipeline pipeline, TrainingFile file, String mark) {
        TrainingRequest request =
                TrainingRequest.builder(model(), file).mark(mark).build();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<String> job = Optional.empty();
            try {
                job = Optional.of(pipeline.start(request).id());
            } catch (OutcomeUnknownException e) {
                assertThat(e.mark()).contains(mark);
                Optional<List<TrainingJob>> found = look(pipeline, mark);
                if (found.isEmpty()) {
                    asked++;
                    return;
                }
                job = found.get().stream().map(TrainingJob::id).findFirst();
            } catch (ProviderException e) {
                // refused: nothing was created
            } catch (RuntimeException e) {
                untyped.add(mark + ": " + e);
                return;
            }
            if (job.isPresent()) {
                others(pipeline, job.get());
                return;
            }
        }
    }

    /** Jobs with the mark; empty where nobody could tell, or where one without a mark might be it. */
    private Optional<List<TrainingJob>> look(TrainingPipeline pipeline, String mark) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                List<TrainingJob> all = all(pipeline);
                List<TrainingJob> found = all.stream()
                        .filter(job -> job.mark().filter(mark::equals).isPresent())
                        .toList();
                boolean unclear = found.isEmpty()
                        && all.stream().anyMatch(job -> job.mark().isEmpty());
                return unclear ? Optional.empty() : Optional.of(found);
            } catch (ProviderException e) {
                // looked at in vain
            } catch (RuntimeException e) {
                untyped.add(mark + ": " + e);
            }
        }
        return Optional.empty();
    }

    /** Jobs beyond the first with the same mark. */
    private static long surplus(TrainingPipeline honest) {
        Map<Optional<String>, Long> jobs =
                all(honest).stream().collect(Collectors.groupingBy(TrainingJob::mark, Collectors.counting()));
        return jobs.values().stream().mapToLong(count -> count - 1).sum();
    }

    private static List<TrainingJob> all(TrainingPipeline pipeline) {
        try (Stream<TrainingJob> jobs = pipeline.jobs(JobQuery.ALL)) {
            return jobs.toList();
        }
    }

    private void others(TrainingPipeline pipeline, String job) {
        typed(() -> pipeline.job(job));
        typed(() -> pipeline.events(job));
        typed(() -> pipeline.checkpoints(job));
        typed(() -> pipeline.cancel(job));
        typed(() -> pipeline.files().list().forEach(each -> {}));
        typed(() -> pipeline.models().list().forEach(each -> {}));
        typed(() -> pipeline.chatModel(model()).ask(ChatRequest.of("hello")));
    }

    private void typed(Runnable call) {
        try {
            call.run();
        } catch (ProviderException e) {
            // typed
        } catch (RuntimeException e) {
            untyped.add(String.valueOf(e));
        }
    }
}
