package dev.finetuning.openai.checks;

import dev.finetuning.openai.wire.OpenAiLines;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.StructureChecks;

/**
 * What an upload to OpenAI, and to providers that copy it, would refuse or leave out. What the provider itself
 * refuses is found by the standard checks.
 *
 * <pre>{@code
 * Checks.standard().with(OpenAiChecks.fields()).run(dataset).requireNoErrors();
 * }</pre>
 */
public final class OpenAiChecks {
    private OpenAiChecks() {}

    /**
     * Examples against the lines that are uploaded for them: {@code openai_unwritable} and {@code
     * openai_field_without_place} are errors, which an upload refuses; {@code openai_field_left_out} is a warning,
     * once for each field.
     */
    public static Check fields() {
        return StructureChecks.fieldsLeftOut("openai_", OpenAiLines::losses);
    }
}
