package dev.finetuning.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.TrainingEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    @TempDir
    Path folder;

    private static TrainingEvent event(String id) {
        return new TrainingEvent(
                id, Instant.EPOCH, TrainingEvent.Level.INFO, "metrics", "line\nbreak", Map.of("train_loss", 0.5));
    }

    @Test
    void read_whatWasAppended_isTheSame() throws Exception {
        EventLog log = new EventLog(folder.resolve("log"));
        assertThat(log.read()).isEmpty();
        log.append(event("a"));
        log.append(event("b"));

        assertThat(log.read()).containsExactly(event("a"), event("b"));
    }

    @Test
    void read_ofALogCutAnywhere_givesWholeEventsAndTakesMore() throws Exception {
        Path file = folder.resolve("log");
        EventLog log = new EventLog(file);
        log.append(event("a"));
        int first = (int) Files.size(file);
        log.append(event("b"));
        byte[] whole = Files.readAllBytes(file);
        for (int length = first; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(log.read()).containsExactly(event("a"));
            log.append(event("c"));
            assertThat(log.read()).startsWith(event("a")).endsWith(event("c"));
        }
    }

    @Test
    void read_levelThatALaterVersionAdded_isInfoAndLosesNoEvent() throws Exception {
        Path file = folder.resolve("log");
        EventLog log = new EventLog(file);
        log.append(event("a"));
        Files.writeString(file, Files.readString(file).replace("\"INFO\"", "\"TRACE\""));
        log.append(event("b"));

        assertThat(log.read()).containsExactly(event("a"), event("b"));
    }
}
