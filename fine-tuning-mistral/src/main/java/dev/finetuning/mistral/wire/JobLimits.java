package dev.finetuning.mistral.wire;

import dev.finetuning.training.Hyperparameters;
import dev.finetuning.training.TrainingMethod;
import dev.finetuning.training.TrainingMethod.Classifier.Target;
import dev.finetuning.training.TrainingRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What Mistral refuses in a request, by its published description, so that nothing is sent only to be refused. */
public final class JobLimits {
    /** What a multiplier multiplies: the default of {@code learning_rate} in the published description. */
    public static final double DEFAULT_LEARNING_RATE = 1e-4;

    private static final Pattern SUFFIX = Pattern.compile("[a-zA-Z0-9_-]{1,18}");
    private static final String LEARNING_RATE = "learning_rate";

    /** The least and the most each number may be, both included. */
    private record Range(double least, double most) {}

    private static final Map<String, Range> RANGES = Map.of(
            "training_steps",
            new Range(1, Integer.MAX_VALUE),
            LEARNING_RATE,
            new Range(1e-8, 1),
            "weight_decay",
            new Range(0, 1),
            "warmup_fraction",
            new Range(0, 1),
            "epochs",
            new Range(Double.MIN_VALUE, Double.MAX_VALUE),
            "seq_len",
            new Range(100, Integer.MAX_VALUE),
            "fim_ratio",
            new Range(0, 1));

    private final List<String> reasons = new ArrayList<>();

    private JobLimits() {}

    /** All that is wrong, beside what the capabilities already tell. */
    public static List<String> reasonsAgainst(TrainingRequest request) {
        JobLimits limits = new JobLimits();
        limits.checkName(request);
        limits.checkHyperparameters(request.hyperparameters());
        limits.check("invalid_sample_skip_percentage", request.options(), new Range(0, 0.5));
        request.seed().ifPresent(seed -> limits.reasons.add("jobs take no seed; leave it out"));
        if (!request.metadata().isEmpty()) {
            limits.reasons.add("jobs carry no labels; leave the metadata out, or keep it as labels of the run");
        }
        if (request.method() instanceof TrainingMethod.Classifier classifier) {
            limits.checkTargets(classifier.targets());
            if (request.hyperparameters().others().containsKey("fim_ratio")) {
                limits.reasons.add("a classifier has no fim_ratio; leave it out");
            }
        }
        return limits.reasons;
    }

    private void checkName(TrainingRequest request) {
        Optional<String> suffix = request.suffix();
        if (suffix.isPresent()
                && request.mark()
                        .filter(mark -> !suffix.equals(Optional.of(mark)))
                        .isPresent()) {
            reasons.add("a job has one suffix, and the run's mark "
                    + request.mark().orElse("")
                    + " is sent in it; leave the suffix out, and name the model with models().rename once it is there");
        }
        suffix.filter(text -> !SUFFIX.matcher(text).matches())
                .ifPresent(text -> reasons.add("suffix must be 1 to 18 of [a-zA-Z0-9_-]: " + text));
    }

    private void checkHyperparameters(Hyperparameters settings) {
        Map<String, Object> others = settings.others();
        if (!settings.batchSize().auto()) {
            reasons.add("batchSize cannot be chosen here; seq_len and training_steps can");
        }
        if (!settings.learningRateMultiplier().auto()) {
            check(LEARNING_RATE, settings.learningRateMultiplier().orElse(1) * DEFAULT_LEARNING_RATE);
            if (others.containsKey(LEARNING_RATE)) {
                reasons.add("give learningRateMultiplier or learning_rate, not both");
            }
        }
        if (!settings.epochs().auto() && others.containsKey("training_steps")) {
            reasons.add("give epochs or training_steps, not both; the provider works out the other");
        }
        new TreeMap<>(RANGES).forEach((name, range) -> check(name, others, range));
    }

    private void check(String name, Map<String, Object> fields, Range range) {
        if (fields.get(name) instanceof Number number) {
            check(name, number.doubleValue(), range);
        }
    }

    private void check(String name, double value) {
        Range range = RANGES.get(name);
        if (range != null) {
            check(name, value, range);
        }
    }

    private void check(String name, double value, Range range) {
        if (!(value >= range.least() && value <= range.most())) {
            String least = range.least() == Double.MIN_VALUE ? "above 0" : "at least " + range.least();
            reasons.add(name + " must be " + least + (range.most() <= 1 ? " and at most " + range.most() : "") + ": "
                    + value);
        }
    }

    private void checkTargets(List<Target> targets) {
        if (targets.isEmpty()) {
            reasons.add("a classifier needs at least one target");
        }
        for (Target target : targets) {
            if (target.labels().isEmpty()) {
                reasons.add("the target " + target.name() + " has no labels");
            }
            if (new HashSet<>(target.labels()).size() < target.labels().size()) {
                reasons.add("the target " + target.name() + " has a label twice");
            }
        }
    }
}
