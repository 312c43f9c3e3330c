/**
 * What a host said when it did not simply say yes: a refused or broken call enters, a failure typed
 * by what the caller can do next leaves.
 */
@NullMarked
package dev.finetuning.provider;

import org.jspecify.annotations.NullMarked;
