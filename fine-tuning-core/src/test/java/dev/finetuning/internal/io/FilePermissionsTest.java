package dev.finetuning.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.training.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Training data and models on disk are nobody else's business. */
@DisabledOnOs(OS.WINDOWS)
class FilePermissionsTest {
    @TempDir
    Path root;

    private static List<Example> examples() {
        return IntStream.range(0, 12)
                .mapToObj(i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant("yes")))
                .toList();
    }

    private static void store(Path folder) {
        Journal journal = new InMemoryJournal();
        try (LocalTrainingPipeline pipeline = LocalTrainingPipeline.in(folder.resolve("local"))) {
            pipeline.upload(TrainingData.of("data", examples()));
            FineTuningRuns runs = FineTuningRuns.builder(
                            journal, folder.resolve("runs"), pipeline, JournaledModelRegistry.open(journal))
                    .build();
            runs.start(RunPlan.builder("support", "local-linear", examples()).build());
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void folders_thatAreMade_areTheirOwnersAlone() throws IOException {
        store(root);

        assertThat(permissions(root.resolve("local"))).isEqualTo("rwx------");
        assertThat(permissions(root.resolve("runs"))).isEqualTo("rwx------");
    }

    @Test
    void foldersThatOthersMayEnter_holdNothingThatTheyMayRead() throws IOException {
        for (String name : List.of("local", "runs")) {
            Path folder = Files.createDirectory(root.resolve(name));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        store(root);

        for (String name : List.of("local", "runs")) {
            try (Stream<Path> inside = Files.list(root.resolve(name))) {
                assertThat(inside.toList())
                        .isNotEmpty()
                        .allSatisfy(path -> assertThat(permissions(path)).endsWith("------"));
            }
        }
    }

    @Test
    void foldersOfAGroup_holdFoldersOfTheGroup() throws IOException {
        Path folder = Files.createDirectory(root.resolve("local"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));

        store(root);

        assertThat(permissions(folder.resolve("files"))).isEqualTo("rwxrwx---");
    }
}
