package dev.finetuning.adapter.http;

import dev.finetuning.Secret;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys and tokens that went out last. A host may quote one after its successor was issued. Thread-safe.
 */
final class SentSecrets {
    private static final int KEPT = 16;

    private final Set<Secret> secrets = new LinkedHashSet<>();

    synchronized void add(Collection<Secret> more) {
        for (Secret secret : more) {
            if (secrets.add(secret) && secrets.size() > KEPT) {
                secrets.remove(secrets.iterator().next());
            }
        }
    }

    synchronized List<Secret> all() {
        return List.copyOf(secrets);
    }
}
