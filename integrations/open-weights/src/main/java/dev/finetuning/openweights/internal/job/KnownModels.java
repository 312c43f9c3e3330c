package dev.finetuning.openweights.internal.job;

import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.provider.NotFoundException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a model's name leads to: a base model that was named, a finished job's adapter by the job's id, or a
 * checkpoint of one by {@code JOB@STEP}.
 */
public final class KnownModels {
    private static final String STEP = "[0-9]{1,12}";

    private final Map<String, Path> bases;
    private final Jobs jobs;

    /** The models of a pipeline: its base models by name, and what its jobs made. */
    public KnownModels(Map<String, Path> bases, Jobs jobs) {
        this.bases = bases;
        this.jobs = jobs;
    }

    /** The names of the base models. */
    public Set<String> bases() {
        return bases.keySet();
    }

    /** Whether a name is a base model's. */
    public boolean isBase(String model) {
        return bases.containsKey(model);
    }

    /** Whether a name is that of a finished adapter or of a checkpoint. */
    public boolean isAdapter(String model) {
        String id = jobId(model);
        if (!Jobs.isId(id)) {
            return false;
        }
        try {
            return jobs.folder(id).hasAdapter(adapter(model));
        } catch (NotFoundException noSuchJob) {
            return false;
        }
    }

    /** The base model itself, or the one below an adapter, however often it was continued. */
    public String baseOf(String model) {
        String base = model;
        while (!isBase(base)) {
            if (!isAdapter(base)) {
                throw Faults.notFound("model", model);
            }
            base = jobs.look(jobId(base)).baseModel();
        }
        return base;
    }

    /** The folder of a base model, or of the one below an adapter. */
    public Path place(String model) {
        return Objects.requireNonNull(bases.get(baseOf(model)));
    }

    /** Where an adapter lies, seen from the pipeline's folder. */
    public String adapterPlace(String model) {
        requireAdapter(model);
        return "jobs/" + jobId(model) + "/" + adapter(model);
    }

    /** Where an adapter lies. */
    public Path adapterFolder(String model) {
        requireAdapter(model);
        return jobs.folder(jobId(model)).path().resolve(adapter(model));
    }

    private void requireAdapter(String model) {
        if (!isAdapter(model)) {
            throw Faults.notFound("model", model);
        }
    }

    private static String jobId(String model) {
        int at = model.indexOf('@');
        return at < 0 ? model : model.substring(0, at);
    }

    /** Where the adapter lies in its job's folder; a step that is no number leads nowhere. */
    private static String adapter(String model) {
        int at = model.indexOf('@');
        String step = at < 0 ? "" : model.substring(at + 1);
        return at < 0 ? "adapter" : step.matches(STEP) ? "checkpoints/checkpoint-" + step : "no-checkpoint";
    }
}
