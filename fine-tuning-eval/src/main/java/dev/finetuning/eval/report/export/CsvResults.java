package dev.finetuning.eval.report.export;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.report.internal.page.PlainLines;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.internal.content.SpreadsheetCell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/**
 * An evaluation as CSV (RFC 4180), one row per case and repeat, with the reason for every absent score.
 * Cells that a spreadsheet would treat as a formula, even after spaces or zero-width characters or in full
 * width, begin with an apostrophe.
 */
public final class CsvResults {
    private CsvResults() {}

    /** The whole table, with a header. */
    public static String of(Evaluation evaluation) {
        boolean streamed = evaluation.firstTokenMillis().count() > 0;
        StringBuilder text = new StringBuilder();
        try {
            CSVFormat.RFC4180.printRecord(text, header(evaluation, streamed).toArray());
            for (CaseResult result : evaluation.results()) {
                CSVFormat.RFC4180.printRecord(
                        text, row(evaluation, result, streamed).toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return text.toString();
    }

    private static List<String> header(Evaluation evaluation, boolean streamed) {
        List<String> header = new ArrayList<>(
                List.of("case", "repeat", ExampleInfo.CATEGORY, "input", "expected", "actual", "error"));
        for (String metric : evaluation.metrics()) {
            header.add(SpreadsheetCell.defused(metric));
            header.add(SpreadsheetCell.defused(metric) + " passed");
            header.add(SpreadsheetCell.defused(metric) + " not scored");
        }
        header.addAll(List.of("latency_ms", "input_tokens", "output_tokens", "cached"));
        if (streamed) {
            header.add("first_token_ms");
        }
        return header;
    }

    private static List<String> row(Evaluation evaluation, CaseResult result, boolean streamed) {
        List<String> row = new ArrayList<>();
        row.add(SpreadsheetCell.defused(result.testCase().id()));
        row.add(String.valueOf(result.repeat() + 1));
        row.add(SpreadsheetCell.defused(result.testCase().metadata().getOrDefault(ExampleInfo.CATEGORY, "")));
        row.add(SpreadsheetCell.defused(
                PlainLines.conversation(result.testCase().input())));
        row.add(SpreadsheetCell.defused(PlainLines.expected(result.testCase())));
        row.add(result.reply()
                .map(reply -> SpreadsheetCell.defused(PlainLines.message(reply.message())))
                .orElse(""));
        row.add(result.error()
                .map(error -> SpreadsheetCell.defused(PlainLines.error(error)))
                .orElse(""));
        for (String metric : evaluation.metrics()) {
            row.add(result.score(metric).map(CsvResults::value).orElse(""));
            row.add(result.score(metric)
                    .filter(score -> !score.isAbsent())
                    .map(score -> String.valueOf(score.passed()))
                    .orElse(""));
            row.add(result.score(metric)
                    .filter(Score::isAbsent)
                    .map(score -> SpreadsheetCell.defused(score.reason()))
                    .orElse(""));
        }
        row.add(result.reply()
                .map(reply -> String.valueOf(reply.latency().toNanos() / 1e6))
                .orElse(""));
        row.add(result.reply()
                .map(reply -> String.valueOf(reply.usage().inputTokens()))
                .orElse(""));
        row.add(result.reply()
                .map(reply -> String.valueOf(reply.usage().outputTokens()))
                .orElse(""));
        row.add(String.valueOf(result.cached()));
        if (streamed) {
            row.add(result.reply()
                    .flatMap(ChatReply::firstToken)
                    .map(time -> String.valueOf(time.toNanos() / 1e6))
                    .orElse(""));
        }
        return row;
    }

    private static String value(Score score) {
        return score.value().isPresent() ? String.valueOf(score.value().getAsDouble()) : "";
    }
}
