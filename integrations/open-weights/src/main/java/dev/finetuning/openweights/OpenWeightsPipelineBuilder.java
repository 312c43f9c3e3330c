package dev.finetuning.openweights;

import dev.finetuning.Sleeper;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.Scripts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.OptionalInt;

/** Collects the settings of a pipeline; not thread-safe. */
public final class OpenWeightsPipelineBuilder {
    private final PipelineSettings settings;

    OpenWeightsPipelineBuilder(Path folder) {
        this.settings = new PipelineSettings(folder);
    }

    /** The Python environment that trains and answers; beside a cluster, that answers and looks ahead. */
    public OpenWeightsPipelineBuilder environment(PythonEnvironment python) {
        settings.environment = Objects.requireNonNull(python);
        return this;
    }

    /** Lets a cluster train. Every pipeline on the folder must name it. */
    public OpenWeightsPipelineBuilder cluster(RayCluster ray) {
        settings.cluster = Objects.requireNonNull(ray);
        return this;
    }

    /**
     * Names a base model: a folder as transformers reads it, with weights, configuration, tokenizer and chat
     * template. Nothing is downloaded.
     *
     * @throws IllegalArgumentException if the name is not of {@code [A-Za-z0-9._/-]}, begins like a job's id, or
     *     there is no {@code config.json} in the folder
     */
    public OpenWeightsPipelineBuilder baseModel(String name, Path place) {
        settings.baseModel(name, place);
        return this;
    }

    /**
     * Where training runs: {@code auto} (the default) takes a GPU where there is one, or {@code cpu}, {@code
     * cuda}, {@code cuda:1}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public OpenWeightsPipelineBuilder device(String name) {
        settings.device(name);
        return this;
    }

    /**
     * A command that starts a job in several processes on this machine, each with its GPU: {@code torchrun --standalone
     * --nproc-per-node 4}, or {@code accelerate launch} with a configuration of yours, for FSDP, say. Its programs are
     * looked for in the Python environment first. The processes share each batch, so the batch size must be a multiple
     * of their number. A cluster has a {@linkplain RayCluster.Builder#launcher launcher} of its own.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public OpenWeightsPipelineBuilder launcher(String... command) {
        settings.launcher = PipelineSettings.words(command);
        return this;
    }

    /**
     * How many CPU threads a training takes; PyTorch's own choice by default.
     *
     * @throws IllegalArgumentException if below 1
     */
    public OpenWeightsPipelineBuilder threads(int number) {
        settings.threads = OptionalInt.of(PipelineSettings.positive("threads", number));
        return this;
    }

    /**
     * How many jobs of this folder train on the device at a time; the others queue. 1 by default. A cluster queues
     * by the resources that it reserves instead.
     *
     * @throws IllegalArgumentException if below 1
     */
    public OpenWeightsPipelineBuilder maxRunningJobs(int number) {
        settings.maxRunningJobs = PipelineSettings.positive("maxRunningJobs", number);
        return this;
    }

    /** How long loading a model may take before the first answer; 10 minutes by default. */
    public OpenWeightsPipelineBuilder startPatience(Duration patience) {
        settings.startPatience = Objects.requireNonNull(patience);
        return this;
    }

    /** How long an answer may take; 5 minutes by default. */
    public OpenWeightsPipelineBuilder answerTimeout(Duration timeout) {
        settings.answerTimeout = Objects.requireNonNull(timeout);
        return this;
    }

    /** The clock that dates jobs and files; workers date events by the machine's own. */
    public OpenWeightsPipelineBuilder clock(InstantSource newClock) {
        settings.clock = Objects.requireNonNull(newClock);
        return this;
    }

    /** How to wait for a process that starts. */
    public OpenWeightsPipelineBuilder sleeper(Sleeper newSleeper) {
        settings.sleeper = Objects.requireNonNull(newSleeper);
        return this;
    }

    /** Other scripts, which need no packages. */
    OpenWeightsPipelineBuilder scripts(Scripts others) {
        settings.scripts = others;
        settings.checksEnvironment = false;
        return this;
    }

    /**
     * The pipeline.
     *
     * @throws IllegalStateException if neither an environment nor a cluster, or no base model was named
     * @throws dev.finetuning.provider.ProviderFaultException if the folder cannot be created or used
     */
    public OpenWeightsPipeline build() {
        if ((settings.environment == null && settings.cluster == null) || settings.baseModels.isEmpty()) {
            throw new IllegalStateException("name a Python environment or a cluster, and at least one base model");
        }
        try {
            return new OpenWeightsPipeline(PipelineParts.of(settings));
        } catch (IOException e) {
            throw Faults.disk("open folder", e);
        }
    }
}
