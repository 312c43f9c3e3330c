package dev.finetuning.openai.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.secrecy.Canary;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However often and wherever a run's processes are killed, it ends with exactly one job at the provider. */
class KilledRunsTest {
    @TempDir
    Path folder;

    @Test
    void runs_killedAFewTimes_payOnceEachWhereTheNaiveLoopDoesNot() throws Exception {
        campaign(3, 6, 6);
    }

    @Test
    @Tag("campaign")
    void runs_killedTwoThousandTimes_payOnceEachWhereTheNaiveLoopDoesNot() throws Exception {
        // more workers than processors: runs wait a good deal of the time
        campaign(6, Integer.getInteger("kills", 2_000), Integer.getInteger("naive", 100));
    }

    private void campaign(int workers, int kills, int naiveKills) throws Exception {
        ChildJvm jvm = ChildJvm.in(folder.resolve("jvm"));
        KillCampaign.Report ours = KillCampaign.ours(folder, jvm, workers, kills);
        KillCampaign.Report naive = KillCampaign.naive(folder, jvm, workers, naiveKills);
        System.out.println(ours);
        System.out.printf("naive duplicates=%d: %s%n", naive.surplus(), naive);

        assertThat(ours.killed()).isGreaterThanOrEqualTo(kills);
        assertThat(ours.surplus()).isZero();
        assertThat(ours.lost()).isZero();
        assertThat(ours.manual()).isZero();
        assertThat(Canary.in(Files.readString(Executioner.log(folder.resolve("ours")))))
                .as("what killed processes leave in a log")
                .isEmpty();
        assertThat(naive.surplus()).isPositive();
    }
}
