package dev.finetuning.notification;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where notifications go, such as a {@link Webhook}. It is called by one thread at a time in each process; a slow one
 * holds up nothing but the notifications after it. Every notification arrives at least once; one whose arrival was not
 * noted, for example because the process ended, comes again with the same id.
 */
@FunctionalInterface
public interface NotificationReceiver {
    /**
     * Takes a notification.
     *
     * @throws NotDeliveredException if it did not arrive, or nobody knows; so does any other exception. It is
     *     delivered again later
     * @throws InterruptedException if the thread is interrupted
     */
    void receive(Notification notification) throws InterruptedException;

    /** Writes each notification to the log of this class, at INFO. */
    static NotificationReceiver log() {
        Logger log = LoggerFactory.getLogger(NotificationReceiver.class);
        return notification -> log.info(
                "{} {}: {} ({})", notification.topic(), notification.subject(), notification.text(), notification.id());
    }
}
