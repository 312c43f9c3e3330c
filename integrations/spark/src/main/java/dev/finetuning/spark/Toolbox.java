package dev.finetuning.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A kit on its way to the executors, each of which makes its tools once. Thread-safe. */
final class Toolbox implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Kit kit;
    private transient volatile Kit.@Nullable Tools tools;

    Toolbox(Kit kit) {
        this.kit = kit;
    }

    Kit kit() {
        return kit;
    }

    Kit.Tools tools() {
        Kit.Tools made = tools;
        if (made == null) {
            synchronized (this) {
                made = tools;
                if (made == null) {
                    made = kit.make();
                    tools = made;
                }
            }
        }
        return made;
    }
}
