package dev.finetuning.run;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what happened; what they throw is logged and otherwise ignored. */
record RunListeners(List<LifecycleListener> all) {
    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);

    RunListeners {
        all = List.copyOf(all);
    }

    void tell(FineTuningRun run) {
        for (LifecycleListener listener : all) {
            try {
                listener.onChange(run);
            } catch (RuntimeException e) {
                LOG.warn(
                        "a listener of run {} failed with {}; the run goes on",
                        run.id(),
                        e.getClass().getName());
            }
        }
    }
}
