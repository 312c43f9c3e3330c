package dev.finetuning.console.work;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.EvaluationFile;
import dev.finetuning.run.FineTuningRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The evaluations of a tenant's runs: one file for the new model, one for what was in production. Thread-safe. */
public final class EvaluationShelf {
    private static final String CANDIDATE = "candidate.jsonl";
    private static final String CHAMPION = "champion.jsonl";

    private final Path folder;
    private final FineTuningRuns runs;

    EvaluationShelf(Path folder, FineTuningRuns runs) {
        this.folder = folder;
        this.runs = runs;
    }

    /** Keeps an evaluation of a run. */
    static void keep(Path folder, String runId, boolean candidate, Evaluation evaluation) {
        try {
            Path own = Files.createDirectories(folder.resolve(runId));
            EvaluationFile.write(evaluation, own.resolve(candidate ? CANDIDATE : CHAMPION));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store the evaluation of run " + runId, e);
        }
    }

    /**
     * What a run measured, once it has.
     *
     * @throws dev.finetuning.run.UnknownRunException if there is no such run
     */
    public Optional<MeasuredRun> of(String runId) {
        // a name that somebody sent becomes a path only if it is a run's
        String known = runs.run(runId).id();
        return read(known, CANDIDATE).map(candidate -> new MeasuredRun(candidate, read(known, CHAMPION)));
    }

    private Optional<Evaluation> read(String runId, String name) {
        Path file = folder.resolve(runId).resolve(name);
        try {
            return Files.exists(file) ? Optional.of(EvaluationFile.read(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the evaluation of run " + runId, e);
        }
    }
}
