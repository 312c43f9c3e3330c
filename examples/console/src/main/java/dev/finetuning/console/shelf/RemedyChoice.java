package dev.finetuning.console.shelf;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.quality.CheckRun;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.quality.remedy.Reason;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.Remedy;
import dev.finetuning.quality.remedy.Repair;
import dev.finetuning.quality.remedy.Treatment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The remedies that the console offers. */
public enum RemedyChoice {
    /** Leaves out exact repetitions. */
    DUPLICATES("drop-duplicates", "Drop exact duplicates", checks -> Drop.duplicates()),
    /** Leaves out what no provider would take. */
    ERRORS("drop-errors", "Drop examples with errors", RemedyChoice::dropErrors),
    /** Replaces personal data by placeholders. */
    PERSONAL_DATA("redact-personal-data", "Redact personal data", checks -> Repair.redact(Inspector.personalData())),
    /** Replaces keys and passwords. */
    SECRETS("redact-secrets", "Redact keys and passwords", checks -> Repair.redactSecrets()),
    /** Removes blanks around texts. */
    WHITESPACE("trim-whitespace", "Trim whitespace", checks -> Repair.trimWhitespace()),
    /** Leaves out examples with unfilled placeholders. */
    PLACEHOLDERS("drop-placeholders", "Drop unfilled placeholders", checks -> Drop.placeholders()),
    /** Joins messages of the same role in a row. */
    TURNS("merge-turns", "Merge turns of the same role", checks -> Repair.mergeTurns()),
    /** Cuts off what follows the last answer. */
    ANSWER("end-with-answer", "End with the answer", checks -> Repair.endWithAnswer());

    private final String id;
    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Function<Checks, Remedy> remedy;

    RemedyChoice(String id, String label, Function<Checks, Remedy> remedy) {
        this.id = id;
        this.label = label;
        this.remedy = remedy;
    }

    /** Its name in addresses and in the API. */
    public String id() {
        return id;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /**
     * The remedies.
     *
     * @param checks what data must be like
     */
    Remedies remedies(Checks checks) {
        return Remedies.of(remedy.apply(checks));
    }

    /** A remedy by its {@link #id}. */
    public static RemedyChoice of(String id) {
        return Arrays.stream(values())
                .filter(choice -> choice.id.equals(id))
                .findFirst()
                .orElseThrow(() -> RefusedException.notFound("remedy"));
    }

    /** The ids of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(RemedyChoice::id).toList();
    }

    /** By the checks that judge each example by itself: an error is in an example, or in the dataset as a whole. */
    private static Remedy dropErrors(Checks checks) {
        return () -> {
            List<Reason> reasons = new ArrayList<>();
            CheckRun run = checks.independent().keepAtMost(0).begin(finding -> {
                if (finding.severity() == Severity.ERROR) {
                    reasons.add(Reason.of(finding));
                }
            });
            return example -> {
                reasons.clear();
                run.look(example);
                return reasons.isEmpty()
                        ? Treatment.unchanged(example)
                        : new Treatment(
                                Optional.empty(), reasons.stream().distinct().toList());
            };
        };
    }
}
