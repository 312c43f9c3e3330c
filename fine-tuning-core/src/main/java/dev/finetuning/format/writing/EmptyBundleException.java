package dev.finetuning.format.writing;

import dev.finetuning.FineTuningException;
import dev.finetuning.format.UnwritableExampleException;
import java.util.List;

/** There is nothing to write for a target: no example at all, or none that it can carry. */
public final class EmptyBundleException extends FineTuningException {
    private static final long serialVersionUID = 1L;

    private final String target;
    private final transient List<UnwritableExampleException> losses;

    /**
     * A refusal.
     *
     * @param target the target's name
     * @param losses why each example was left out
     */
    public EmptyBundleException(String target, List<UnwritableExampleException> losses) {
        super("There is no example to write for " + target + ": "
                + (losses.isEmpty()
                        ? "none was given. Look at what the reading rejected."
                        : losses.size() + " were given, and it can carry none of them. The first: "
                                + losses.get(0).getMessage()));
        this.target = target;
        this.losses = List.copyOf(losses);
    }

    /** The target's name. */
    public String target() {
        return target;
    }

    /** Why each example was left out, in their order. */
    public List<UnwritableExampleException> losses() {
        return losses;
    }
}
