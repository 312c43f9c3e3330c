package dev.finetuning.training;

import java.util.List;
import java.util.Map;

/** The kind of training: supervised, preference, rated answers, reinforcement, or a classifier. */
public sealed interface TrainingMethod {
    /** Supervised training on the assistant's messages. */
    static TrainingMethod supervised() {
        return new Supervised();
    }

    /** The method's name, as used in capabilities. */
    String name();

    /** Supervised training on the assistant's messages. */
    record Supervised() implements TrainingMethod {
        @Override
        public String name() {
            return "supervised";
        }
    }

    /**
     * Direct preference optimisation (DPO).
     *
     * @param beta how strongly to stay close to the base model, above 0 and at most 2, or auto
     */
    record Preference(HyperparameterValue beta) implements TrainingMethod {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if beta is not in (0, 2]
         */
        public Preference {
            double value = beta.orElse(1);
            if (!(value > 0 && value <= 2)) {
                throw new IllegalArgumentException("beta must be above 0 and at most 2: " + beta);
            }
        }

        @Override
        public String name() {
            return "preference";
        }
    }

    /**
     * Kahneman-Tversky optimisation (KTO, Ethayarajh et al. 2024) on single answers rated good or bad.
     *
     * @param beta how strongly to stay close to the base model, above 0 and at most 2, or auto
     * @param desirableWeight what an answer rated good counts, above 0, or auto
     * @param undesirableWeight what an answer rated bad counts, above 0, or auto; where both are auto, the provider
     *     chooses, such as so that both ratings count the same in all
     */
    record Kto(HyperparameterValue beta, HyperparameterValue desirableWeight, HyperparameterValue undesirableWeight)
            implements TrainingMethod {
        /** Lets the provider choose everything. */
        public static final Kto AUTO =
                new Kto(HyperparameterValue.AUTO, HyperparameterValue.AUTO, HyperparameterValue.AUTO);

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if beta is not in (0, 2] or a weight is not above 0
         */
        public Kto {
            double value = beta.orElse(1);
            if (!(value > 0 && value <= 2)) {
                throw new IllegalArgumentException("beta must be above 0 and at most 2: " + beta);
            }
            if (!(desirableWeight.orElse(1) > 0 && undesirableWeight.orElse(1) > 0)) {
                throw new IllegalArgumentException(
                        "weights must be above 0: " + desirableWeight + " and " + undesirableWeight);
            }
        }

        @Override
        public String name() {
            return "kto";
        }
    }

    /**
     * Reinforcement learning with a grader.
     *
     * @param grader the grader's definition in the provider's own form, as JSON values
     */
    record Reinforcement(Map<String, Object> grader) implements TrainingMethod {
        /** Copies the map. */
        public Reinforcement {
            grader = Map.copyOf(grader);
        }

        @Override
        public String name() {
            return "reinforcement";
        }
    }

    /**
     * A classifier with fixed labels.
     *
     * @param targets what to classify, each with its labels
     */
    record Classifier(List<Target> targets) implements TrainingMethod {
        /** Copies the list. */
        public Classifier {
            targets = List.copyOf(targets);
        }

        @Override
        public String name() {
            return "classifier";
        }

        /**
         * One thing to classify.
         *
         * @param name its name: {@code "intent"}
         * @param labels the possible labels
         * @param multiLabel whether several labels may apply at once
         */
        public record Target(String name, List<String> labels, boolean multiLabel) {
            /** Copies the list. */
            public Target {
                labels = List.copyOf(labels);
            }
        }
    }
}
