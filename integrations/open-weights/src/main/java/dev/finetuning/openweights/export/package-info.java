/**
 * A trained model enters, files that other programs load without this library leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.openweights.export;

import org.jspecify.annotations.NullMarked;
