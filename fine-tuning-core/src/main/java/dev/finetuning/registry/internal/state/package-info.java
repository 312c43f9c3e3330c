/**
 * What a registry holds in memory: its events, or a snapshot's bytes, enter; the state that they add up to
 * leaves. Not exported.
 */
@NullMarked
package dev.finetuning.registry.internal.state;

import org.jspecify.annotations.NullMarked;
