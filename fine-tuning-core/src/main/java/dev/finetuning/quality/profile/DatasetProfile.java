package dev.finetuning.quality.profile;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.quality.LintMatrix;
import dev.finetuning.quality.QualityReport;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A summary of a dataset: numbers, names and positions, without content.
 *
 * <pre>{@code
 * DatasetProfile profile = DatasetProfile.of(dataset, counter).withFindings(report).withCost(estimate);
 * Files.writeString(path, profile.toJson());
 * }</pre>
 *
 * @param name the dataset's name
 * @param version its version
 * @param fingerprint its fingerprint
 * @param examples how many examples there are
 * @param validated how many of them are validated
 * @param rejected how many records could not be read
 * @param tokens tokens per example
 * @param turns messages per example
 * @param tokenStatistics the total tokens, by role, and how they were counted
 * @param messages messages by role
 * @param categories examples by category
 * @param sources examples by source
 * @param kinds examples by who made them, in lower case
 * @param forms examples by their form: {@code "chat"}, {@code "preference"}, …
 * @param findings the findings, most serious first
 * @param cost the estimated cost of training, if there is one
 * @param lint the lint matrix, if there is one
 */
public record DatasetProfile(
        String name,
        String version,
        String fingerprint,
        long examples,
        long validated,
        long rejected,
        Histogram tokens,
        Histogram turns,
        TokenStatistics tokenStatistics,
        Map<Role, Long> messages,
        SortedMap<String, Long> categories,
        SortedMap<String, Long> sources,
        SortedMap<String, Long> kinds,
        SortedMap<String, Long> forms,
        List<FoundCode> findings,
        @Nullable CostEstimate cost,
        @Nullable LintMatrix lint) {
    /** Copies the collections. */
    public DatasetProfile {
        messages = Collections.unmodifiableMap(messages.isEmpty() ? Map.of() : new EnumMap<>(messages));
        categories = Collections.unmodifiableSortedMap(new TreeMap<>(categories));
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        forms = Collections.unmodifiableSortedMap(new TreeMap<>(forms));
        findings = List.copyOf(findings);
    }

    /** The profile of a dataset, without findings, cost and lint matrix. */
    public static DatasetProfile of(Dataset dataset, TokenCounter counter) {
        return new DatasetProfile(
                dataset.name(),
                dataset.version(),
                dataset.fingerprint().hex(),
                dataset.size(),
                dataset.examples().stream()
                        .filter(example -> example.info().validation() != null)
                        .count(),
                dataset.rejected().size(),
                Histogram.of(dataset.examples().stream()
                        .mapToLong(example -> counter.count(example).total())
                        .toArray()),
                Histogram.of(dataset.examples().stream()
                        .mapToLong(example -> spoken(example).size())
                        .toArray()),
                TokenStatistics.of(dataset, counter),
                messages(dataset),
                counted(dataset, ExampleInfo::category),
                counted(dataset, info -> info.provenance().origin().source()),
                counted(dataset, info -> info.provenance().kind().name().toLowerCase(Locale.ROOT)),
                forms(dataset),
                List.of(),
                null,
                null);
    }

    /** This profile with the findings of a report. */
    public DatasetProfile withFindings(QualityReport report) {
        return with(FoundCode.of(report), cost, lint);
    }

    /** This profile with the estimated cost of training. */
    public DatasetProfile withCost(CostEstimate estimate) {
        return with(findings, estimate, lint);
    }

    /** This profile with a lint matrix. */
    public DatasetProfile withLint(LintMatrix matrix) {
        return with(findings, cost, matrix);
    }

    /** The estimated cost of training, if there is one. */
    public Optional<CostEstimate> costEstimate() {
        return Optional.ofNullable(cost);
    }

    /** The lint matrix, if there is one. */
    public Optional<LintMatrix> lintMatrix() {
        return Optional.ofNullable(lint);
    }

    /** The profile as one JSON object, with fields in snake case. */
    public String toJson() {
        return new ProfileJson(this).text();
    }

    private DatasetProfile with(
            List<FoundCode> newFindings, @Nullable CostEstimate newCost, @Nullable LintMatrix newLint) {
        return new DatasetProfile(
                name,
                version,
                fingerprint,
                examples,
                validated,
                rejected,
                tokens,
                turns,
                tokenStatistics,
                messages,
                categories,
                sources,
                kinds,
                forms,
                newFindings,
                newCost,
                newLint);
    }

    /** The messages of an example; of a preference, the input and the better answer. */
    private static List<Message> spoken(Example example) {
        if (!(example instanceof PreferenceExample pair)) {
            return example.messages();
        }
        List<Message> spoken = new java.util.ArrayList<>(pair.messages());
        spoken.addAll(pair.preferred());
        return spoken;
    }

    private static Map<Role, Long> messages(Dataset dataset) {
        Map<Role, Long> messages = new EnumMap<>(Role.class);
        for (Example example : dataset) {
            spoken(example).forEach(message -> messages.merge(message.role(), 1L, Long::sum));
        }
        return messages;
    }

    private static SortedMap<String, Long> counted(Dataset dataset, Function<ExampleInfo, String> label) {
        SortedMap<String, Long> counts = new TreeMap<>();
        dataset.forEach(example -> counts.merge(label.apply(example.info()), 1L, Long::sum));
        return counts;
    }

    private static SortedMap<String, Long> forms(Dataset dataset) {
        SortedMap<String, Long> forms = new TreeMap<>();
        for (Example example : dataset) {
            String form =
                    example.getClass().getSimpleName().replace("Example", "").toLowerCase(Locale.ROOT);
            forms.merge(form, 1L, Long::sum);
        }
        return forms;
    }
}
