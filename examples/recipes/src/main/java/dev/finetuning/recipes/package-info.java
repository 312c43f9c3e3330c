/** Small programs enter an application by being copied; each is run by a test. */
@NullMarked
package dev.finetuning.recipes;

import org.jspecify.annotations.NullMarked;
