package dev.finetuning.run;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and listeners what happened; what they throw is logged and otherwise ignored. */
record RunListeners(List<LifecycleListener> all) {
    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);

    RunListeners {
        all = List.copyOf(all);
    }

    /** Tells of a run that is somewhere else than before, which an operator wants to read in the log. */
    void announce(FineTuningRun run) {
        LOG.info(
                "run {} of {} is {}, next {}; job {}, version {}",
                run.id(),
                run.name(),
                run.status(),
                run.stage(),
                run.job().id().orElse("none yet"),
                run.version().orElse("none yet"));
        tell(run);
    }

    void tell(FineTuningRun run) {
        tell(run, listener -> listener.onChange(run));
    }

    void tellEventsUnread(FineTuningRun run, RuntimeException failure) {
        tell(run, listener -> listener.onEventsUnread(run, failure));
    }

    private void tell(FineTuningRun run, Consumer<LifecycleListener> message) {
        for (LifecycleListener listener : all) {
            try {
                message.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn(
                        "a listener of run {} failed with {}; the run continues",
                        run.id(),
                        e.getClass().getName());
            }
        }
    }
}
