package dev.finetuning.quality;

import java.util.function.Consumer;

/** A check whose inspections remember nothing of an example that changes what they find in another. */
record IndependentCheck(Check check) implements Check {
    @Override
    public Inspection begin(Consumer<Finding> findings) {
        return check.begin(findings);
    }

    @Override
    public boolean independent() {
        return true;
    }
}
