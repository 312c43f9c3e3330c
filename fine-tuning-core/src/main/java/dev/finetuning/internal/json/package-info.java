/**
 * Strict JSON for this module's own use: bytes enter, values or a fault with code, place and remedy
 * leave. Not exported.
 */
@NullMarked
package dev.finetuning.internal.json;

import org.jspecify.annotations.NullMarked;
