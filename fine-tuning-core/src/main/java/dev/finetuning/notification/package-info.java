/**
 * Notifications: what happens to runs, versions and trainings enters; each reason to tell somebody leaves as a
 * notification that is delivered until it has arrived.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.notification;

import org.jspecify.annotations.NullMarked;
