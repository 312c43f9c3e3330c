package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.NetBenefit;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a report was given and what follows from it. Each figure is computed once, since intervals take time.
 * For one rendering, by one thread.
 */
public final class ReportFigures {
    private final ReportContent content;
    private final List<Evaluation> evaluations;
    private final List<Comparison> comparisons;
    private final IdentityHashMap<Evaluation, Map<String, Aggregate>> aggregates = new IdentityHashMap<>();

    /** The figures of this content. */
    public ReportFigures(ReportContent content) {
        this.content = content;
        evaluations = Stream.concat(content.candidate().stream(), content.others().stream())
                .toList();
        comparisons = compared();
    }

    ReportContent content() {
        return content;
    }

    /** The candidate first, then the others. */
    public List<Evaluation> evaluations() {
        return evaluations;
    }

    /** The candidate against the first of the others by every metric, as far as they can be compared. */
    List<Comparison> comparisons() {
        return comparisons;
    }

    /** The comparison by a metric, where there is one. */
    Optional<Comparison> comparison(String metric) {
        return comparisons.stream().filter(each -> each.metric().equals(metric)).findFirst();
    }

    /** What a metric amounts to. */
    Aggregate aggregate(Evaluation evaluation, String metric) {
        return aggregates
                .computeIfAbsent(evaluation, each -> new HashMap<>())
                .computeIfAbsent(metric, evaluation::aggregate);
    }

    /** What the results are sliced by; empty where there is no evaluation. */
    Optional<Slicing> slicing() {
        return evaluations.stream().findFirst().map(first -> Slicing.by(content.sliceLabel(), first));
    }

    /** Whether the candidate is worth its price; empty where the report was not told what quality is worth. */
    Optional<NetBenefit> benefit() {
        if (content.worth().isEmpty() || content.candidate().isEmpty() || comparisons.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(NetBenefit.of(
                content.others().get(0),
                content.candidate().get(),
                comparisons.get(0),
                content.worth().get(),
                content.prices()));
    }

    private List<Comparison> compared() {
        if (content.candidate().isEmpty() || content.others().isEmpty()) {
            return List.of();
        }
        Evaluation mine = content.candidate().get();
        Evaluation other = content.others().get(0);
        List<String> shared =
                mine.metrics().stream().filter(other.metrics()::contains).toList();
        boolean comparable =
                !shared.isEmpty() && shared.stream().allMatch(metric -> CaseData.haveCaseInCommon(mine, other, metric));
        return comparable ? Comparison.byEveryMetric(other, mine, content.comparing()) : List.of();
    }
}
