package dev.finetuning.example;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role who speaks
 * @param content what is said; null if there is nothing, as in a message with tool calls only
 * @param name the speaker's name, if given
 * @param weight whether the message is trained on, 0 or 1; null for the provider's default
 * @param toolCalls the tool calls of an assistant message
 * @param toolCallId the id of the call that a tool message answers
 * @param extras unknown fields, unchanged
 */
public record Message(
        Role role,
        @Nullable Content content,
        @Nullable String name,
        @Nullable Double weight,
        List<ToolCall> toolCalls,
        @Nullable String toolCallId,
        Map<String, Object> extras) {
    /** Copies list and map. */
    public Message {
        toolCalls = List.copyOf(toolCalls);
        extras = JsonValues.copy(extras);
    }

    /** A plain message. */
    public static Message of(Role role, String text) {
        return new Message(role, Content.of(text), null, null, List.of(), null, Map.of());
    }

    /** A system message: instructions to the model. */
    public static Message system(String text) {
        return of(Role.SYSTEM, text);
    }

    /** A user message. */
    public static Message user(String text) {
        return of(Role.USER, text);
    }

    /** An assistant message. */
    public static Message assistant(String text) {
        return of(Role.ASSISTANT, text);
    }

    /** An assistant message that calls tools. */
    public static Message assistant(List<ToolCall> calls) {
        return new Message(Role.ASSISTANT, null, null, null, calls, null, Map.of());
    }

    /** A tool's result for a call. */
    public static Message tool(String toolCallId, String text) {
        return new Message(Role.TOOL, Content.of(text), null, null, List.of(), toolCallId, Map.of());
    }

    /** The readable text; empty if there is none. */
    public String text() {
        return content == null ? "" : content.text();
    }

    /** This message with another content. */
    public Message withContent(@Nullable Content newContent) {
        return new Message(role, newContent, name, weight, toolCalls, toolCallId, extras);
    }

    /** This message with another weight. */
    public Message withWeight(@Nullable Double newWeight) {
        return new Message(role, content, name, newWeight, toolCalls, toolCallId, extras);
    }

    /** This message with other tool calls. */
    public Message withToolCalls(List<ToolCall> newToolCalls) {
        return new Message(role, content, name, weight, newToolCalls, toolCallId, extras);
    }

    /** This message as the result of another call. */
    public Message withToolCallId(@Nullable String newToolCallId) {
        return new Message(role, content, name, weight, toolCalls, newToolCallId, extras);
    }

    @Override
    public String toString() {
        return "Message[" + role.wireName() + ", " + text().length() + " characters, " + toolCalls.size()
                + " tool calls]";
    }
}
