/**
 * Evaluations enter from an application's own tests; a failed test and a report leave where a model got
 * worse. Needs JUnit Jupiter, which applications that use this package have on their test path.
 */
@NullMarked
package dev.finetuning.eval.junit;

import org.jspecify.annotations.NullMarked;
