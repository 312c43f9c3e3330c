package dev.finetuning.run.internal.stored;

import java.util.Optional;

/** What a run's data consists of. */
public enum RunPart {
    TRAIN("train") {
        @Override
        Optional<String> hash(StoredData data) {
            return Optional.of(data.train());
        }
    },
    VALIDATION("validation") {
        @Override
        Optional<String> hash(StoredData data) {
            return Optional.ofNullable(data.validation());
        }
    },
    TEST("test") {
        @Override
        Optional<String> hash(StoredData data) {
            return Optional.ofNullable(data.test());
        }
    };

    private final String stored;

    RunPart(String stored) {
        this.stored = stored;
    }

    /** The name under which a run's part is stored. */
    String of(String runId) {
        return runId + "-" + stored + ".jsonl";
    }

    /** The hash of the part's content; empty where a run has no such part. */
    abstract Optional<String> hash(StoredData data);
}
