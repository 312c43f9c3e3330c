package dev.finetuning.example;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role who speaks
 * @param content what is said; null where there is none, as beside tool calls
 * @param name the speaker's name, where one is given
 * @param weight whether the message is trained on, 0 or 1; null means the host's default
 * @param toolCalls the tools an assistant wants called
 * @param toolCallId the call that a tool message answers
 * @param extras fields this type does not know, kept as they came
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

    /** What the model is told to be. */
    public static Message system(String text) {
        return of(Role.SYSTEM, text);
    }

    /** What a user says. */
    public static Message user(String text) {
        return of(Role.USER, text);
    }

    /** What the model answers. */
    public static Message assistant(String text) {
        return of(Role.ASSISTANT, text);
    }

    /** An assistant message that calls tools. */
    public static Message assistant(List<ToolCall> calls) {
        return new Message(Role.ASSISTANT, null, null, null, calls, null, Map.of());
    }

    /** A tool's answer to a call. */
    public static Message tool(String toolCallId, String text) {
        return new Message(Role.TOOL, Content.of(text), null, null, List.of(), toolCallId, Map.of());
    }

    /** The readable text, empty where there is none. */
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

    /** This message as the answer to another call. */
    public Message withToolCallId(@Nullable String newToolCallId) {
        return new Message(role, content, name, weight, toolCalls, newToolCallId, extras);
    }

    @Override
    public String toString() {
        return "Message[" + role.wireName() + ", " + text().length() + " characters, " + toolCalls.size()
                + " tool calls]";
    }
}
