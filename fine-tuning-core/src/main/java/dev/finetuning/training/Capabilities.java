package dev.finetuning.training;

import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a provider can do, so that a request beyond it fails before anything is sent.
 *
 * @param provider the provider's short name: {@code "local"}
 * @param methods names of the {@link TrainingMethod}s it trains with
 * @param verbs optional verbs it knows beside start and look
 * @param baseModels models it can start from; empty means it does not say
 * @param maxEpochs the most epochs it accepts
 * @param maxSuffixLength the longest suffix it accepts; 0 means it takes none
 * @param minExamples the fewest training examples it accepts
 * @param startsByItself whether a created job trains without {@link TrainingPipeline#launch}
 * @param deploysSeparately whether a tuned model must be deployed before it can be asked
 */
public record Capabilities(
        String provider,
        Set<String> methods,
        Set<Verb> verbs,
        Set<String> baseModels,
        int maxEpochs,
        int maxSuffixLength,
        int minExamples,
        boolean startsByItself,
        boolean deploysSeparately) {
    /** Verbs that not every provider has. */
    public enum Verb {
        UPLOAD,
        LIST,
        CANCEL,
        PAUSE,
        RESUME,
        LAUNCH,
        EVENTS,
        CHECKPOINTS,
        FILES,
        MODELS,
        CHAT
    }

    /** Copies the sets. */
    public Capabilities {
        methods = Set.copyOf(methods);
        verbs = Set.copyOf(verbs);
        baseModels = Set.copyOf(baseModels);
    }

    /** Whether the provider has the verb. */
    public boolean can(Verb verb) {
        return verbs.contains(verb);
    }

    /**
     * Checks a request against all of this.
     *
     * @throws RequestRejectedException if anything is beyond the provider, listing all of it
     */
    public void check(TrainingRequest request) {
        List<String> reasons = reasonsAgainst(request);
        if (!reasons.isEmpty()) {
            throw new RequestRejectedException(Incident.of(provider, "check request"), reasons, null);
        }
    }

    /** All that is beyond the provider in a request; empty when it would be accepted. */
    public List<String> reasonsAgainst(TrainingRequest request) {
        List<String> reasons = new ArrayList<>();
        if (!methods.contains(request.method().name())) {
            reasons.add("method " + request.method().name() + " is not offered; offered are " + sorted(methods));
        }
        if (request.hyperparameters().epochs().orElse(1) > maxEpochs) {
            reasons.add("epochs must be at most " + maxEpochs + ": "
                    + request.hyperparameters().epochs());
        }
        int suffix = request.suffix().map(String::length).orElse(0);
        if (suffix > maxSuffixLength) {
            reasons.add("suffix must have at most " + maxSuffixLength + " characters: it has " + suffix);
        }
        return List.copyOf(reasons);
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
