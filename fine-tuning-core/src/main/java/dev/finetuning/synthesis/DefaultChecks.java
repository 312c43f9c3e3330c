package dev.finetuning.synthesis;

import dev.finetuning.quality.Checks;
import dev.finetuning.quality.StructureChecks;
import dev.finetuning.quality.TextChecks;

/** What made examples are checked for by default. */
final class DefaultChecks {
    private DefaultChecks() {}

    static Checks ofEach() {
        return Checks.none()
                .with(
                        StructureChecks.messages(),
                        StructureChecks.order(),
                        StructureChecks.tools(),
                        StructureChecks.weights(),
                        TextChecks.placeholders(),
                        TextChecks.secrets(),
                        TextChecks.refusals());
    }
}
