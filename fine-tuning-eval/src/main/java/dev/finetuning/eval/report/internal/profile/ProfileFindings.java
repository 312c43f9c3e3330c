package dev.finetuning.eval.report.internal.profile;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.profile.FoundCode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was found in a dataset, the worst first, with its rows. */
public record ProfileFindings(List<FoundCode> findings) implements PageSection {
    @Override
    public String id() {
        return "findings";
    }

    @Override
    public String title() {
        return "Findings";
    }

    @Override
    public void write(Markup out) {
        List<String> head = List.of("Code", "Severity", "Count", "First", "Where", "Remedy");
        PageTable.writeTexts(
                out,
                "Findings by code",
                head,
                findings.stream().map(ProfileFindings::row).toList());
    }

    private static List<String> row(FoundCode found) {
        return List.of(
                found.code(),
                found.severity().name().toLowerCase(Locale.ROOT),
                Numbers.count(found.count()),
                found.message(),
                places(found.origins(), found.count()),
                found.remedy());
    }

    /** Rows by source, so that a file's name stands there once. */
    public static String places(List<Origin> origins, long count) {
        String places = origins.stream()
                .collect(Collectors.groupingBy(
                        Origin::source,
                        java.util.LinkedHashMap::new,
                        Collectors.mapping(
                                origin -> origin.row() > 0 ? Numbers.count(origin.row()) : "as a whole",
                                Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " row " + entry.getValue())
                .map(text -> text.replace(" row as a whole", " as a whole"))
                .collect(Collectors.joining("; "));
        return count > origins.size() ? places + ", …" : places;
    }
}
