package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.adapter.http.Transport;
import java.util.Collection;

/** A transport that adds keys of its own to what it sends. */
interface TransportWithKeys extends Transport {
    /** The keys that it has sent, which no message may repeat. */
    Collection<Secret> secrets();
}
