package dev.finetuning.mistral.checks;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.writing.ToolCallIds;
import dev.finetuning.quality.remedy.Reason;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.Remedy;
import dev.finetuning.quality.remedy.Repair;
import java.util.ArrayList;
import java.util.List;

/**
 * Remedies for findings of {@link MistralChecks}. Unlike common scripts, none of them drops an example
 * because it contains tool calls: calls, arguments and results are all kept.
 *
 * <pre>{@code
 * var preview = MistralRemedies.all().preview(dataset);
 * System.out.println(preview.diff());
 * }</pre>
 */
public final class MistralRemedies {
    private static final String BETWEEN = "\n\n";

    private MistralRemedies() {}

    /** All remedies, followed by cutting conversations after the last answer. */
    public static Remedies all() {
        return Remedies.of(
                oneSystemMessage(),
                emptyMessages(),
                contentBesideToolCalls(),
                functionNames(),
                toolCallIds(),
                Repair.endWithAnswer());
    }

    /**
     * Gives tool calls ids of nine letters and digits if theirs are missing, have another form, or occur
     * twice in a message, and sets the same ids in the tool messages: {@code mistral_tool_call_ids}. The
     * same conversation always gets the same ids.
     */
    public static Remedy toolCallIds() {
        return Repair.messages(
                ToolCallIds::renewed,
                new Reason(
                        "mistral_tool_call_ids",
                        "Tool calls got ids of 9 letters and digits, and so did their answers."));
    }

    /**
     * Splits an answer with both content and tool calls into two, content first: {@code
     * mistral_content_beside_tool_calls}. Only needed before version 7 of the format.
     */
    public static Remedy contentBesideToolCalls() {
        return Repair.messages(
                MistralRemedies::apart,
                new Reason("mistral_content_beside_tool_calls", "Content next to tool calls became its own message."));
    }

    /**
     * Merges all system messages into one at the front, separated by empty lines: {@code
     * mistral_one_system_message}.
     */
    public static Remedy oneSystemMessage() {
        return Repair.messages(
                MistralRemedies::systemJoined,
                new Reason("mistral_one_system_message", "System messages were joined at the front."));
    }

    /** Removes messages without content and calls, except tool messages: {@code mistral_empty_messages}. */
    public static Remedy emptyMessages() {
        return Repair.messages(
                messages -> messages.stream()
                        .filter(message -> MessageRules.says(message)
                                || !message.toolCalls().isEmpty()
                                || message.role() == Role.TOOL)
                        .toList(),
                new Reason("mistral_empty_messages", "Messages without content were left out."));
    }

    /**
     * Replaces characters that are not allowed in a function's name by underscores and cuts it at 64
     * characters, in tools, calls and tool messages alike: {@code mistral_function_names}.
     */
    public static Remedy functionNames() {
        return Repair.examples(
                MistralRemedies::renamed,
                new Reason("mistral_function_names", "Names of functions were made of letters, digits, _ and -."));
    }

    private static List<Message> apart(List<Message> messages) {
        List<Message> changed = new ArrayList<>();
        for (Message message : messages) {
            if (!message.toolCalls().isEmpty() && MessageRules.says(message)) {
                changed.add(message.withToolCalls(List.of()));
                changed.add(message.withoutContent());
            } else {
                changed.add(message);
            }
        }
        return changed;
    }

    private static List<Message> systemJoined(List<Message> messages) {
        List<Message> system =
                messages.stream().filter(MistralRemedies::instructs).toList();
        if (system.isEmpty() || (system.size() == 1 && instructs(messages.get(0)))) {
            return messages;
        }
        List<Message> changed = new ArrayList<>();
        changed.add(system.size() == 1 ? system.get(0) : joined(system));
        messages.stream().filter(message -> !instructs(message)).forEach(changed::add);
        return changed;
    }

    private static Message joined(List<Message> system) {
        List<String> texts = system.stream().map(Message::text).toList();
        return system.get(0).withContent(Content.of(String.join(BETWEEN, texts)));
    }

    private static boolean instructs(Message message) {
        return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
    }

    private static Example renamed(Example example) {
        if (!(example instanceof ChatExample chat)) {
            return example;
        }
        List<Tool> tools = chat.tools().stream()
                .map(tool -> new Tool(name(tool.name()), tool.description(), tool.parameters(), tool.extras()))
                .toList();
        List<Message> messages =
                chat.messages().stream().map(MistralRemedies::renamed).toList();
        return new ChatExample(messages, tools, chat.info());
    }

    private static Message renamed(Message message) {
        List<ToolCall> calls = message.toolCalls().stream()
                .map(call -> new ToolCall(call.id(), name(call.name()), call.arguments(), call.extras()))
                .toList();
        Message.Builder renamed = message.toBuilder().toolCalls(calls);
        if (message.role() == Role.TOOL) {
            message.name().ifPresent(speaker -> renamed.name(name(speaker)));
        }
        return renamed.build();
    }

    private static String name(String name) {
        if (ToolRules.isName(name)) {
            return name;
        }
        String plain = name.replaceAll("[^a-zA-Z0-9_-]", "_");
        return plain.isEmpty() ? "_" : plain.substring(0, Math.min(64, plain.length()));
    }
}
