package dev.finetuning.console.shelf;

import dev.finetuning.source.RecordSource;

/** Where the operator of the console keeps logs of conversations, one message a row. Thread-safe. */
@FunctionalInterface
public interface LogSource {
    /** The rows of a tenant. */
    RecordSource of(String tenant);
}
