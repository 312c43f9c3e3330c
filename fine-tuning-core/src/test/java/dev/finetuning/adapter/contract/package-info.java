/**
 * What every adapter owes its callers, whatever its host does: an adapter with a sandbox of its host enters,
 * verdicts leave. For authors of adapters, in the tests jar.
 */
package dev.finetuning.adapter.contract;
