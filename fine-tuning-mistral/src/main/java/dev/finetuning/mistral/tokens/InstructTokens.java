package dev.finetuning.mistral.tokens;

import dev.finetuning.cost.TokenCount;
import dev.finetuning.example.Content;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one conversation in the instruct format of a version, as Mistral's own tools lay it out
 * (mistral-common's {@code InstructTokenizerV1} to {@code V15}) and as they train on it (mistral-finetune's
 * {@code tokenize_instruct}): ids of the last message's calls are left out, and where there are tools only
 * the last message is trained on. Used by one thread, once.
 */
final class InstructTokens {
    /** The largest image: 1,024 pixels square in patches of 16, and one token at the end of each row. */
    static final int LARGEST_IMAGE = 65 * 64;

    private final TokenizerVersion version;
    private final ToIntFunction<String> encoder;
    private final List<Message> messages;
    private final List<Tool> tools;
    private final boolean onlyLast;
    private final int firstUser;
    private final int lastUser;

    InstructTokens(
            TokenizerVersion version,
            ToIntFunction<String> encoder,
            List<Message> messages,
            List<Tool> tools,
            boolean onlyLast) {
        this.version = version;
        this.encoder = encoder;
        this.messages = messages;
        this.tools = tools;
        this.onlyLast = onlyLast || !tools.isEmpty();
        int first = -1;
        int last = -1;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).role() == Role.USER) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        firstUser = first;
        lastUser = last;
    }

    TokenCount count() {
        long total = 1;
        long trainable = 0;
        long offered = 0;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (i == toolPlace()) {
                offered = offeredTools();
            }
            long tokens = message(message, i);
            total += tokens;
            trainable += trained(message, i) ? tokens : 0;
        }
        return new TokenCount(total + offered, trainable, offered);
    }

    private boolean trained(Message message, int index) {
        boolean relevant = !onlyLast || index == messages.size() - 1;
        return message.role() == Role.ASSISTANT && relevant && message.weight().orElse(1) == 1;
    }

    private long message(Message message, int index) {
        return switch (message.role()) {
            case USER -> user(message, index);
            case SYSTEM, DEVELOPER -> version.since(TokenizerVersion.V7) ? 2 + chunks(message) : 0;
            case TOOL -> result(message, index);
            case ASSISTANT -> answer(message, index == messages.size() - 1);
        };
    }

    private long user(Message message, int index) {
        String system = version.since(TokenizerVersion.V7) || index != systemPlace() ? "" : systemPrompt();
        if (version == TokenizerVersion.V1) {
            return tokens("[INST] " + system + message.text() + " [/INST]");
        }
        if (message.content().orElse(null) instanceof Content.Parts) {
            return 2 + tokens(system) + chunks(message);
        }
        return 2 + tokens(system + message.text());
    }

    /** Old versions have the system prompt in a question. */
    private int systemPlace() {
        return version == TokenizerVersion.V1 ? firstUser : lastUser;
    }

    private String systemPrompt() {
        String prompt = messages.stream()
                .filter(message -> message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER)
                .map(Message::text)
                .collect(Collectors.joining("\n\n"));
        return prompt.isEmpty() ? "" : prompt + "\n\n";
    }

    private int toolPlace() {
        return version.since(TokenizerVersion.V13) ? firstUser : lastUser;
    }

    private long offeredTools() {
        if (version == TokenizerVersion.V1 || tools.isEmpty()) {
            return 0;
        }
        List<Map<String, Object>> list =
                tools.stream().map(InstructTokens::declaration).toList();
        return 2 + tokens(PythonJson.of(list));
    }

    private static Map<String, Object> declaration(Tool tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        function.put("description", tool.description().orElse(""));
        function.put("parameters", tool.parameters());
        Map<String, Object> declaration = new LinkedHashMap<>();
        declaration.put("type", "function");
        declaration.put("function", function);
        return declaration;
    }

    private long answer(Message message, boolean last) {
        long tokens = said(message);
        if (!message.toolCalls().isEmpty()) {
            tokens += version.since(TokenizerVersion.V11)
                    ? callsOneByOne(message.toolCalls(), last)
                    : callsAsList(message.toolCalls(), last);
        }
        return tokens + (Boolean.TRUE.equals(message.extras().get("prefix")) ? 0 : 1);
    }

    private long said(Message message) {
        boolean calls = !message.toolCalls().isEmpty();
        if (calls && !version.since(TokenizerVersion.V7)) {
            return 0;
        }
        if (message.content().orElse(null) instanceof Content.Parts) {
            return chunks(message);
        }
        String text = message.text();
        return tokens(version == TokenizerVersion.V1 ? text : withoutTrailingSpaces(text));
    }

    private static String withoutTrailingSpaces(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    private long callsAsList(List<ToolCall> calls, boolean last) {
        List<Map<String, Object>> list =
                calls.stream().map(call -> prepared(call, last)).toList();
        return 1 + tokens(PythonJson.of(list));
    }

    private Map<String, Object> prepared(ToolCall call, boolean last) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", call.name());
        putNullable(fields, "arguments", PythonJson.parsedOrText(call.arguments()));
        if (!last && version.since(TokenizerVersion.V3)) {
            usable(call.id()).ifPresent(id -> fields.put("id", id));
        }
        return fields;
    }

    private long callsOneByOne(List<ToolCall> calls, boolean last) {
        long tokens = 0;
        for (ToolCall call : calls) {
            Optional<String> id = version.since(TokenizerVersion.V13) || last ? Optional.empty() : usable(call.id());
            tokens += 2 + tokens(call.name());
            tokens += id.isPresent() ? 1 + tokens(id.get()) : 0;
            tokens += tokens(PythonJson.of(PythonJson.parsedOrText(call.arguments())));
        }
        return tokens;
    }

    private static Optional<String> usable(Optional<String> id) {
        return id.filter(text -> !text.isEmpty() && !text.equals("null"));
    }

    private long result(Message message, int index) {
        if (version.since(TokenizerVersion.V13)) {
            return 2 + chunks(message);
        }
        String id = message.toolCallId().orElse("");
        if (version.since(TokenizerVersion.V7)) {
            return 3 + tokens(id) + chunks(message);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (version.since(TokenizerVersion.V3)) {
            putNullable(fields, "content", PythonJson.parsedOrText(message.text()));
            fields.put("call_id", id);
            return 2 + tokens(PythonJson.of(fields));
        }
        putNullable(fields, "name", message.name().orElse(null));
        putNullable(fields, "content", PythonJson.parsedOrText(message.text()));
        boolean left = version == TokenizerVersion.V1 || index < lastUser;
        return left ? 0 : 2 + tokens(PythonJson.of(List.of(fields)));
    }

    private long tokens(String text) {
        return encoder.applyAsInt(text);
    }

    private long chunks(Message message) {
        if (!(message.content().orElse(null) instanceof Content.Parts parts)) {
            return tokens(message.text());
        }
        long tokens = 0;
        for (Content.Part part : parts.parts()) {
            if (part.fields().get("text") instanceof String text) {
                tokens += tokens(text);
            } else if (part.type().equals("thinking") && part.fields().get("thinking") instanceof String thought) {
                tokens += 2 + tokens(thought);
            } else if (part.type().equals("image_url")) {
                tokens += LARGEST_IMAGE;
            }
        }
        return tokens;
    }

    // JSON null is a value here; the map's own type has no place for saying so
    @SuppressWarnings("NullAway")
    private static void putNullable(Map<String, Object> fields, String name, @Nullable Object value) {
        fields.put(name, value);
    }
}
