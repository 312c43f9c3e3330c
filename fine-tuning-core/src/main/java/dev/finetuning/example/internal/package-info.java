/** When two examples are the same: an example enters, the digest of its content leaves. Not exported. */
@NullMarked
package dev.finetuning.example.internal;

import org.jspecify.annotations.NullMarked;
