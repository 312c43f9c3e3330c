package dev.finetuning.local.internal.learning;

import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.local.internal.model.LinearBody;
import dev.finetuning.local.internal.model.ModelBody;
import dev.finetuning.local.internal.model.SoftmaxWeights;
import dev.finetuning.local.internal.model.SparseVector;
import dev.finetuning.local.internal.model.TrainingCase;
import dev.finetuning.local.internal.model.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Learns a linear model, from nothing or onwards from an earlier one. */
public final class LinearLearning implements Learning {
    private final CaseSet cases;
    private final TrainingPlan plan;
    private final LinearBody body;
    private final Map<String, Integer> labels;

    private LinearLearning(CaseSet cases, TrainingPlan plan, LinearBody body, Map<String, Integer> labels) {
        this.cases = cases;
        this.plan = plan;
        this.body = body;
        this.labels = labels;
    }

    static LinearLearning of(Task task, Optional<LinearBody> base) {
        CaseSet cases = task.cases();
        Map<String, Integer> labels = new LinkedHashMap<>();
        base.ifPresent(body -> body.answers().forEach(answer -> labels.putIfAbsent(answer, labels.size())));
        cases.train().forEach(one -> labels.putIfAbsent(one.answer(), labels.size()));
        if (labels.size() > MAX_ANSWERS) {
            throw Learning.tooManyAnswers(labels.size());
        }
        int mostFeatures = task.maxWeights() / labels.size();
        List<int[]> documents =
                cases.train().stream().map(TrainingCase::features).toList();
        Vocabulary vocabulary = base.map(body -> body.vocabulary().extended(documents, mostFeatures))
                .orElseGet(() -> Vocabulary.of(documents, mostFeatures));
        SoftmaxWeights weights = base.map(body -> body.weights().grown(vocabulary.size(), labels.size()))
                .orElseGet(() -> new SoftmaxWeights(vocabulary.size(), labels.size()));
        return new LinearLearning(
                cases,
                TrainingPlan.resolve(task.request().hyperparameters(), documents.size(), task.seed()),
                new LinearBody(vocabulary, new ArrayList<>(labels.keySet()), weights),
                labels);
    }

    @Override
    public String algorithm() {
        return LocalTrainingPipeline.LINEAR;
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("algorithm", algorithm());
        details.put("examples", cases.train().size());
        details.put("answers", labels.size());
        details.put("features", body.vocabulary().size());
        details.put("hyperparameters", plan.describe());
        details.put("seed", plan.seed());
        return details;
    }

    @Override
    public List<String> warnings() {
        return labels.size() > 1
                ? List.of()
                : List.of("all answers are the same: the model will give that one whatever it is asked");
    }

    @Override
    public ModelBody run(TrainingObserver observer) {
        LinearTrainer trainer = new LinearTrainer(body.weights(), vectors(cases.train()), vectors(cases.valid()), plan);
        trainer.run(observer, body);
        return body;
    }

    private LabelledVectors vectors(List<TrainingCase> some) {
        SparseVector[] vectors = new SparseVector[some.size()];
        int[] labelOf = new int[some.size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = body.vocabulary().vector(some.get(i).features());
            labelOf[i] = labels.getOrDefault(some.get(i).answer(), -1);
        }
        return new LabelledVectors(vectors, labelOf);
    }
}
