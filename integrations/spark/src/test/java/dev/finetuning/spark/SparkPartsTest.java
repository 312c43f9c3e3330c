package dev.finetuning.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.StreamedPreparation;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.source.Folder;
import dev.finetuning.source.JsonLines;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts that a preparation writes: what is kept together in them, and training on them. */
class SparkPartsTest {
    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static Path file;
    private static Path testSet;

    @BeforeAll
    static void begin() throws IOException {
        spark = LocalSpark.begin("local[2]", folder);
        file = MixedData.write(folder.resolve("mixed.jsonl"), 500, 17);
        testSet = MixedData.write(folder.resolve("testset.jsonl"), 1, 6);
    }

    @AfterAll
    static void end() {
        spark.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void run_thatKeepsNearDuplicatesTogether_doesWhatOneMachineDoes(int pieces) throws IOException {
        Path alone = Files.createDirectories(folder.resolve("together_alone" + pieces));
        ExampleReader reader = ExampleReader.of(JsonLines.of(file), Whole.read());
        StreamedPreparation.Outcome counts = StreamedPreparation.of(
                        Whole.plan().groupBy(NearDuplicates.standard().clusters(reader)), Whole.written())
                .step(Whole.remedies().begin(change -> {}))
                .rejectLimit(RejectLimit.none())
                .run(reader, alone.resolve("train"), alone.resolve("validation"), alone.resolve("test"));

        SparkOutcome outcome = SparkPreparation.of(spark, Whole::plan, Whole::written)
                .remedies(Whole::remedies)
                .dropNearDuplicates(NearDuplicates::standard)
                .keepNearDuplicatesTogether(NearDuplicates::standard)
                .rejectLimit(RejectLimit.none())
                .pieces(Files.size(file) / pieces + 1)
                .run(
                        SparkSource.jsonLines(Whole::read, file.toString()),
                        folder.resolve("together" + pieces).toString());

        assertThat(outcome.counts()).isEqualTo(counts);
        assertThat(counts.dropped()).isLessThan(outcome.nearDuplicates());
        for (Split.Part part : Split.Part.values()) {
            String name = Shard.name(part);
            assertThat(LocalSpark.texts(Path.of(outcome.folder())).getOrDefault(name, ""))
                    .isEqualTo(Files.readString(alone.resolve(name)));
        }
    }

    @Test
    void plan_ofAPreparedFolder_trainsOnExactlyThat() throws Exception {
        Path out = folder.resolve("trained");
        SparkOutcome outcome = Whole.on(spark, testSet)
                .pieces(Files.size(file) / 5)
                .run(SparkSource.jsonLines(Whole::read, file.toString()), out.toString());
        ManualTime time = ManualTime.create();
        InMemoryJournal journal = new InMemoryJournal();
        FineTuningRuns runs = FineTuningRuns.builder(
                        journal,
                        folder.resolve("runs"),
                        ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned")),
                        JournaledModelRegistry.open(journal))
                .clock(time)
                .sleeper(time)
                .build();
        TrainingData train =
                TrainingData.of("support", Folder.of(out.resolve("train"), "*.jsonl", JsonLines::of), Whole.written());

        String run = runs.start(RunPlan.builder("support", "base", train).build());
        runs.await(run);

        assertThat(runs.model(run).version().orElseThrow().lineage().datasetFingerprint())
                .hasValue(outcome.fingerprint(Split.Part.TRAIN).hex());
    }
}
