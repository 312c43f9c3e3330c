package dev.finetuning.asking;

import dev.finetuning.FineTuningException;

/**
 * A model's alias moved to another version while it was being asked. Earlier answers stay stored for the
 * earlier version; asking again asks the new one.
 */
public final class ModelChangedException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    ModelChangedException(String model, String before, String now) {
        super(model + " referred to " + before + " when the asking began and refers to " + now
                + " now; ask again, so that all answers come from one version");
    }
}
