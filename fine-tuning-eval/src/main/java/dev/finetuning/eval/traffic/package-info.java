/** Live traffic: scores of two versions' answers enter; a verdict that may be looked at after every answer leaves. */
@NullMarked
package dev.finetuning.eval.traffic;

import org.jspecify.annotations.NullMarked;
