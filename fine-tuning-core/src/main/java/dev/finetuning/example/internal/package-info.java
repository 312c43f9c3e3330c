/**
 * What all of core knows about an example but applications need not: an example enters, the digest of its content
 * or a stored name leaves. Not exported.
 */
@NullMarked
package dev.finetuning.example.internal;

import org.jspecify.annotations.NullMarked;
