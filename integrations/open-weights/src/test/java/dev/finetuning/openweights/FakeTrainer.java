package dev.finetuning.openweights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.openweights.internal.Scripts;
import dev.finetuning.secrecy.Canary;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A folder in which the fake worker trains: the real protocol, with the standard library alone. */
final class FakeTrainer {
    static final String BASE = "tiny";

    private final Path folder;

    private FakeTrainer(Path folder) {
        this.folder = folder;
    }

    static FakeTrainer in(Path folder) {
        try {
            Files.createDirectories(folder.resolve("base"));
            Files.writeString(folder.resolve("base/config.json"), "{}");
            return new FakeTrainer(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, whose base model is there. */
    static FakeTrainer at(Path folder) {
        return new FakeTrainer(folder);
    }

    /** The machine's Python; a test that has none is skipped, and says so. */
    static Path python() {
        Path python = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(each -> Path.of(each, "python3"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(python != null, "SKIPPED: there is no python3 on this machine, so that no worker can be played");
        return python;
    }

    OpenWeightsPipelineBuilder builder() {
        return OpenWeightsPipeline.builder(root())
                .environment(PythonEnvironment.at(python()))
                .baseModel(BASE, folder.resolve("base"))
                .scripts(Scripts.of("fake_worker.py", "fake_server.py", "fake_preview.py", "fake_export.py"));
    }

    /** The same with a cluster that trains, and no Python on this machine. */
    OpenWeightsPipelineBuilder builder(RayCluster.Builder cluster) {
        return OpenWeightsPipeline.builder(root())
                .cluster(cluster.build())
                .baseModel(BASE, folder.resolve("base"))
                .scripts(Scripts.of("fake_worker.py", "fake_server.py", "fake_preview.py", "fake_export.py"));
    }

    /** A cluster that runs commands on this machine. */
    static RayCluster.Builder cluster(String url) {
        return RayCluster.builder(url).launcher(python().toString());
    }

    Path root() {
        return folder.resolve("pipeline");
    }

    /** What goes wrong, and how long a step takes, as a JSON object. */
    FakeTrainer knobs(String json) {
        try {
            Files.createDirectories(root());
            Files.writeString(root().resolve("fake.json"), json);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<ChatExample> examples(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> ChatExample.of(
                        Message.system("Name the topic. " + Canary.CONTENT),
                        Message.user("question " + i),
                        Message.assistant("answer " + i)))
                .toList();
    }

    /** Kills a process without a chance to clean up. */
    static void kill(long pid) throws IOException, InterruptedException {
        assertEquals(
                0, new ProcessBuilder("kill", "-9", String.valueOf(pid)).start().waitFor());
    }
}
