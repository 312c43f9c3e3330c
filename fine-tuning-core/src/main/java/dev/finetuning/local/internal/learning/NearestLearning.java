package dev.finetuning.local.internal.learning;

import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.local.internal.model.ModelBody;
import dev.finetuning.local.internal.model.NearestBody;
import dev.finetuning.local.internal.model.TrainingCase;
import dev.finetuning.training.TrainingRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers examples, those of an earlier model first. */
public final class NearestLearning implements Learning {
    private final TrainingRequest request;
    private final CaseSet cases;
    private final List<TrainingCase> remembered;

    public NearestLearning(Task task, Optional<NearestBody> base) {
        request = task.request();
        cases = task.cases();
        remembered = new ArrayList<>(base.map(NearestBody::cases).orElse(List.of()));
        remembered.addAll(cases.train());
    }

    @Override
    public String algorithm() {
        return LocalTrainingPipeline.NEAREST;
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("algorithm", algorithm());
        details.put("examples", remembered.size());
        details.put("hyperparameters", Map.of("epochs", 1));
        return details;
    }

    @Override
    public List<String> warnings() {
        boolean wished = !request.hyperparameters().epochs().auto()
                || !request.hyperparameters().batchSize().auto()
                || !request.hyperparameters().learningRateMultiplier().auto();
        return wished
                ? List.of("a nearest-example model has no gradient: epochs, batch size and learning rate do nothing")
                : List.of();
    }

    @Override
    public ModelBody run(TrainingObserver observer) {
        return NearestTrainer.run(remembered, cases.valid(), observer);
    }
}
