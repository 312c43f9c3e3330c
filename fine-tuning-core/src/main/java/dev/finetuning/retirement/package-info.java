/** Retirement: announced shutdowns of models enter; what stops working because of them leaves, early enough. */
@NullMarked
package dev.finetuning.retirement;

import org.jspecify.annotations.NullMarked;
