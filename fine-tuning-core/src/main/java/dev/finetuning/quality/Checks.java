package dev.finetuning.quality;

import dev.finetuning.example.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A set of checks. Immutable and thread-safe; every {@code with…} method returns another set.
 *
 * <pre>{@code
 * QualityReport report = Checks.standard()
 *         .with(TextChecks.secrets())
 *         .tokenLimit(example -> counter.count(example).total(), 65_536)
 *         .run(examples);
 * }</pre>
 */
public final class Checks {
    private static final int KEPT_BY_DEFAULT = 100_000;

    private final List<Check> checks;
    private final Map<String, Severity> severities;
    private final Set<String> silenced;
    private final int keepAtMost;

    private Checks(List<Check> checks, Map<String, Severity> severities, Set<String> silenced, int keepAtMost) {
        this.checks = List.copyOf(checks);
        this.severities = Map.copyOf(severities);
        this.silenced = Set.copyOf(silenced);
        this.keepAtMost = keepAtMost;
    }

    /** An empty set of checks to start from. */
    public static Checks none() {
        return new Checks(List.of(), Map.of(), Set.of(), KEPT_BY_DEFAULT);
    }

    /**
     * Checks for problems that make a provider refuse the data: too few examples, incomplete or misordered
     * messages, unanswered tool calls, more than 10 images or images above 10 MiB, exact duplicates.
     */
    public static Checks standard() {
        return none().with(
                        PopulationChecks.size(),
                        StructureChecks.messages(),
                        StructureChecks.order(),
                        StructureChecks.tools(),
                        StructureChecks.weights(),
                        StructureChecks.images(10, 10L << 20),
                        DuplicateChecks.exact());
    }

    /**
     * The standard checks, and checks for problems that make training worse: placeholders, secrets,
     * refusals, contradictions, near-identical examples, differing system prompts, unbalanced categories,
     * and outliers in length, script and language.
     */
    public static Checks thorough() {
        return standard()
                .with(
                        TextChecks.placeholders(),
                        TextChecks.secrets(),
                        TextChecks.refusals(),
                        DuplicateChecks.normalised(),
                        PopulationChecks.contradictions(),
                        PopulationChecks.systemPrompts(),
                        PopulationChecks.categoryBalance(10),
                        PopulationChecks.lengthOutliers(20),
                        PopulationChecks.writing());
    }

    /** This set with more checks. */
    public Checks with(Check... more) {
        List<Check> all = new ArrayList<>(checks);
        all.addAll(List.of(more));
        return new Checks(all, severities, silenced, keepAtMost);
    }

    /**
     * This set with an error for each example that has more tokens than the model accepts.
     *
     * @param tokens counts the tokens of an example
     * @param limit the maximum number of tokens of an example, at least 1
     * @throws IllegalArgumentException if the limit is below 1
     */
    public Checks tokenLimit(ToLongFunction<Example> tokens, long limit) {
        return with(PopulationChecks.tokenLimit(tokens, limit));
    }

    /** This set with another severity for a code. */
    public Checks withSeverity(String code, Severity severity) {
        Map<String, Severity> changed = new TreeMap<>(severities);
        changed.put(code, severity);
        return new Checks(checks, changed, silenced, keepAtMost);
    }

    /** This set without the findings of a code. */
    public Checks without(String code) {
        Set<String> more = new TreeSet<>(silenced);
        more.add(code);
        return new Checks(checks, severities, more, keepAtMost);
    }

    /**
     * The checks of this set that judge {@linkplain Check#independent each example by itself}. Their memory does not
     * grow with the data, except for the findings that are {@linkplain #keepAtMost kept}. Without the others nobody
     * looks for duplicates, contradictions, outliers and too few examples.
     */
    public Checks independent() {
        List<Check> alone = checks.stream().filter(Check::independent).toList();
        return new Checks(alone, severities, silenced, keepAtMost);
    }

    /**
     * This set with a maximum number of findings kept in the report, {@value #KEPT_BY_DEFAULT} by default.
     * Counts are exact in any case.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Checks keepAtMost(int findings) {
        if (findings < 0) {
            throw new IllegalArgumentException("cannot keep " + findings + " findings; give 0 or more");
        }
        return new Checks(checks, severities, silenced, findings);
    }

    /** Runs all checks over the examples. */
    public QualityReport run(Iterable<? extends Example> examples) {
        CheckRun run = begin(finding -> {});
        examples.forEach(run::look);
        return run.end();
    }

    /**
     * Starts a run that is given one example at a time.
     *
     * @param listener receives every finding when it is made, whether it is kept or not
     */
    public CheckRun begin(Consumer<Finding> listener) {
        return new CheckRun(checks, this::judged, keepAtMost, listener);
    }

    /**
     * A run over data that lies on several machines.
     *
     * @throws dev.finetuning.OrderNeededException if a check has to see all examples one after another
     */
    public CheckPieces pieces() {
        return new CheckPieces(checks, this::judged, keepAtMost);
    }

    private Optional<Finding> judged(Finding finding) {
        if (silenced.contains(finding.code())) {
            return Optional.empty();
        }
        Severity severity = severities.get(finding.code());
        return Optional.of(severity == null ? finding : finding.withSeverity(severity));
    }
}
