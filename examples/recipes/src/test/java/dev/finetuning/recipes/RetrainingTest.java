package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.cost.PriceList;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainingTest {
    @TempDir
    Path folder;

    private final Journal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal);
    private LocalTrainingPipeline provider;
    private Retraining retraining;

    @BeforeEach
    void open() {
        provider = LocalTrainingPipeline.in(folder.resolve("models"));
        FineTuningRuns runs = FineTuningRuns.builder(journal, folder.resolve("runs"), provider, registry)
                .evaluation(AgainstProduction.evaluation(provider, journal, PriceList.empty()))
                .promotion(AgainstProduction.policy(0.5, 0.05, 20), Alias.PRODUCTION)
                .pace(PollPace.IN_PROCESS)
                .build();
        retraining = new Retraining(runs, LocalTrainingPipeline.AUTO);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void train_dataGrew_promotesTheNextVersionWhichCanBeRolledBack() throws Exception {
        Dataset nothing = Dataset.builder("support").build();
        Dataset two = Questions.dataset(40, 2);
        Dataset three = Questions.dataset(40, 3);

        FineTuningRun first = retraining.train(nothing, two).orElseThrow();
        FineTuningRun second = retraining.train(two, three).orElseThrow();

        assertThat(first.promoted()).as(first.note().orElse("")).hasValue(true);
        assertThat(second.promoted()).as(second.note().orElse("")).hasValue(true);
        assertThat(inProduction()).isEqualTo("1.0.1");
        registry.rollback("support", Alias.PRODUCTION, Author.of("ada", "complaints"));
        assertThat(inProduction()).isEqualTo("1.0.0");
    }

    @Test
    void train_sameData_doesNothing() throws Exception {
        Dataset two = Questions.dataset(40, 2);

        assertThat(retraining.train(two, Questions.dataset(40, 2))).isEmpty();
        assertThat(registry.byAlias("support", Alias.PRODUCTION)).isEmpty();
    }

    private String inProduction() {
        return registry.byAlias("support", Alias.PRODUCTION)
                .orElseThrow()
                .version()
                .toString();
    }
}
