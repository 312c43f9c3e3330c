package dev.finetuning.quality;

import dev.finetuning.example.Example;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A check of which more is known than it says of itself.
 *
 * @param check what looks at the examples
 * @param independent whether its inspections remember nothing of an example that changes what they find in another
 * @param noting how it works on several machines, if it can
 */
record DeclaredCheck(Check check, boolean independent, Optional<Noting> noting) implements Check {
    static Check of(Noting noting) {
        return new DeclaredCheck(findings -> new Noted(noting, findings), false, Optional.of(noting));
    }

    @Override
    public Inspection begin(Consumer<Finding> findings) {
        return check.begin(findings);
    }

    /** Takes notes and judges them at once. */
    private static final class Noted implements Inspection {
        private final Noting noting;
        private final Consumer<Finding> findings;
        private final Map<String, Noting.Judgement> judgements = new LinkedHashMap<>();

        Noted(Noting noting, Consumer<Finding> findings) {
            this.noting = noting;
            this.findings = findings;
        }

        @Override
        public void look(Example example) {
            noting.take(
                    example,
                    note -> judgements
                            .computeIfAbsent(note.topic(), topic -> noting.judge(findings))
                            .look(note));
        }

        @Override
        public void end() {
            judgements.values().forEach(Noting.Judgement::end);
            if (judgements.isEmpty()) {
                noting.judge(findings).end();
            }
        }
    }
}
