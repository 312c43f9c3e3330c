package dev.finetuning.mlflow;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what is changed. Not thread-safe. */
final class Tally {
    private final Map<String, String> refused = new LinkedHashMap<>();
    private int versions;
    private int aliases;
    private int tags;

    void version() {
        versions++;
    }

    void alias() {
        aliases++;
    }

    void tag() {
        tags++;
    }

    void refused(String name, String reason) {
        refused.put(name, reason);
    }

    MirrorReport report() {
        return new MirrorReport(versions, aliases, tags, refused);
    }
}
