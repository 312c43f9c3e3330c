package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Direction;
import java.util.OptionalDouble;

/** Enough of the training examples are validated. */
record ValidatedShare(double share) implements Gate {
    ValidatedShare {
        Evidence.finite("a share", share);
    }

    @Override
    public GateVerdict judge(Candidate candidate) {
        String gate = "at least " + share + " of the training examples validated";
        OptionalDouble validated = candidate.version().lineage().datasetValidated();
        return validated.isEmpty()
                ? GateVerdict.fail(gate, "the share is not registered")
                : GateVerdict.of(
                        gate,
                        Direction.HIGHER_IS_BETTER.reaches(validated.getAsDouble(), share),
                        validated.getAsDouble() + " validated");
    }
}
