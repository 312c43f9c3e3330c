/**
 * Long work beside people: it has threads of its own, takes turns at the processors, lets whoever waits go first, says
 * how far it has come, and is waited for a little.
 */
@NullMarked
package dev.finetuning.console.lane;

import org.jspecify.annotations.NullMarked;
