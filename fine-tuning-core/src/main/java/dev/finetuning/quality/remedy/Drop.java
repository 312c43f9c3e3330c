package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.DuplicateChecks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.TextChecks;
import dev.finetuning.quality.pii.PersonalData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Remedies that drop examples. */
public final class Drop {
    private Drop() {}

    /**
     * Drops examples for which a check reports a finding immediately. Findings reported at the end, about
     * the dataset as a whole, drop nothing.
     */
    public static Remedy whatFails(Check check) {
        Remedy dropping = () -> {
            List<Finding> found = new ArrayList<>();
            Check.Inspection inspection = check.begin(found::add);
            return example -> {
                found.clear();
                inspection.look(example);
                return judged(example, found);
            };
        };
        return new DeclaredRemedy(dropping, dropping.confidential(), check.independent());
    }

    /**
     * Drops examples that are the origin of a finding, such as those of near-duplicates. Findings about the
     * whole dataset drop nothing. Sources must have different names.
     */
    public static Remedy found(Iterable<Finding> findings) {
        Map<Origin, List<Finding>> guilty = new HashMap<>();
        findings.forEach(finding -> {
            if (finding.origin().row() > 0) {
                guilty.computeIfAbsent(finding.origin(), origin -> new ArrayList<>())
                        .add(finding);
            }
        });
        return Remedy.ofEach(example ->
                judged(example, guilty.getOrDefault(example.info().provenance().origin(), List.of())));
    }

    /**
     * Drops examples for which a report contains a finding with one of these codes.
     *
     * @throws IllegalArgumentException if no code is given, or if the report omitted findings and so may
     *     not name every example
     */
    public static Remedy found(QualityReport report, String... codes) {
        if (codes.length == 0 || report.omitted() > 0) {
            throw new IllegalArgumentException(
                    codes.length == 0
                            ? "name the codes whose examples shall go"
                            : "the report left out " + report.omitted() + " findings; raise Checks.keepAtMost");
        }
        List<Finding> findings = new ArrayList<>();
        for (String code : codes) {
            findings.addAll(report.findings(code));
        }
        return found(findings);
    }

    /** Drops exact duplicates of earlier examples. */
    public static Remedy duplicates() {
        return whatFails(DuplicateChecks.exact());
    }

    /** Drops examples that are also in a test set, exactly or apart from case, punctuation and spacing. */
    public static Remedy leaks(Iterable<? extends Example> testSet) {
        return whatFails(DuplicateChecks.leakedFrom(testSet));
    }

    /** Drops examples with an unfilled placeholder. */
    public static Remedy placeholders() {
        return whatFails(TextChecks.placeholders());
    }

    /** Drops examples that contain personal data. Confidential. */
    public static Remedy personalData(PersonalData data) {
        return whatFails(data.check()).asConfidential();
    }

    /**
     * Drops examples that match a condition.
     *
     * @param code the reason in lower snake case
     * @param why the reason for people
     */
    public static Remedy where(Predicate<? super Example> unwanted, String code, String why) {
        Reason reason = new Reason(code, why);
        return Remedy.ofEach(
                example -> unwanted.test(example) ? Treatment.dropped(reason) : Treatment.unchanged(example));
    }

    private static Treatment judged(Example example, List<Finding> findings) {
        return findings.isEmpty()
                ? Treatment.unchanged(example)
                : new Treatment(
                        Optional.empty(),
                        findings.stream().map(Reason::of).distinct().toList());
    }
}
