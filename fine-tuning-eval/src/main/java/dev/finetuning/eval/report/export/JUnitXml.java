package dev.finetuning.eval.report.export;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PlainLines;
import dev.finetuning.eval.scorer.Score;
import java.util.Locale;
import java.util.Optional;
import org.owasp.encoder.Encode;

/**
 * An evaluation as JUnit XML for build servers. A case that does not pass the main metric is a failure; a
 * question without an answer, or an answer without a score, is an error.
 */
public final class JUnitXml {
    private JUnitXml() {}

    /** The whole document. */
    public static String of(Evaluation evaluation) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite");
        String metric = evaluation.mainMetric();
        long failures = evaluation.results().stream()
                .filter(result -> isJudged(result, metric) && !result.passed(metric))
                .count();
        attribute(out, "name", evaluation.modelId() + " " + metric);
        attribute(out, "tests", String.valueOf(evaluation.results().size()));
        attribute(out, "failures", String.valueOf(failures));
        long errors = evaluation.results().stream()
                .filter(result -> !isJudged(result, metric))
                .count();
        attribute(out, "errors", String.valueOf(errors));
        out.append(">\n");
        evaluation.results().forEach(result -> testCase(out, evaluation, result));
        return out.append("</testsuite>\n").toString();
    }

    private static void testCase(StringBuilder out, Evaluation evaluation, CaseResult result) {
        Optional<ChatReply> reply = result.reply();
        String repeat = result.repeat() == 0 ? "" : " #" + (result.repeat() + 1);
        out.append("  <testcase");
        attribute(out, "classname", evaluation.modelId());
        attribute(out, "name", result.testCase().id() + repeat);
        double seconds = reply.map(each -> each.latency().toNanos() / 1e9).orElse(0.0);
        attribute(out, "time", String.format(Locale.ROOT, "%.3f", seconds));
        if (result.error().isPresent()) {
            child(out, "error", PlainLines.error(result.error().get()), "");
        } else if (!isJudged(result, evaluation.mainMetric())) {
            child(out, "error", summary(evaluation.mainMetric(), result), "");
        } else if (!result.passed(evaluation.mainMetric())) {
            String text = "expected: " + PlainLines.expected(result.testCase()) + "\nactual: "
                    + reply.map(each -> PlainLines.message(each.message())).orElse("");
            child(out, "failure", summary(evaluation.mainMetric(), result), text);
        } else {
            out.append("/>\n");
        }
    }

    private static boolean isJudged(CaseResult result, String metric) {
        return result.score(metric).filter(score -> !score.isAbsent()).isPresent();
    }

    private static String summary(String metric, CaseResult result) {
        return result.score(metric).map(score -> metric + " " + value(score)).orElse(metric + " gave no score");
    }

    private static String value(Score score) {
        return score.value().isPresent() ? Numbers.score(score.value().getAsDouble()) : "not scored: " + score.reason();
    }

    private static void child(StringBuilder out, String tag, String message, String text) {
        out.append(">\n    <").append(tag);
        attribute(out, "message", message);
        out.append('>')
                .append(Encode.forXmlContent(text))
                .append("</")
                .append(tag)
                .append(">\n  </testcase>\n");
    }

    private static void attribute(StringBuilder out, String name, String value) {
        out.append(' ')
                .append(name)
                .append("=\"")
                .append(Encode.forXmlAttribute(value))
                .append('"');
    }
}
