package dev.finetuning.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.advice.AnswerStability;
import dev.finetuning.advice.Approach;
import dev.finetuning.advice.CurvePoint;
import dev.finetuning.advice.LearningCurve;
import dev.finetuning.advice.MeasuredApproach;
import dev.finetuning.advice.Readiness;
import dev.finetuning.cost.Money;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ScoreCard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessReportTest {
    @TempDir
    Path folder;

    private static MeasuredApproach measured(Approach approach, String name, double score) {
        ScoreCard card = ScoreCard.of("ExactMatch", score, Direction.HIGHER_IS_BETTER, 400, Instant.EPOCH)
                .withInterval(new Interval(score - 0.03, score + 0.03, 0.95));
        return MeasuredApproach.of(approach, name, card);
    }

    private static LearningCurve curve() {
        return LearningCurve.of(LongStream.of(50, 100, 200, 400)
                .mapToObj(examples -> {
                    int wrong = (int) (50 + 2_000 / Math.sqrt((double) examples));
                    List<Double> scores = new ArrayList<>(Collections.nCopies(wrong, 0.0));
                    scores.addAll(Collections.nCopies(1_000 - wrong, 1.0));
                    return new CurvePoint(examples, scores);
                })
                .toList());
    }

    private static Readiness readiness(String name) {
        return Readiness.builder("Support", "ExactMatch", 0.9)
                .stability(new AnswerStability(500, 40, 2))
                .addMeasured(measured(Approach.PROMPTING, name, 0.6).withCostPerCall(Money.usd("0.002")))
                .addMeasured(measured(Approach.OWN_MODEL, "local", 0.85))
                .curve(curve())
                .build();
    }

    @Test
    void html_assessment_hasAdviceGroundsApproachesAndCurve() throws Exception {
        Path page = folder.resolve("readiness.html");

        ReadinessReport.of(readiness("5 examples")).writeHtml(page);

        assertThat(Files.readString(page))
                .contains("Collect more examples, then train.")
                .contains("40 of 500 examples ask what an earlier one asked")
                .contains("5 examples", "0.600", "0.570 to 0.630", "0.002000 USD", "own model")
                .contains("ExactMatch by number of examples", "<polyline", "The error falls as 0.0485")
                .doesNotContain("<script", "NaN", "Infinity");
        if (System.getProperty("report.sample") != null) {
            Files.copy(page, Path.of(System.getProperty("report.sample"), "readiness.html"));
        }
    }

    @Test
    void html_hostileName_isText() {
        String page =
                ReadinessReport.of(readiness("<img src=x onerror=alert(1)>")).html();

        assertThat(page).contains("&lt;img src=x").doesNotContain("<img");
    }

    @Test
    void html_nothingMeasured_saysSo() {
        String page = ReadinessReport.of(Readiness.builder("Support", "F1", 0.8).build())
                .html();

        assertThat(page)
                .contains("Measure more before you decide.", "nothing yet")
                .doesNotContain("NaN");
    }
}
