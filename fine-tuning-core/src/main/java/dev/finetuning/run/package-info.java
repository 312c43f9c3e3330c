/**
 * The whole way as one resumable thing: a plan enters, and whatever crashes on the way, one paid job at
 * most and a registered, perhaps promoted, model version leave. All that must survive is in a journal.
 */
@NullMarked
package dev.finetuning.run;

import org.jspecify.annotations.NullMarked;
