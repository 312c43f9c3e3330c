/** A file of conversations enters; how long its preparation takes, whole and step by step, and beside Python, leaves. */
@NullMarked
package dev.finetuning.benchmarks.prepare;

import org.jspecify.annotations.NullMarked;
