package dev.finetuning.notification;

import java.time.Instant;
import java.util.List;

/**
 * Reasons to notify somebody. It is asked again and again, by any number of processes, and may name the same reason
 * each time: a notification whose id is known is not delivered a second time. So its ids must depend on what happened
 * alone.
 */
@FunctionalInterface
public interface NotificationSource {
    /**
     * What there is to tell.
     *
     * @param from what happened before this instant need not be named
     * @return the notifications, in the order in which they are to be delivered
     */
    List<Notification> since(Instant from);
}
