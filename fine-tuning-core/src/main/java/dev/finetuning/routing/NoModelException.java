package dev.finetuning.routing;

import dev.finetuning.FineTuningException;
import dev.finetuning.registry.version.Alias;
import java.util.Collection;

/** None of a route's aliases points to a version. Promote one, or add a last resort to the route. */
public final class NoModelException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String model;

    NoModelException(String model, Collection<Alias> tried) {
        super("no version of \"" + model + "\" holds any of " + tried
                + "; promote one, or give the route a last resort");
        this.model = model;
    }

    /** The registered model of the route. */
    public String model() {
        return model;
    }
}
