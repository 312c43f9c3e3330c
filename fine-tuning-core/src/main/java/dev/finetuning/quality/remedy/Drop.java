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
import java.util.function.Predicate;

/** Remedies that leave examples out. */
public final class Drop {
    private Drop() {}

    /**
     * Examples that a check finds fault with when it looks at them; what it only finds at the end, about
     * the whole, drops nothing.
     */
    public static Remedy whatFails(Check check) {
        return () -> {
            List<Finding> found = new ArrayList<>();
            Check.Inspection inspection = check.begin(found::add);
            return example -> {
                found.clear();
                inspection.look(example);
                return judged(example, found);
            };
        };
    }

    /**
     * Examples that findings name by their origin, such as those of near-duplicates; findings about the
     * whole dataset drop nothing. Each source must have a name of its own.
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
     * Examples for which a report keeps a finding of one of these codes.
     *
     * @throws IllegalArgumentException if no code is given, or if the report left findings out: it could
     *     not name every example then
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

    /** Examples that repeat an earlier one exactly. */
    public static Remedy duplicates() {
        return whatFails(DuplicateChecks.exact());
    }

    /** Examples that also stand in a test set, exactly or but for case, punctuation and spacing. */
    public static Remedy leaks(Iterable<? extends Example> testSet) {
        return whatFails(DuplicateChecks.leakedFrom(testSet));
    }

    /** Examples with a placeholder that nobody filled in. */
    public static Remedy placeholders() {
        return whatFails(TextChecks.placeholders());
    }

    /** Examples that hold personal data. Confidential. */
    public static Remedy personalData(PersonalData data) {
        return whatFails(data.check()).asConfidential();
    }

    /**
     * Examples of your choice.
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
                        null, findings.stream().map(Reason::of).distinct().toList());
    }
}
