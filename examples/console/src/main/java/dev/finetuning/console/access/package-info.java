/** A token or a cookie enters, who sends the request and what they may do leaves. */
@NullMarked
package dev.finetuning.console.access;

import org.jspecify.annotations.NullMarked;
