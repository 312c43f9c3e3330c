package dev.finetuning.eval.report.internal.section;

import dev.finetuning.cost.PriceList;
import dev.finetuning.dataset.DatasetStatistics;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.ComparisonSettings;
import dev.finetuning.eval.compare.WillingnessToPay;
import dev.finetuning.eval.report.Banner;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.training.TrainingEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report was given. Immutable.
 *
 * @param title the page's title
 * @param candidate the model the report is about
 * @param others what it is held against; the first is the one that counts
 * @param comparing how the two are compared
 * @param worth what quality and time are worth
 * @param banner what to say first
 * @param decision what the registry's gates decided
 * @param dataset the training data in numbers
 * @param quality what was wrong with the data
 * @param training what happened in training
 * @param prices what tokens cost
 * @param sliceLabel the label the results are sliced by
 * @param facts further lines for the part that says how everything was made
 */
public record ReportContent(
        String title,
        Optional<Evaluation> candidate,
        List<Evaluation> others,
        ComparisonSettings comparing,
        Optional<WillingnessToPay> worth,
        Optional<Banner> banner,
        Optional<PromotionDecision> decision,
        Optional<DatasetStatistics> dataset,
        Optional<QualityReport> quality,
        List<TrainingEvent> training,
        PriceList prices,
        String sliceLabel,
        Map<String, String> facts) {
    /** Copies the lists and the map. */
    public ReportContent {
        others = List.copyOf(others);
        training = List.copyOf(training);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
