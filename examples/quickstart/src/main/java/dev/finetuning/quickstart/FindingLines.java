package dev.finetuning.quickstart;

import dev.finetuning.quality.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Findings as a few lines: the worst first, one code at a time, with its rows and its remedy. */
final class FindingLines {
    private static final int ROWS = 12;

    private FindingLines() {}

    static List<String> of(List<Finding> findings) {
        Map<String, List<Finding>> byCode = findings.stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .collect(Collectors.groupingBy(Finding::code, LinkedHashMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        byCode.values().forEach(same -> lines.addAll(describe(same)));
        return lines;
    }

    private static List<String> describe(List<Finding> same) {
        Finding first = same.get(0);
        String head =
                "%-7s %s: %s".formatted(first.severity().name().toLowerCase(Locale.ROOT), first.code(), places(same));
        return List.of(head, "        " + first.message() + " " + first.remedy());
    }

    private static String places(List<Finding> same) {
        if (same.get(0).origin().row() == 0) {
            return "the whole file";
        }
        String rows = same.stream()
                .limit(ROWS)
                .map(finding ->
                        finding.origin().row() + " (line " + finding.origin().line() + ")")
                .collect(Collectors.joining(", "));
        int more = same.size() - ROWS;
        return (same.size() == 1 ? "row " : same.size() + " rows, ")
                + rows
                + (more > 0 ? " and " + more + " more" : "");
    }
}
