package dev.finetuning.training;

import java.util.List;
import java.util.Map;

/** What kind of training: imitation, preferences, rewards, or a classifier head. */
public sealed interface TrainingMethod {
    /** Imitate the assistant's messages. */
    static TrainingMethod supervised() {
        return new Supervised();
    }

    /** The method's name as capabilities list it. */
    String name();

    /** Imitate the assistant's messages. */
    record Supervised() implements TrainingMethod {
        @Override
        public String name() {
            return "supervised";
        }
    }

    /**
     * Direct preference optimisation.
     *
     * @param beta how strongly to stay near the base model, above 0 and at most 2, or auto
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
     * Reinforcement with a grader.
     *
     * @param grader the grader's definition in the host's own form, as JSON values
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
     * A classifier head over fixed labels.
     *
     * @param targets what is classified, each with its labels
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
         * @param labels the labels it may take
         * @param multiLabel whether several labels may hold at once
         */
        public record Target(String name, List<String> labels, boolean multiLabel) {
            /** Copies the list. */
            public Target {
                labels = List.copyOf(labels);
            }
        }
    }
}
