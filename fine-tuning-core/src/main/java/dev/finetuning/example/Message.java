package dev.finetuning.example;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * <pre>{@code
 * Message asked = Message.user("Where is my parcel?");
 * Message looked = Message.builder(Role.ASSISTANT).toolCalls(List.of(call)).weight(0).build();
 * }</pre>
 */
public final class Message {
    private final Role role;
    private final @Nullable Content content;
    private final @Nullable String name;
    private final @Nullable Double weight;
    private final List<ToolCall> toolCalls;
    private final @Nullable String toolCallId;
    private final Map<String, Object> extras;

    private Message(
            Role role,
            @Nullable Content content,
            @Nullable String name,
            @Nullable Double weight,
            List<ToolCall> toolCalls,
            @Nullable String toolCallId,
            Map<String, Object> extras) {
        this.role = Objects.requireNonNull(role, "role");
        this.content = content;
        this.name = name;
        this.weight = weight;
        this.toolCalls = toolCalls;
        this.toolCallId = toolCallId;
        this.extras = extras;
    }

    /** A message without content, to be filled in. */
    public static Builder builder(Role role) {
        return new Builder(role);
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
        return new Message(Role.ASSISTANT, null, null, null, List.copyOf(calls), null, Map.of());
    }

    /** A tool's result for a call. */
    public static Message tool(String toolCallId, String text) {
        return new Message(
                Role.TOOL,
                Content.of(text),
                null,
                null,
                List.of(),
                Objects.requireNonNull(toolCallId, "toolCallId"),
                Map.of());
    }

    /** Who speaks. */
    public Role role() {
        return role;
    }

    /** What is said; empty if there is nothing, as in a message with tool calls only. */
    public Optional<Content> content() {
        return Optional.ofNullable(content);
    }

    /** The readable text; empty if there is none. */
    public String text() {
        return content == null ? "" : content.text();
    }

    /** The speaker's name, if given. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Whether the message is trained on, 0 or 1; empty for the provider's default. */
    public OptionalDouble weight() {
        return weight == null ? OptionalDouble.empty() : OptionalDouble.of(weight);
    }

    /** The tool calls of an assistant message. */
    public List<ToolCall> toolCalls() {
        return toolCalls;
    }

    /** The id of the call that a tool message answers. */
    public Optional<String> toolCallId() {
        return Optional.ofNullable(toolCallId);
    }

    /** Unknown fields, unchanged. */
    public Map<String, Object> extras() {
        return extras;
    }

    /** This message with another content. */
    public Message withContent(Content newContent) {
        return new Message(
                role, Objects.requireNonNull(newContent, "content"), name, weight, toolCalls, toolCallId, extras);
    }

    /** This message without content. */
    public Message withoutContent() {
        return new Message(role, null, name, weight, toolCalls, toolCallId, extras);
    }

    /** This message with another weight. */
    public Message withWeight(double newWeight) {
        return new Message(role, content, name, newWeight, toolCalls, toolCallId, extras);
    }

    /** This message with other tool calls. */
    public Message withToolCalls(List<ToolCall> newToolCalls) {
        return new Message(role, content, name, weight, List.copyOf(newToolCalls), toolCallId, extras);
    }

    /** This message as the result of another call. */
    public Message withToolCallId(String newToolCallId) {
        return new Message(
                role, content, name, weight, toolCalls, Objects.requireNonNull(newToolCallId, "toolCallId"), extras);
    }

    /** A builder that starts with what this message holds. */
    public Builder toBuilder() {
        Builder builder = new Builder(role);
        builder.content = content;
        builder.name = name;
        builder.weight = weight;
        builder.toolCalls = toolCalls;
        builder.toolCallId = toolCallId;
        builder.extras = extras;
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Message that
                && role == that.role
                && Objects.equals(content, that.content)
                && Objects.equals(name, that.name)
                && Objects.equals(weight, that.weight)
                && toolCalls.equals(that.toolCalls)
                && Objects.equals(toolCallId, that.toolCallId)
                && extras.equals(that.extras);
    }

    @Override
    public int hashCode() {
        return Objects.hash(role, content, name, weight, toolCalls, toolCallId, extras);
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "Message[" + role.wireName() + ", " + text().length() + " characters, " + toolCalls.size()
                + " tool calls]";
    }

    /** Collects what a message holds. What is not set is absent. Not for use by several threads. */
    public static final class Builder {
        private final Role role;
        private @Nullable Content content;
        private @Nullable String name;
        private @Nullable Double weight;
        private List<ToolCall> toolCalls = List.of();
        private @Nullable String toolCallId;
        private Map<String, Object> extras = Map.of();

        private Builder(Role role) {
            this.role = role;
        }

        /** What is said. */
        public Builder content(Content said) {
            this.content = Objects.requireNonNull(said, "content");
            return this;
        }

        /** The speaker's name. */
        public Builder name(String speaker) {
            this.name = Objects.requireNonNull(speaker, "name");
            return this;
        }

        /** Whether the message is trained on, 0 or 1. */
        public Builder weight(double trained) {
            this.weight = trained;
            return this;
        }

        /** The tool calls of an assistant message. */
        public Builder toolCalls(List<ToolCall> calls) {
            this.toolCalls = List.copyOf(calls);
            return this;
        }

        /** The id of the call that a tool message answers. */
        public Builder toolCallId(String id) {
            this.toolCallId = Objects.requireNonNull(id, "toolCallId");
            return this;
        }

        /** Unknown fields, as JSON values. */
        public Builder extras(Map<String, Object> fields) {
            this.extras = JsonValues.copy(fields);
            return this;
        }

        /** The message. */
        public Message build() {
            return new Message(role, content, name, weight, toolCalls, toolCallId, extras);
        }
    }
}
