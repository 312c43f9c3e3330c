package dev.finetuning.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.Example;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunQuery;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four threads hand in examples in a process that is killed again and again: each example that was acknowledged is in
 * exactly one registered version or still queued, and never are two trainings under way.
 */
@Timeout(1200)
class KilledRetrainingTest {
    @TempDir
    Path folder;

    private final Set<Integer> acknowledged = new TreeSet<>();

    @Test
    void examples_processKilledTwice_areEachInOneVersionOrQueued() throws Exception {
        assertNothingLost(120, 2, 20);
    }

    @Test
    @Tag("campaign")
    void examples_fiveThousandAndFiftyKills_areEachInOneVersionOrQueued() throws Exception {
        assertNothingLost(5_000, 50, 250);
    }

    private void assertNothingLost(int examples, int kills, int each) throws Exception {
        Random random = new Random(16);
        for (int kill = 0; kill < kills; kill++) {
            Process child = child(examples, each);
            // somewhere among the examples that each process gets if all get as many
            read(child, 1 + random.nextInt(2 * examples / (kills + 1)));
            child.destroyForcibly().waitFor();
            assertAcknowledgedAreThereOnce(each);
        }
        Process last = child(examples, each);
        read(last, Integer.MAX_VALUE);
        assertThat(last.waitFor()).isZero();

        assertThat(acknowledged).hasSize(examples);
        assertAcknowledgedAreThereOnce(each);
        assertOneTrainingAtATime(each);
    }

    private void assertAcknowledgedAreThereOnce(int each) {
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("local"));
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            ContinuousTraining training = KilledRetraining.training(folder, each, provider, journal);
            List<String> places = new ArrayList<>(training.queued().stream()
                    .map(KilledRetrainingTest::question)
                    .toList());
            training.rounds().stream()
                    .filter(round -> round.outcome() == TrainingRound.Outcome.REGISTERED)
                    .forEach(round -> training.examplesOf(round).forEach(example -> places.add(question(example))));
            assertThat(places).doesNotHaveDuplicates();
            assertThat(places)
                    .containsAll(acknowledged.stream()
                            .map(number -> question(KilledRetraining.example(number)))
                            .toList());
        }
    }

    private void assertOneTrainingAtATime(int each) {
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("local"));
                FileJournal journal = FileJournal.in(folder.resolve("journal"));
                Stream<TrainingJob> jobs = provider.jobs(JobQuery.ALL)) {
            ContinuousTraining training = KilledRetraining.training(folder, each, provider, journal);
            FineTuningRuns runs = FineTuningRuns.builder(
                            journal, folder.resolve("runs"), provider, JournaledModelRegistry.open(journal))
                    .build();
            List<TrainingRound> rounds = training.rounds();
            assertThat(rounds)
                    .hasSizeGreaterThan(2)
                    .extracting(TrainingRound::outcome)
                    .containsOnly(TrainingRound.Outcome.REGISTERED);
            assertThat(runs.runs(RunQuery.ALL)).as("a run for each round").hasSize(rounds.size());
            for (int i = 1; i < rounds.size(); i++) {
                assertThat(rounds.get(i).begunAt())
                        .isAfterOrEqualTo(rounds.get(i - 1).endedAt().orElseThrow());
            }
            List<TrainingJob> trained = jobs.filter(job -> job.status().phase() == JobPhase.SUCCEEDED)
                    .sorted(Comparator.comparing(job -> job.createdAt().orElseThrow()))
                    .toList();
            assertThat(trained).as("a finished job for each round").hasSize(rounds.size());
            Instant free = Instant.EPOCH;
            for (TrainingJob job : trained) {
                assertThat(job.createdAt().orElseThrow()).isAfterOrEqualTo(free);
                free = job.finishedAt().orElseThrow();
            }
        }
    }

    private static String question(Example example) {
        return example.messages().get(0).text();
    }

    /** Notes so many acknowledgements; fewer if the process ends. */
    private void read(Process child, int most) throws IOException {
        BufferedReader said = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        int read = 0;
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("ACK ")) {
                acknowledged.add(Integer.parseInt(line.substring(4)));
                if (++read == most) {
                    return;
                }
            }
        }
    }

    private Process child(int examples, int each) throws IOException {
        int first = 0;
        while (acknowledged.contains(first)) {
            first++;
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRetraining.class.getName(),
                        folder.toString(),
                        Integer.toString(first),
                        Integer.toString(examples),
                        Integer.toString(each))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
