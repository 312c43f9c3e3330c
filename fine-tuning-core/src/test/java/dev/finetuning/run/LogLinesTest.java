package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.internal.content.OneLine;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.Capabilities.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What others say takes one line of a log, so that nobody can write lines of ours. */
class LogLinesTest {
    private static final String FORGED = "busy\n2026-11-28 12:00:00 ERROR all models were deleted\r\u2028\u0085\u0000";

    @TempDir
    Path folder;

    @Test
    void of_controlCharactersAndSeparators_escapesThem() {
        assertThat(OneLine.of(FORGED))
                .isEqualTo("busy\\n2026-11-28 12:00:00 ERROR all models were deleted\\r\\u2028\\u0085\\u0000");
        assertThat(OneLine.of("Grüße, \uD83D\uDE00")).isEqualTo("Grüße, \uD83D\uDE00");
    }

    @Test
    void run_withLineBreaksInMessagesAndLabels_logsAndSumsUpInLinesOfItsOwn() {
        ManualTime time = ManualTime.create();
        Journal journal = new InMemoryJournal();
        ScriptedTrainingPipeline pipeline = ScriptedTrainingPipeline.create(time)
                .failNext(Verb.UPLOAD, new RetryLaterException(Incident.of("host", "upload"), FORGED, null, null));
        FineTuningRuns runs = FineTuningRuns.builder(journal, folder, pipeline, JournaledModelRegistry.open(journal))
                .clock(time)
                .sleeper(time)
                .build();
        List<Example> examples = IntStream.range(0, 12)
                .mapToObj(i -> (Example) ChatExample.of(Message.user("q" + i), Message.assistant("a" + i)))
                .toList();
        Logger log = (Logger) LoggerFactory.getLogger("dev.finetuning");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            String id = runs.start(RunPlan.builder("support", "base", examples)
                    .addLabel("team", "blue\n2 runs: 2 failed")
                    .build());
            for (int i = 0; i < 3; i++) {
                runs.advance(id);
                time.advance(Duration.ofSeconds(1));
            }
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
                .anyMatch(line -> line.contains("busy\\n2026-11-28"))
                .allMatch(line -> line.equals(OneLine.of(line)));
        assertThat(runs.summary().lines())
                .noneMatch(line -> line.startsWith("2 runs") || line.startsWith("2026"))
                .anyMatch(line -> line.contains("blue\\n2 runs"));
    }
}
