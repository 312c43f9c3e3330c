/** Text, numbers and tables enter; markup that shows them as text and nothing else leaves. */
@NullMarked
package dev.finetuning.eval.report.internal.page;

import org.jspecify.annotations.NullMarked;
