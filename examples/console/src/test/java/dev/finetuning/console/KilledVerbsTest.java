package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console is killed at random moments while a client calls every verb that changes something. */
class KilledVerbsTest {
    private static final List<String> VM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

    @TempDir
    Path folder;

    @Test
    void killed_twiceDuringVerbs_losesNothingAcknowledgedAndPaysForNothingTwice() throws Exception {
        killed(2, 16);
    }

    @Tag("campaign")
    @Test
    void killed_sixtyTimesDuringVerbs_losesNothingAcknowledgedAndPaysForNothingTwice() throws Exception {
        killed(60, 17);
    }

    private void killed(int times, long seed) throws Exception {
        VerbCaller caller = new VerbCaller(seed);
        try (RunningConsole console = RunningConsole.open(folder)) {
            caller.prepare(console.url(""));
        }
        for (int i = 0; i < times; i++) {
            try (ConsoleProcess console = ConsoleProcess.start(VM, folder.resolve("data"))) {
                caller.check(console.url());
                caller.callUntilKilled(console);
            }
        }
        int runs;
        try (RunningConsole console = RunningConsole.open(folder)) {
            caller.check(console.url(""));
            runs = caller.awaitEnd();
        }
        assertThat(caller.counts()).as("verbs that were acknowledged").hasSizeGreaterThan(6);
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder.resolve("data/default/provider"));
                Stream<TrainingJob> jobs = provider.jobs(JobQuery.ALL)) {
            assertThat(jobs.filter(job -> job.status().phase() == JobPhase.SUCCEEDED))
                    .as("jobs that were trained to their end, which is what a provider bills")
                    .hasSizeLessThanOrEqualTo(runs);
        }
    }
}
