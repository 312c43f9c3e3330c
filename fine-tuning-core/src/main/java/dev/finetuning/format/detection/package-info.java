/** Looking at a file: a path enters, and how to read what is in it leaves, with the reasons. */
@NullMarked
package dev.finetuning.format.detection;

import org.jspecify.annotations.NullMarked;
