package dev.finetuning.format.internal;

import dev.finetuning.internal.json.JsonFault;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fields that say what the other fields of a record are for. */
public final class RecordMeaning {
    /** A field that always rates the answer. */
    public static final String RATING = "kto_tag";

    /** A field that rates the answer where it is true or false. */
    public static final String LABEL = "label";

    /** Fields that hold the worse one of two answers. */
    public static final Set<String> WORSE =
            Set.of("rejected", "rejected_response", "rejected_messages", "non_preferred_output");

    private RecordMeaning() {}

    /**
     * Refuses fields that say that an answer is not a training answer.
     *
     * @throws JsonFault if the answer is rated, or is one of two
     */
    public static void refuseJudged(Map<String, Object> extras) throws JsonFault {
        if (extras.isEmpty()) {
            return;
        }
        for (Map.Entry<String, Object> field : extras.entrySet()) {
            if (rates(field.getKey(), field.getValue())) {
                throw new JsonFault(
                        "rated_answer",
                        "/" + field.getKey(),
                        "The field " + field.getKey() + " rates the answer, which a model may not have to imitate.",
                        "Read the file with Kto.format(), or take the field out where the answer is good.");
            }
            if (WORSE.contains(field.getKey()) && holdsAnswer(field.getValue())) {
                throw new JsonFault(
                        "preference_pair",
                        "/" + field.getKey(),
                        "The field " + field.getKey() + " contains a second answer, so this is a preference pair.",
                        "Read the file with PreferencePairs.trl(), or take the field out.");
            }
        }
    }

    /** Whether the field rates an answer. */
    public static boolean rates(String name, @Nullable Object value) {
        return value != null && (name.equals(RATING) || (name.equals(LABEL) && value instanceof Boolean));
    }

    private static boolean holdsAnswer(@Nullable Object value) {
        return (value instanceof String text && !text.isBlank())
                || (value instanceof Collection<?> list && !list.isEmpty())
                || (value instanceof Map<?, ?> map && !map.isEmpty());
    }
}
