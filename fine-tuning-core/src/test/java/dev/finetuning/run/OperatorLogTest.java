package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class OperatorLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.finetuning");
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        heard.start();
        logger.addAppender(heard);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(heard);
    }

    private List<String> lines() {
        return heard.list.stream()
                .filter(event -> event.getLevel() == Level.INFO)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void run_fromStartToRollback_saysEachStageOnceAndNoContent() throws InterruptedException {
        ManualTime time = ManualTime.create();
        JournaledModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
        FineTuningRuns runs = FineTuningRuns.builder(
                        new InMemoryJournal(),
                        folder,
                        ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned")),
                        registry)
                .clock(time)
                .sleeper(time)
                .promotion(PromotionPolicy.of(), Alias.PRODUCTION)
                .build();
        List<ChatExample> examples = IntStream.range(0, 12)
                .mapToObj(i -> ChatExample.of(Message.user("secret " + i), Message.assistant("secret answer " + i)))
                .toList();

        String id = runs.start(RunPlan.builder("support", "base", examples).build());
        FineTuningRun run = runs.await(id);
        String job = run.job().id().orElseThrow();
        ModelVersion version = registry.byAlias("support", Alias.PRODUCTION).orElseThrow();

        assertThat(lines())
                .containsSubsequence(
                        "run " + id + " of support is ACTIVE, next UPLOAD; job none yet, version none yet",
                        "run " + id + " of support is ACTIVE, next TRAIN; job " + job + ", version none yet",
                        "support@1.0.0 is registered: model " + version.modelId(),
                        "support: production moved from no version to 1.0.0 (PROMOTION, by fine-tuning run)",
                        "run " + id + " of support is SUCCEEDED, next DONE; job " + job + ", version 1.0.0")
                .noneMatch(line -> line.contains("secret"));
        assertThat(lines()).doesNotHaveDuplicates();

        registry.assign(version, Alias.STAGING, Author.of("ada", "a look"));
        assertThat(lines()).contains("support: staging moved from no version to 1.0.0 (ASSIGNMENT, by ada)");
    }
}
