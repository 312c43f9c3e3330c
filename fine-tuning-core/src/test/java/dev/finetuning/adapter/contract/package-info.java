/**
 * What every adapter owes its callers, whatever its provider does: an adapter with a sandbox of its provider enters,
 * verdicts leave. For authors of adapters, in the tests jar.
 */
package dev.finetuning.adapter.contract;
