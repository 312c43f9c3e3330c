package dev.finetuning.console.view;

import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.quality.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An example on a page.
 *
 * @param row its number
 * @param messages what is said
 * @param category its category
 * @param validated whether somebody has validated it
 * @param origin where it was read
 * @param findings what was found in it
 */
public record ExampleRow(
        int row, List<Message> messages, String category, boolean validated, String origin, List<Finding> findings) {
    /** Copies the lists. */
    public ExampleRow {
        messages = List.copyOf(messages);
        findings = List.copyOf(findings);
    }

    /** What templates show of it. */
    public static List<ExampleRow> of(List<Example> examples, int from, List<Finding> found) {
        Map<Long, List<Finding>> byRow = found.stream()
                .collect(Collectors.groupingBy(finding -> finding.origin().row()));
        List<ExampleRow> rows = new ArrayList<>();
        for (Example example : examples) {
            int row = from + rows.size();
            ExampleInfo info = example.info();
            rows.add(new ExampleRow(
                    row,
                    example.messages(),
                    info.category(),
                    info.validation().isPresent(),
                    info.metadata().getOrDefault("origin", ""),
                    byRow.getOrDefault((long) row, List.of())));
        }
        return rows;
    }
}
