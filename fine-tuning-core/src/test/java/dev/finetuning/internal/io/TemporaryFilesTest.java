package dev.finetuning.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.training.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What killed processes leave in folders goes; what living ones write stays, however long they pause. */
@DisabledOnOs(OS.WINDOWS)
class TemporaryFilesTest {
    private static final Duration LONG = TemporaryFiles.ABANDONED_AFTER.plusHours(1);

    @TempDir
    Path folder;

    private Path left(ProcessHandle process, Duration ago) throws IOException {
        return left(TemporaryFiles.prefix(process) + UUID.randomUUID() + ".part", ago);
    }

    private Path left(String name, Duration ago) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
        return file;
    }

    private static Process process() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }

    private Path leftByAKilledProcess(Duration ago) throws Exception {
        Process process = process();
        Path file = left(process.toHandle(), ago);
        process.destroyForcibly().waitFor();
        return file;
    }

    @Test
    void sweep_afterAKill_deletesWhatIsOld() throws Exception {
        Path old = leftByAKilledProcess(LONG);
        Path fresh = leftByAKilledProcess(Duration.ofHours(23));

        TemporaryFiles.sweep(folder);

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void sweep_whileTheWriterLives_deletesNothing() throws Exception {
        Process stopped = process();
        try {
            Path other = left(stopped.toHandle(), LONG);
            Path own = left(ProcessHandle.current(), LONG);

            TemporaryFiles.sweep(folder);

            assertThat(other).exists();
            assertThat(own).exists();
        } finally {
            stopped.destroyForcibly().waitFor();
        }
    }

    @Test
    void sweep_whenAnotherProcessHasTheNumberNow_deletes() throws Exception {
        Path old =
                left(".fine-tuning-" + ProcessHandle.current().pid() + "-12345-" + UUID.randomUUID() + ".part", LONG);

        TemporaryFiles.sweep(folder);

        assertThat(old).doesNotExist();
    }

    @Test
    void sweep_ofOthersFiles_deletesNothing() throws Exception {
        List<Path> others = List.of(
                left(".fine-tuning-notes.part", LONG),
                left("fine-tuning-1.jsonl", LONG),
                left("data.part", LONG),
                left("support.jsonl", LONG));
        Path link = Files.createSymbolicLink(
                folder.resolve(".fine-tuning-1-1-" + UUID.randomUUID() + ".part"), others.get(3));

        TemporaryFiles.sweep(folder);

        assertThat(others).allSatisfy(file -> assertThat(file).exists());
        assertThat(link).exists();
    }

    @Test
    void fileJournal_whenOpened_deletesWhatWasLeft() throws Exception {
        Path old = leftByAKilledProcess(LONG);

        try (Journal journal = FileJournal.in(folder)) {
            assertThat(journal.size("s")).isZero();
        }

        assertThat(old).doesNotExist();
    }

    @Test
    void folders_withTemporaryFilesOfTheirOwn_areSweptBeforeTheFirst() throws Exception {
        Path old = leftByAKilledProcess(LONG);
        AtomicFile.writeText(folder.resolve("report.txt"), "x");
        assertThat(old).doesNotExist();

        Path models = folder.resolve("models");
        try (LocalTrainingPipeline pipeline = LocalTrainingPipeline.in(models)) {
            Path files = models.resolve("files");
            Path killed = Files.move(leftByAKilledProcess(LONG), files.resolve(leftName()));
            Files.setLastModifiedTime(killed, FileTime.from(Instant.now().minus(LONG)));
            pipeline.upload(TrainingData.of("d", List.of(ChatExample.of(Message.user("q"), Message.assistant("a")))));
            assertThat(killed).doesNotExist();
            try (Stream<Path> all = Files.list(files)) {
                assertThat(all.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
            }
        }
    }

    private static String leftName() {
        return ".fine-tuning-1-1-" + UUID.randomUUID() + ".part";
    }
}
