package dev.finetuning.quality;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of running checks. Counts are exact; at most {@link Checks#keepAtMost} findings are kept.
 *
 * @param examples how many examples were checked
 * @param findings the findings in the order they were made
 * @param counts how often each code was found, by code in alphabetical order
 * @param severities how many findings of each severity there were
 */
public record QualityReport(
        long examples, List<Finding> findings, SortedMap<String, Long> counts, Map<Severity, Long> severities) {
    private static final int ROWS_SHOWN = 5;

    /** Copies list and maps. */
    public QualityReport {
        findings = List.copyOf(findings);
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        severities = Map.copyOf(severities);
    }

    /** How often a code was found. */
    public long count(String code) {
        return counts.getOrDefault(code, 0L);
    }

    /** How many findings of a severity there are. */
    public long count(Severity severity) {
        return severities.getOrDefault(severity, 0L);
    }

    /** Whether there are errors: problems that a provider would refuse or that would do harm. */
    public boolean hasErrors() {
        return count(Severity.ERROR) > 0;
    }

    /** The kept findings of one code. */
    public List<Finding> findings(String code) {
        return findings.stream().filter(finding -> finding.code().equals(code)).toList();
    }

    /** How many findings were counted but not kept. */
    public long omitted() {
        return counts.values().stream().mapToLong(Long::longValue).sum() - findings.size();
    }

    /**
     * Returns this report if it has no errors.
     *
     * @throws UnacceptableDatasetException if it has errors
     */
    public QualityReport requireNoErrors() {
        if (hasErrors()) {
            throw new UnacceptableDatasetException(this);
        }
        return this;
    }

    /** A few lines for people: totals, then each code with its count and first rows. */
    public String summary() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d examples: %,d errors, %,d warnings, %,d notes",
                examples,
                count(Severity.ERROR),
                count(Severity.WARNING),
                count(Severity.INFO)));
        for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.INFO)) {
            firstOfEachCode(severity)
                    .values()
                    .forEach(finding -> text.append('\n').append(line(finding)));
        }
        return text.toString();
    }

    private Map<String, Finding> firstOfEachCode(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .collect(Collectors.toMap(Finding::code, f -> f, (first, second) -> first, TreeMap::new));
    }

    private String line(Finding first) {
        long count = count(first.code());
        String where = findings(first.code()).stream()
                .limit(ROWS_SHOWN)
                .map(finding ->
                        finding.origin().row() > 0 ? "row " + finding.origin().row() : "the dataset")
                .distinct()
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "  %-7s %s ×%,d (%s%s): %s",
                first.severity().name().toLowerCase(Locale.ROOT),
                first.code(),
                count,
                where,
                count > ROWS_SHOWN ? ", …" : "",
                first.remedy());
    }
}
