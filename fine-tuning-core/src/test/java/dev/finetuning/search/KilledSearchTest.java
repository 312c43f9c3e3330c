package dev.finetuning.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.cost.Money;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twelve trials over the local provider under a budget for eight, in a process that is killed three times: at the
 * creation of a job, in the middle, and near the end.
 */
@Timeout(120)
class KilledSearchTest {
    /** After how many steps of runs the process is killed. */
    private static final List<Integer> KILLS = List.of(3, 14, 23);

    @TempDir
    Path folder;

    @Test
    void run_killedAgainAndAgain_stopsAtTheBudgetWithNoTrialRunTwice() throws Exception {
        for (int steps : KILLS) {
            Process child = child();
            try (BufferedReader said = said(child)) {
                for (int i = 0; i < steps; i++) {
                    assertThat(said.readLine()).startsWith("RUN");
                }
                child.destroyForcibly().waitFor();
            }
        }
        Process last = child();
        String printed = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(last.waitFor()).isZero();

        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("local"));
                FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            SearchResult result = KilledSearch.search(folder, provider, journal).result();
            assertThat(printed).contains("END BUDGET winner " + result.winner().orElseThrow());
            assertThat(result.trials())
                    .hasSize(KilledSearch.ADMITTED)
                    .allSatisfy(trial -> assertThat(trial.outcome()).isEqualTo(Trial.Outcome.MEASURED));
            assertThat(result.trials()).extracting(Trial::runId).doesNotHaveDuplicates();
            assertThat(result.spent()).contains(Money.usd("8"));
            assertThat(trained(provider)).isEqualTo(KilledSearch.ADMITTED);
        }
    }

    /** The jobs that were trained to their end; one that died with its process costs nothing and is sent again. */
    private static long trained(LocalTrainingPipeline provider) {
        try (Stream<TrainingJob> jobs = provider.jobs(JobQuery.ALL)) {
            return jobs.filter(job -> job.status().phase() == JobPhase.SUCCEEDED)
                    .count();
        }
    }

    private static BufferedReader said(Process child) {
        return new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    }

    private Process child() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledSearch.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
