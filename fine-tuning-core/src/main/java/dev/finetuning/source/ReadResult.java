package dev.finetuning.source;

import dev.finetuning.example.Origin;

/** What a source yields: a record, or the reason why there is none at this position. */
public sealed interface ReadResult permits SourceRecord, RejectedRecord {
    /** Where it was read. */
    Origin origin();
}
