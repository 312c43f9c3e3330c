/** How the trials of a search run at once: work enters, threads run it until all of it is done. Not exported. */
@NullMarked
package dev.finetuning.search.internal;

import org.jspecify.annotations.NullMarked;
