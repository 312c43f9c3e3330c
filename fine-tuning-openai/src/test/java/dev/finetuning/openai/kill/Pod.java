package dev.finetuning.openai.kill;

import dev.finetuning.Secret;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.jdbc.JdbcContentStore;
import dev.finetuning.journal.jdbc.JdbcJournal;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.run.RunPlan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/** A program that starts the runs of a round, each once, and advances all that are unfinished; made to be killed. */
final class Pod implements AutoCloseable {
    static final int RUNS_A_ROUND = 4;

    private static final int TEST_EXAMPLES = 3;

    private final OpenAiTrainingPipeline pipeline;
    private final FineTuningRuns runs;
    private final JournaledModelRegistry registry;

    Pod(String database, String provider, String key, InstantSource clock) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(database);
        JdbcJournal journal = JdbcJournal.over(source);
        pipeline = new OpenAiTrainingPipeline(OpenAiSettings.openAi(Secret.of(key))
                .baseUrl(provider)
                .timeout(Duration.ofSeconds(2))
                .build());
        registry = JournaledModelRegistry.open(journal);
        runs = FineTuningRuns.builder(journal, JdbcContentStore.over(source), pipeline, registry)
                .lostAnswer(new LostAnswerPolicy(Duration.ofSeconds(3), LostAnswerPolicy.Then.RESEND))
                .lease(Duration.ofSeconds(5))
                .clock(clock)
                .evaluation(task -> {
                    if (task.test().size() != TEST_EXAMPLES) {
                        throw new IllegalStateException(
                                "test examples: " + task.test().size());
                    }
                    return RunEvaluation.Result.of(List.of());
                })
                .build();
    }

    /** Takes the database's URL, the provider's and the number of the round; the environment has the key. */
    public static void main(String[] args) throws InterruptedException {
        try (Pod pod = new Pod(args[0], args[1], System.getenv(Executioner.KEY), InstantSource.system())) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < RUNS_A_ROUND; i++) {
                String key = "round " + args[2] + ", run " + i;
                ids.add(pod.runs.startOnce(key, plan(key)));
            }
            while (!ids.stream().allMatch(id -> pod.runs.run(id).status().terminal())) {
                pod.runs.advanceAll();
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        System.exit(0);
    }

    private static RunPlan plan(String name) {
        return RunPlan.builder("support", "gpt-4o-mini-2024-07-18", examples(name, 12))
                .test(examples("test of " + name, TEST_EXAMPLES))
                .build();
    }

    private static List<Example> examples(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (Example)
                        ChatExample.of(Message.user("question " + i + " of " + name), Message.assistant("answer " + i)))
                .toList();
    }

    FineTuningRuns runs() {
        return runs;
    }

    /** Whether the run has one version. */
    boolean registered(FineTuningRun run) {
        return registry.view().versions("support").stream()
                        .filter(version -> version.lineage()
                                .runId()
                                .filter(run.id()::equals)
                                .isPresent())
                        .count()
                == 1;
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
