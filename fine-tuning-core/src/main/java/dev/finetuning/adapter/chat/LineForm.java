package dev.finetuning.adapter.chat;

import dev.finetuning.example.Example;
import dev.finetuning.format.FieldLosses;
import dev.finetuning.format.LostField;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.training.TrainingData;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A provider's dialect of training data, one JSON object a line, that neither loses meaning nor writes what UTF-8
 * cannot represent.
 *
 * @param target what lines are written for, as failures name it
 * @param messages the provider's form of messages, which names the dialect in failures
 * @param fields the fields of an example's line; throws if the provider has no form for it
 */
public record LineForm(String target, MessageForm messages, Function<Example, Map<String, Object>> fields) {
    /** Writes all examples. */
    public void write(TrainingData data, LineFile lines) throws IOException {
        for (Example example : data) {
            lines.write(line(example));
        }
    }

    /**
     * An example as a line.
     *
     * @throws UnwritableExampleException if the provider has no form for it, or the line leaves
     *     out what changes its meaning
     */
    public Map<String, Object> line(Example example) {
        Map<String, Object> line = representable(example);
        FieldLosses.checked(target, example, line);
        return line;
    }

    /**
     * What an example's line leaves out.
     *
     * @throws UnwritableExampleException if the provider has no form for the example
     */
    public List<LostField> losses(Example example) {
        return FieldLosses.of(example, representable(example));
    }

    private Map<String, Object> representable(Example example) {
        Map<String, Object> line = fields.apply(example);
        if (!LineFile.carries(line)) {
            throw messages.unwritable(example, "it contains half a surrogate pair, which UTF-8 cannot represent");
        }
        return line;
    }
}
