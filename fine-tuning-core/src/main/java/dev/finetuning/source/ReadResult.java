package dev.finetuning.source;

import dev.finetuning.example.Origin;

/** What a source yields: a record, or the reason why there is none at this place. */
public sealed interface ReadResult permits SourceRecord, RejectedRecord {
    /** Where it stands. */
    Origin origin();
}
