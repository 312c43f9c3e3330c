package dev.finetuning.console.work;

import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.run.CandidateEvaluation;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.Levenshtein;
import dev.finetuning.journal.Journal;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.training.TrainingPipeline;
import java.nio.file.Path;
import java.util.Set;

/** Measures the new model and the one in production on the same questions, and keeps every answer for the screens. */
final class RecordedEvaluation implements RunEvaluation {
    /** What the gates look at: how similar an answer is to the expected one, from 0 to 1. */
    static final String METRIC = "Levenshtein";

    private static final String NEW_MODEL = "new model";

    private final Path folder;
    private final TrainingPipeline pipeline;
    private final ConsoleProvider provider;
    private final Evaluator evaluator;

    RecordedEvaluation(Path folder, TrainingPipeline pipeline, ConsoleProvider provider, Journal journal) {
        this.folder = folder;
        this.pipeline = pipeline;
        this.provider = provider;
        this.evaluator = Evaluator.builder()
                .scorers(new Levenshtein(), new ExactMatch())
                .asking(settings -> settings.journal(journal))
                .build();
    }

    @Override
    public Result evaluate(Task task) {
        return measuring(task.runId()).evaluate(task);
    }

    @Override
    public Set<String> metrics() {
        return measuring("").metrics();
    }

    private CandidateEvaluation measuring(String runId) {
        return CandidateEvaluation.builder(pipeline, evaluator)
                .prices(provider.prices())
                .onEvaluated(
                        (what, evaluation) -> EvaluationShelf.keep(folder, runId, what.equals(NEW_MODEL), evaluation))
                .build();
    }
}
