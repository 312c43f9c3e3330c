package dev.finetuning.spring.observe;

import dev.finetuning.run.RunEvaluation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Set;

/** An evaluation that is observed as a whole; the questions it asks are observed within it. */
record ObservedEvaluation(RunEvaluation evaluation, ObservationRegistry observations) implements RunEvaluation {
    static final String NAME = "fine_tuning.evaluation";

    @Override
    public Result evaluate(Task task) {
        return Withheld.during(
                Observation.createNotStarted(NAME, observations)
                        .contextualName("evaluate " + task.candidate().id())
                        .highCardinalityKeyValue("run", task.runId()),
                () -> evaluation.evaluate(task));
    }

    @Override
    public Set<String> metrics() {
        return evaluation.metrics();
    }
}
