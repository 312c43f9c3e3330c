package dev.finetuning.console.shelf;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.Remedy;
import dev.finetuning.quality.remedy.Repair;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The remedies that the console offers. */
public enum RemedyChoice {
    /** Leaves out exact repetitions. */
    DUPLICATES("drop-duplicates", "Drop exact duplicates", report -> Drop.duplicates()),
    /** Leaves out what no provider would take. */
    ERRORS("drop-errors", "Drop examples with errors", RemedyChoice::dropErrors),
    /** Replaces personal data by placeholders. */
    PERSONAL_DATA("redact-personal-data", "Redact personal data", report -> Repair.redact(Inspector.personalData())),
    /** Replaces keys and passwords. */
    SECRETS("redact-secrets", "Redact keys and passwords", report -> Repair.redactSecrets()),
    /** Removes blanks around texts. */
    WHITESPACE("trim-whitespace", "Trim whitespace", report -> Repair.trimWhitespace()),
    /** Leaves out examples with unfilled placeholders. */
    PLACEHOLDERS("drop-placeholders", "Drop unfilled placeholders", report -> Drop.placeholders()),
    /** Joins messages of the same role in a row. */
    TURNS("merge-turns", "Merge turns of the same role", report -> Repair.mergeTurns()),
    /** Cuts off what follows the last answer. */
    ANSWER("end-with-answer", "End with the answer", report -> Repair.endWithAnswer());

    private final String id;
    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Function<QualityReport, Remedy> remedy;

    RemedyChoice(String id, String label, Function<QualityReport, Remedy> remedy) {
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

    /** The remedies for what was found. */
    public Remedies remedies(QualityReport report) {
        return Remedies.of(remedy.apply(report));
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

    private static Remedy dropErrors(QualityReport report) {
        return Drop.found(report.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList());
    }
}
