package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.PriceList;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightlyRetrainingTest {
    @TempDir
    Path folder;

    private final Journal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal);
    private LocalTrainingPipeline provider;
    private NightlyRetraining nightly;

    @BeforeEach
    void open() {
        provider = LocalTrainingPipeline.in(folder.resolve("models"));
        FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), provider, registry)
                .evaluation(DeployIfBetter.evaluation(provider, journal, PriceList.empty()))
                .promotion(DeployIfBetter.policy(0.5, 0.05, 10), Alias.PRODUCTION)
                .pace(PollPace.IN_PROCESS)
                .build();
        nightly = new NightlyRetraining("support", LocalTrainingPipeline.AUTO, journal, runs);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    /** A day's questions, all answered "billing"; the reviewer knows better. */
    private void day(int queues) {
        for (Example example : Questions.dataset(70, queues)) {
            nightly.answered(
                    example.messages().get(0).text(), ChatReply.of("base", "billing", Usage.NONE, Duration.ZERO));
        }
        nightly.review("anna", NightlyRetrainingTest::right);
    }

    private static Optional<String> right(ChatExample example) {
        String question = example.messages().get(0).text();
        return Optional.of(question.substring(question.lastIndexOf(' ') + 1));
    }

    @Test
    void night_afterEachDay_promotesTheNextVersionWhichCanBeRolledBack() throws Exception {
        day(2);
        assertThat(nightly.night()).isEqualTo("round 1 made version 1.0.0, which serves now");

        day(3);
        assertThat(nightly.night()).isEqualTo("round 2 made version 1.0.1, which serves now");

        registry.rollback("support", Alias.PRODUCTION, Author.of("ada", "complaints"));
        assertThat(registry.byAlias("support", Alias.PRODUCTION))
                .get()
                .extracting(version -> version.version().toString())
                .isEqualTo("1.0.0");
    }

    @Test
    void night_nothingAccepted_doesNothing() throws Exception {
        nightly.answered("Do you sell boats?", ChatReply.of("base", "billing", Usage.NONE, Duration.ZERO));
        nightly.review("anna", example -> Optional.empty());

        assertThat(nightly.night()).isEqualTo("nothing new to learn");
        assertThat(registry.byAlias("support", Alias.PRODUCTION)).isEmpty();
    }
}
