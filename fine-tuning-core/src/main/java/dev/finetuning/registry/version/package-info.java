/**
 * What is known of a model version: its number, where it can be asked, what it was made from and what was
 * measured enter; two versions side by side leave.
 */
@NullMarked
package dev.finetuning.registry.version;

import org.jspecify.annotations.NullMarked;
