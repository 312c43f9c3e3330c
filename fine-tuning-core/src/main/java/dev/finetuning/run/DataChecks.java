package dev.finetuning.run;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the checks of a run found in its data.
 *
 * @param examples how many training and validation examples were checked
 * @param leftOut how many of them were left out because of errors
 * @param findings how often each finding code occurred
 */
public record DataChecks(long examples, long leftOut, Map<String, Long> findings) {
    /** Copies the map. */
    public DataChecks {
        findings = Collections.unmodifiableMap(new TreeMap<>(findings));
    }
}
