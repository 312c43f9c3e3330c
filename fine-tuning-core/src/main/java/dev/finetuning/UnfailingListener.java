package dev.finetuning;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener that never ends the work it listens to. */
final class UnfailingListener implements ProgressListener {
    private static final Logger LOG = LoggerFactory.getLogger(UnfailingListener.class);

    private final ProgressListener listener;
    private final AtomicBoolean failed = new AtomicBoolean();

    UnfailingListener(ProgressListener listener) {
        this.listener = listener;
    }

    @Override
    public void onProgress(Progress progress) {
        try {
            listener.onProgress(progress);
        } catch (RuntimeException e) {
            if (failed.compareAndSet(false, true)) {
                // the message may quote what is worked on
                LOG.warn(
                        "A progress listener failed with {}; the work continues, and later failures are not reported",
                        e.getClass().getName());
            }
        }
    }
}
