package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.format.LostField;
import dev.finetuning.quality.internal.structure.ImageStructure;
import dev.finetuning.quality.internal.structure.MessageStructure;
import dev.finetuning.quality.internal.structure.RoleOrder;
import dev.finetuning.quality.internal.structure.ToolStructure;
import dev.finetuning.quality.internal.structure.WeightStructure;
import dev.finetuning.quality.internal.structure.WrittenFields;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks of the structure of examples, independent of their wording. */
public final class StructureChecks {
    private StructureChecks() {}

    /**
     * Checks that messages are present and complete: {@code missing_messages_list}, {@code
     * too_few_messages}, {@code last_message_not_assistant}, {@code example_missing_assistant_message},
     * {@code missing_content}, {@code empty_content}, {@code unrecognized_content_part}, {@code
     * message_name_invalid}, {@code missing_system_message}, {@code missing_user_message}. In preferences,
     * each answer is checked separately, and both together for {@code identical_preference}; in prompts,
     * the last message for {@code last_message_not_user}.
     */
    public static Check messages() {
        return Check.ofEach(MessageStructure::look);
    }

    /**
     * Checks the order of roles: {@code misplaced_system_message}, {@code first_message_not_user}, {@code
     * roles_not_alternating}.
     */
    public static Check order() {
        return Check.ofEach(RoleOrder::look);
    }

    /**
     * Checks that tool calls are valid and answered: {@code tool_call_missing_id}, {@code
     * duplicate_tool_call_id}, {@code tool_call_unanswered}, {@code tool_answer_without_call}, {@code
     * tool_call_on_other_role}, {@code unknown_tool}, {@code tool_arguments_not_json}, {@code
     * tool_arguments_invalid}, {@code duplicate_tool}, {@code tool_name_invalid}, {@code
     * tool_schema_invalid}. Arguments are validated by {@link dev.finetuning.schema.JsonSchema}, as in the
     * scorers.
     */
    public static Check tools() {
        return new DeclaredCheck(ToolStructure::begin, true, Optional.empty());
    }

    /**
     * Checks that weights are 0 or 1 and leave something to train on: {@code weight_out_of_range}, {@code
     * weight_on_other_role}, {@code nothing_to_train_on}.
     */
    public static Check weights() {
        return Check.ofEach(WeightStructure::look);
    }

    /**
     * Checks the role, number, kind and size of images: {@code image_not_from_user}, {@code
     * too_many_images}, {@code image_url_invalid}, {@code image_kind_unsupported}, {@code
     * image_data_invalid}, {@code image_too_large}.
     *
     * @param perExample the maximum number of images in an example, at least 0
     * @param bytes the maximum size of an embedded image in bytes, decoded
     */
    public static Check images(int perExample, long bytes) {
        return Check.ofEach(new ImageStructure(perExample, bytes)::look);
    }

    /**
     * What a provider's training line leaves out of an example. {@code field_without_place} is an error: the
     * example means something else without the field, so an upload refuses it. {@code field_left_out} is a
     * warning, one for each field with the number of examples that have it. {@code unwritable} is an error:
     * there is no line at all.
     *
     * @param prefix what the codes begin with: the name of the provider and an underscore
     * @param losses what the line of an example leaves out; may throw {@link
     *     dev.finetuning.format.UnwritableExampleException} where there is none
     */
    public static Check fieldsLeftOut(String prefix, Function<? super Example, List<LostField>> losses) {
        return new WrittenFields(prefix, losses);
    }
}
