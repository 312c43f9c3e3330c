package dev.finetuning.openweights;

import dev.finetuning.Sleeper;
import dev.finetuning.openweights.internal.Scripts;
import dev.finetuning.openweights.internal.job.Jobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a pipeline's builder has collected so far, each value checked when it was given. Not thread-safe. */
final class PipelineSettings {
    final Path folder;
    final Map<String, Path> baseModels = new LinkedHashMap<>();

    @Nullable
    PythonEnvironment environment;

    @Nullable
    RayCluster cluster;

    List<String> launcher = List.of();
    String device = "auto";
    OptionalInt threads = OptionalInt.empty();
    int maxRunningJobs = 1;
    Duration startPatience = Duration.ofMinutes(10);
    Duration answerTimeout = Duration.ofMinutes(5);
    InstantSource clock = InstantSource.system();
    Sleeper sleeper = Sleeper.system();
    Scripts scripts = Scripts.real();
    boolean checksEnvironment = true;

    PipelineSettings(Path folder) {
        this.folder = folder;
    }

    void baseModel(String name, Path place) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}") || Jobs.isId(name)) {
            throw new IllegalArgumentException(
                    "a base model's name must be of [A-Za-z0-9._/-] and not begin with " + Jobs.PREFIX + ": " + name);
        }
        if (!Files.exists(place.resolve("config.json"))) {
            throw new IllegalArgumentException("there is no model in " + place
                    + ": config.json is missing; download one, such as by: hf download NAME --local-dir " + place);
        }
        baseModels.put(name, place.toAbsolutePath());
    }

    void device(String name) {
        if (!name.matches("auto|cpu|cuda(:[0-9]{1,3})?")) {
            throw new IllegalArgumentException("device must be auto, cpu, cuda or cuda:N: " + name);
        }
        device = name;
    }

    static List<String> words(String... command) {
        if (command.length == 0) {
            throw new IllegalArgumentException("a launcher is at least one word");
        }
        return List.of(command);
    }

    static int positive(String name, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + number);
        }
        return number;
    }
}
