package dev.finetuning.format;

import java.util.Set;

/**
 * A field of an example that is missing from a written record.
 *
 * @param place its path without list positions: {@code "messages/reasoning_content"}
 * @param changesMeaning whether the example means something else without it, so that a writer must refuse
 *     the example; other fields may be left out if that is reported
 */
public record LostField(String place, boolean changesMeaning) {
    /** Fields that cannot be trained on, and without which the rest means something else. */
    private static final Set<String> MEANING = Set.of(
            // the model's thinking
            "reasoning_content",
            "reasoning",
            "reasoning_details",
            "thinking",
            "thinking_blocks",
            "thought",
            "thoughts",
            // instructions and questions
            "instructions",
            "context",
            "documents",
            "history",
            "functions",
            "function_call",
            // what else is seen or heard
            "image",
            "images",
            "video",
            "videos",
            "audio",
            "audios",
            // what is trained on
            "train",
            "training",
            "training_detail",
            "loss_weight",
            "loss_mask",
            "mask",
            "prefix",
            // judgements
            "kto_tag",
            "chosen",
            "rejected",
            "rejected_response",
            "rejected_messages",
            "preferred_output",
            "non_preferred_output",
            "refusal");

    /** Whether an unknown field of this name changes the meaning of other fields. */
    public static boolean changesMeaning(String name) {
        return MEANING.contains(name);
    }
}
