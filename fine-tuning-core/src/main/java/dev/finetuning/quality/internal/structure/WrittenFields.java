package dev.finetuning.quality.internal.structure;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.format.LostField;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a provider's training lines leave out. */
public final class WrittenFields implements Check {
    private final String prefix;
    private final Function<? super Example, List<LostField>> losses;

    public WrittenFields(String prefix, Function<? super Example, List<LostField>> losses) {
        this.prefix = prefix;
        this.losses = losses;
    }

    @Override
    public Inspection begin(Consumer<Finding> findings) {
        return new Run(findings);
    }

    private final class Run implements Inspection {
        private final Consumer<Finding> findings;
        private final Map<String, Origin> first = new LinkedHashMap<>();
        private final Map<String, Long> counts = new LinkedHashMap<>();

        Run(Consumer<Finding> findings) {
            this.findings = findings;
        }

        @Override
        public void look(Example example) {
            Origin origin = example.info().provenance().origin();
            try {
                losses.apply(example).forEach(field -> left(field, origin));
            } catch (UnwritableExampleException e) {
                report(
                        "unwritable",
                        Severity.ERROR,
                        origin,
                        "There is no line for the example: " + e.reason() + ".",
                        "Change the example, or leave it out.");
            }
        }

        private void left(LostField field, Origin origin) {
            if (field.changesMeaning()) {
                report(
                        "field_without_place",
                        Severity.ERROR,
                        origin,
                        "The line has no place for " + field.place() + ", which changes what the example means.",
                        "Put it where it is trained on, or remove it.");
            } else {
                first.putIfAbsent(field.place(), origin);
                counts.merge(field.place(), 1L, Long::sum);
            }
        }

        @Override
        public void end() {
            first.forEach((place, origin) -> report(
                    "field_left_out",
                    Severity.WARNING,
                    origin,
                    "The lines have no place for " + place + "; " + counts.get(place)
                            + " examples have it, this one first.",
                    "Nothing, unless the model should learn it."));
        }

        private void report(String code, Severity severity, Origin origin, String message, String remedy) {
            findings.accept(Finding.of(prefix + code, severity, origin, message, remedy));
        }
    }
}
