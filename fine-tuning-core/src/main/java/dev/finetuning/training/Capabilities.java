package dev.finetuning.training;

import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a provider can do. Requests are checked against it before anything is sent. Immutable; built with
 * {@link #builder}.
 */
public final class Capabilities {
    private final String provider;
    private final Set<String> methods;
    private final Set<Verb> verbs;
    private final Set<String> baseModels;
    private final int maxEpochs;
    private final int maxSuffixLength;
    private final int minExamples;
    private final boolean startsByItself;
    private final boolean interruptedIsUnbilled;
    private final boolean inProcess;
    private final Map<String, SettingRange> settings;

    private Capabilities(Builder builder) {
        provider = builder.provider;
        methods = Set.copyOf(builder.methods);
        verbs = Set.copyOf(builder.verbs);
        baseModels = Set.copyOf(builder.baseModels);
        maxEpochs = builder.maxEpochs;
        maxSuffixLength = builder.maxSuffixLength;
        minExamples = builder.minExamples;
        startsByItself = builder.startsByItself;
        interruptedIsUnbilled = builder.interruptedIsUnbilled;
        inProcess = builder.inProcess;
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(builder.settings));
    }

    /** Operations that not every provider has. */
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

    /**
     * Starts the capabilities of a provider that does supervised training and has no operations apart from
     * start and look.
     *
     * @param provider the provider's short name: {@code "local"}
     */
    public static Builder builder(String provider) {
        return new Builder(provider);
    }

    /** The provider's short name: {@code "local"}. */
    public String provider() {
        return provider;
    }

    /** Names of the {@link TrainingMethod}s it supports. */
    public Set<String> methods() {
        return methods;
    }

    /** The operations it has in addition to start and look. */
    public Set<Verb> verbs() {
        return verbs;
    }

    /** Whether the provider has this operation. */
    public boolean can(Verb verb) {
        return verbs.contains(verb);
    }

    /** The models it can start from; empty if it does not say. */
    public Set<String> baseModels() {
        return baseModels;
    }

    /** The maximum number of epochs it accepts. */
    public int maxEpochs() {
        return maxEpochs;
    }

    /** The maximum length of a suffix, in characters; 0 if it accepts none. */
    public int maxSuffixLength() {
        return maxSuffixLength;
    }

    /** The minimum number of training examples it accepts. A run with fewer is refused before anything is uploaded. */
    public int minExamples() {
        return minExamples;
    }

    /** Whether a created job trains without {@link TrainingPipeline#launch}. */
    public boolean startsByItself() {
        return startsByItself;
    }

    /**
     * Whether a job that failed with the code {@link JobFailure#INTERRUPTED} was not billed, so that a run
     * may send it again. False unless the provider declares it.
     */
    public boolean interruptedIsUnbilled() {
        return interruptedIsUnbilled;
    }

    /**
     * Whether it trains in this process: a look at a job costs nothing, and a creation that did not return did not
     * happen. What waits for a job looks more often then. False unless the provider declares it.
     */
    public boolean inProcess() {
        return inProcess;
    }

    /**
     * The settings that it knows, by the names of {@link Hyperparameters#describe}, each with what it may be. A
     * request that sets another one, or a value out of its range, is refused. Empty if the provider does not say.
     */
    public Map<String, SettingRange> settings() {
        return settings;
    }

    /**
     * Checks a request.
     *
     * @throws RequestRejectedException if the provider would refuse the request; lists all reasons
     */
    public void check(TrainingRequest request) {
        List<String> reasons = reasonsAgainst(request);
        if (!reasons.isEmpty()) {
            throw new RequestRejectedException(Incident.of(provider, "check request"), reasons, null);
        }
    }

    /** All reasons why the provider would refuse a request; empty if it would accept it. */
    public List<String> reasonsAgainst(TrainingRequest request) {
        return RequestReasons.against(request, this);
    }

    /** A builder with these capabilities. */
    public Builder toBuilder() {
        Builder builder = new Builder(provider);
        builder.methods = methods;
        builder.verbs = verbs;
        builder.baseModels = baseModels;
        builder.maxEpochs = maxEpochs;
        builder.maxSuffixLength = maxSuffixLength;
        builder.minExamples = minExamples;
        builder.startsByItself = startsByItself;
        builder.interruptedIsUnbilled = interruptedIsUnbilled;
        builder.inProcess = inProcess;
        builder.settings = settings;
        return builder;
    }

    /** Collects capabilities. Not thread-safe. */
    public static final class Builder {
        private final String provider;
        private Set<String> methods = Set.of("supervised");
        private Set<Verb> verbs = EnumSet.noneOf(Verb.class);
        private Set<String> baseModels = Set.of();
        private int maxEpochs = Integer.MAX_VALUE;
        private int maxSuffixLength;
        private int minExamples = 1;
        private boolean startsByItself = true;
        private boolean interruptedIsUnbilled;
        private boolean inProcess;
        private Map<String, SettingRange> settings = Map.of();

        private Builder(String provider) {
            this.provider = provider;
        }

        /** Names of the {@link TrainingMethod}s it supports; {@code supervised} by default. */
        public Builder methods(Set<String> names) {
            methods = names;
            return this;
        }

        /** The operations it has in addition to start and look; none by default. */
        public Builder verbs(Set<Verb> known) {
            verbs = known;
            return this;
        }

        /** The models it can start from; by default none are named. */
        public Builder baseModels(Set<String> ids) {
            baseModels = ids;
            return this;
        }

        /**
         * The maximum number of epochs it accepts; unlimited by default.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder maxEpochs(int number) {
            maxEpochs = atLeast(1, "maxEpochs", number);
            return this;
        }

        /**
         * The maximum length of a suffix; 0 by default, which means it accepts none.
         *
         * @throws IllegalArgumentException if negative
         */
        public Builder maxSuffixLength(int characters) {
            maxSuffixLength = atLeast(0, "maxSuffixLength", characters);
            return this;
        }

        /**
         * The minimum number of training examples; 1 by default.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder minExamples(int number) {
            minExamples = atLeast(1, "minExamples", number);
            return this;
        }

        /** Whether a created job trains without {@link TrainingPipeline#launch}; true by default. */
        public Builder startsByItself(boolean byItself) {
            startsByItself = byItself;
            return this;
        }

        /** Whether an interrupted job is not billed and may be sent again; false by default. */
        public Builder interruptedIsUnbilled(boolean unbilled) {
            interruptedIsUnbilled = unbilled;
            return this;
        }

        /** Whether it trains in this process; false by default. */
        public Builder inProcess(boolean here) {
            inProcess = here;
            return this;
        }

        /**
         * The settings that it knows, by the names of {@link Hyperparameters#describe}, each with what it may be; by
         * default it does not say, and requests may set anything.
         */
        public Builder settings(Map<String, SettingRange> ranges) {
            settings = ranges;
            return this;
        }

        /** Builds the capabilities. */
        public Capabilities build() {
            return new Capabilities(this);
        }

        private static int atLeast(int minimum, String name, int number) {
            if (number < minimum) {
                throw new IllegalArgumentException(name + " must be at least " + minimum + ": " + number);
            }
            return number;
        }
    }
}
