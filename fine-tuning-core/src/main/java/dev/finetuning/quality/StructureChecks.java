package dev.finetuning.quality;

import dev.finetuning.quality.internal.structure.ImageStructure;
import dev.finetuning.quality.internal.structure.MessageStructure;
import dev.finetuning.quality.internal.structure.RoleOrder;
import dev.finetuning.quality.internal.structure.ToolStructure;
import dev.finetuning.quality.internal.structure.WeightStructure;

/** Checks of how examples are built: what a host refuses, whatever the words are. */
public final class StructureChecks {
    private StructureChecks() {}

    /**
     * Messages are there and complete: {@code missing_messages_list}, {@code too_few_messages}, {@code
     * last_message_not_assistant}, {@code example_missing_assistant_message}, {@code missing_content},
     * {@code empty_content}, {@code unrecognized_content_part}, {@code message_name_invalid}, {@code
     * missing_system_message}, {@code missing_user_message}. For preferences each answer is judged by itself
     * and both together, {@code identical_preference}; for prompts {@code last_message_not_user}.
     */
    public static Check messages() {
        return Check.ofEach(MessageStructure::look);
    }

    /**
     * Roles come in an order that makes sense: {@code misplaced_system_message}, {@code
     * first_message_not_user}, {@code roles_not_alternating}.
     */
    public static Check order() {
        return Check.ofEach(RoleOrder::look);
    }

    /**
     * Tool calls can be made and are answered: {@code tool_call_missing_id}, {@code
     * duplicate_tool_call_id}, {@code tool_call_unanswered}, {@code tool_answer_without_call}, {@code
     * tool_call_on_other_role}, {@code unknown_tool}, {@code tool_arguments_not_json}, {@code tool_arguments_invalid}, {@code
     * duplicate_tool}, {@code tool_name_invalid}, {@code tool_schema_invalid}. Arguments are judged by {@link
     * dev.finetuning.schema.JsonSchema}, as the scorers do.
     */
    public static Check tools() {
        return ToolStructure::begin;
    }

    /**
     * Weights are 0 or 1 and leave something to train on: {@code weight_out_of_range}, {@code
     * weight_on_other_role}, {@code nothing_to_train_on}.
     */
    public static Check weights() {
        return Check.ofEach(WeightStructure::look);
    }

    /**
     * Images come from the user, are few enough and of a kind that hosts take: {@code
     * image_not_from_user}, {@code too_many_images}, {@code image_url_invalid}, {@code
     * image_kind_unsupported}, {@code image_data_invalid}, {@code image_too_large}.
     *
     * @param perExample the most images an example may have, at least 0
     * @param bytes the most bytes an embedded image may have, decoded
     */
    public static Check images(int perExample, long bytes) {
        return Check.ofEach(new ImageStructure(perExample, bytes)::look);
    }
}
