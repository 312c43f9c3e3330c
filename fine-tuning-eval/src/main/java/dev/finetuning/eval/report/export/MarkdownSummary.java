package dev.finetuning.eval.report.export;

import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Distribution;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.report.Banner;
import dev.finetuning.eval.report.internal.page.Numbers;
import java.util.List;

/** Evaluations as a short Markdown table, for pull requests and build summaries. */
public final class MarkdownSummary {
    private MarkdownSummary() {}

    /** One row per model and metric. */
    public static String of(List<Evaluation> evaluations) {
        StringBuilder out = new StringBuilder(
                "| Model | Metric | Mean | 95 % | Passed | Scored | Not scored | Errors | p50 | p95 |\n");
        out.append("|---|---|---:|---|---:|---:|---:|---:|---:|---:|\n");
        for (Evaluation evaluation : evaluations) {
            Distribution latency = evaluation.latencyMillis();
            for (String metric : evaluation.metrics()) {
                Aggregate aggregate = evaluation.aggregate(metric);
                row(
                        out,
                        evaluation.modelId(),
                        metric,
                        Numbers.score(aggregate.mean().value()),
                        Numbers.score(aggregate.mean().low()) + " – "
                                + Numbers.score(aggregate.mean().high()),
                        Numbers.percent(aggregate.passed().value()),
                        Numbers.count(aggregate.scored()),
                        Numbers.count(aggregate.absent()),
                        Numbers.count(aggregate.errors()),
                        Numbers.millis(latency.median()),
                        Numbers.millis(latency.percentile(95)));
            }
        }
        return out.toString();
    }

    /** The title, the headline of the report and the table. */
    public static String of(String title, Banner banner, List<Evaluation> evaluations) {
        return heading(title, banner) + of(evaluations);
    }

    private static String heading(String title, Banner banner) {
        return "# " + plain(title) + "\n\n**" + banner.tone().sign() + " " + plain(banner.headline()) + "**\n\n"
                + plain(banner.explanation()) + "\n\n";
    }

    private static void row(StringBuilder out, String... cells) {
        out.append('|');
        for (String cell : cells) {
            out.append(' ').append(plain(cell)).append(" |");
        }
        out.append('\n');
    }

    /** Text that is neither markup nor the end of a cell. */
    static String plain(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                safe.append(' ');
            } else if ("\\`*_{}[]<>#!|~&@".indexOf(c) >= 0) {
                safe.append("&#").append(c).append(';');
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }
}
