package dev.finetuning.openai.wire;

import dev.finetuning.training.Capabilities;
import dev.finetuning.training.Capabilities.Verb;
import java.util.EnumSet;
import java.util.Set;

/**
 * In what an OpenAI-shaped provider differs from the others.
 *
 * @param provider the short name, which capabilities and failures carry
 * @param methods names of the training methods it takes
 * @param topLevelHyperparameters whether it wants them at the job's top level, never inside and beside the
 *     training method at once
 * @param byteOrderMark whether training files begin with one
 * @param multipart whether it has the Uploads API
 * @param minExamples the minimum number of training examples
 * @param maxSuffixLength the longest suffix
 * @param largestFile the most bytes one file may have
 * @param answerLimit its name for the most tokens of an answer
 */
public record ProviderProfile(
        String provider,
        Set<String> methods,
        boolean topLevelHyperparameters,
        boolean byteOrderMark,
        boolean multipart,
        int minExamples,
        int maxSuffixLength,
        long largestFile,
        String answerLimit) {
    private static final long MIB = 1L << 20;
    private static final String NEW_LIMIT = "max_completion_tokens";
    private static final String OLD_LIMIT = "max_tokens";
    private static final Set<String> ALL_METHODS = Set.of("supervised", "preference", "reinforcement");

    private static final Set<String> SUPERVISED = Set.of("supervised");

    public static final ProviderProfile OPENAI =
            new ProviderProfile("openai", ALL_METHODS, false, false, true, 10, 64, 8L << 30, NEW_LIMIT);
    public static final ProviderProfile AZURE =
            new ProviderProfile("azure", ALL_METHODS, false, true, false, 10, 40, 512 * MIB, NEW_LIMIT);
    public static final ProviderProfile NEBIUS =
            new ProviderProfile("nebius", SUPERVISED, true, false, false, 1, 64, 5L << 30, OLD_LIMIT);

    public static ProviderProfile custom(String provider) {
        return new ProviderProfile(provider, ALL_METHODS, false, false, false, 1, 64, 512 * MIB, OLD_LIMIT);
    }

    /** Such a job has no place to say which method it wants, so that only the one of all providers is left. */
    public ProviderProfile withTopLevelHyperparameters() {
        return new ProviderProfile(
                provider,
                SUPERVISED,
                true,
                byteOrderMark,
                multipart,
                minExamples,
                maxSuffixLength,
                largestFile,
                answerLimit);
    }

    public Capabilities capabilities() {
        Set<Verb> verbs = EnumSet.complementOf(EnumSet.of(Verb.LAUNCH));
        if (topLevelHyperparameters) {
            verbs.removeAll(EnumSet.of(Verb.PAUSE, Verb.RESUME));
        }
        return Capabilities.builder(provider)
                .methods(methods)
                .verbs(verbs)
                .maxEpochs(50)
                .maxSuffixLength(maxSuffixLength)
                .minExamples(minExamples)
                .build();
    }
}
