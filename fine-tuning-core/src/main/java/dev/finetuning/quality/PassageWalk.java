package dev.finetuning.quality;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Visits every text of an example and rebuilds only what a visit changed; identity says "unchanged". This is the
 * one walk that all checks and remedies go by: a new place for text is added here and nowhere else, and {@code
 * PassageWalkTest} names every component of an example that it does not know.
 */
@SuppressWarnings("ReferenceEquality")
final class PassageWalk {
    /** What models and files call a chain of thought beside or within a content. */
    private static final Set<String> REASONING =
            Set.of("reasoning_content", "reasoning", "thinking", "thought", "thoughts", "chain_of_thought");

    private static final Set<String> TEXT = Set.of("text");
    private static final Set<String> THOUGHT = Set.of("text", "thinking", "reasoning", "thought", "summary");

    private final TextScope scope;
    private final Function<Passage, String> visit;

    PassageWalk(TextScope scope, Function<Passage, String> visit) {
        this.scope = scope;
        this.visit = visit;
    }

    Example walk(Example example) {
        Example walked = content(example);
        if (scope == TextScope.SAID) {
            return walked;
        }
        ExampleInfo info = walked.info();
        Map<String, Object> extras = fields(new At("", 0, "", Optional.empty()), info.extras(), Set.of());
        Map<String, String> metadata = scope == TextScope.METADATA ? metadata(info.metadata()) : info.metadata();
        return extras == info.extras() && metadata == info.metadata()
                ? walked
                : walked.withInfo(new ExampleInfo(metadata, info.provenance(), info.validation(), extras));
    }

    private Example content(Example example) {
        if (example instanceof TextExample text) {
            String changed = new At("", 0, "/text", Optional.empty()).visited(text.text());
            return changed.equals(text.text()) ? text : new TextExample(changed, text.info());
        }
        List<Tool> tools = scope == TextScope.SAID ? example.tools() : tools(example.tools());
        if (example instanceof PreferenceExample pair) {
            List<Message> input = messages(MessageList.INPUT, pair.messages());
            List<Message> preferred = messages(MessageList.PREFERRED, pair.preferred());
            List<Message> rejected = messages(MessageList.REJECTED, pair.rejected());
            boolean same = input == pair.messages()
                    && preferred == pair.preferred()
                    && rejected == pair.rejected()
                    && tools == pair.tools();
            return same ? pair : new PreferenceExample(input, preferred, rejected, tools, pair.info());
        }
        List<Message> messages = messages(MessageList.MESSAGES, example.messages());
        boolean same = messages == example.messages() && tools == example.tools();
        if (example instanceof PromptExample prompt) {
            Map<String, Object> reference = scope == TextScope.SAID
                    ? prompt.reference()
                    : fields(new At("", 0, "", Optional.empty()), prompt.reference(), Set.of());
            return same && reference == prompt.reference()
                    ? prompt
                    : new PromptExample(messages, tools, reference, prompt.info());
        }
        if (same) {
            return example;
        }
        return example instanceof RatedExample rated
                ? new RatedExample(messages, rated.desirable(), tools, rated.info())
                : new ChatExample(messages, tools, example.info());
    }

    private List<Message> messages(String list, List<Message> messages) {
        List<Message> changed = new ArrayList<>(messages.size());
        boolean same = true;
        for (int i = 0; i < messages.size(); i++) {
            Message message =
                    message(new At(list, i, "", Optional.of(messages.get(i).role())), messages.get(i));
            same &= message == messages.get(i);
            changed.add(message);
        }
        return same ? messages : changed;
    }

    private Message message(At at, Message message) {
        Message result = message;
        if (message.content().orElse(null) instanceof Content.Text text) {
            String changed = at.field("/content").visited(text.text());
            result = changed.equals(text.text()) ? message : message.withContent(Content.of(changed));
        } else if (message.content().orElse(null) instanceof Content.Parts parts) {
            List<Content.Part> changed = parts(at, parts.parts());
            result = changed == parts.parts() ? message : message.withContent(Content.of(changed));
        }
        if (!message.toolCalls().isEmpty()) {
            result = withCalls(at, result);
        }
        Map<String, Object> extras = message.extras().isEmpty() ? message.extras() : extras(at, message.extras());
        if (scope == TextScope.SAID
                || (message.name().isEmpty() && message.toolCallId().isEmpty())) {
            return extras == message.extras()
                    ? result
                    : result.toBuilder().extras(extras).build();
        }
        return labelled(at, result, extras);
    }

    private static Message labelled(At at, Message message, Map<String, Object> extras) {
        Message.Builder builder = message.toBuilder().extras(extras);
        Optional<String> name = message.name().map(at.field("/name")::label);
        Optional<String> answers = message.toolCallId().map(at.field("/tool_call_id")::label);
        name.ifPresent(builder::name);
        answers.ifPresent(builder::toolCallId);
        boolean same =
                extras == message.extras() && name.equals(message.name()) && answers.equals(message.toolCallId());
        return same ? message : builder.build();
    }

    /** Of unknown fields, reasoning is said; the others are only written. */
    private Map<String, Object> extras(At at, Map<String, Object> extras) {
        return scope == TextScope.SAID ? fields(at, extras, REASONING) : fields(at, extras, Set.of());
    }

    private List<Content.Part> parts(At at, List<Content.Part> parts) {
        List<Content.Part> changed = new ArrayList<>(parts.size());
        boolean same = true;
        for (int i = 0; i < parts.size(); i++) {
            Content.Part part = parts.get(i);
            Set<String> said = REASONING.contains(part.type()) ? THOUGHT : TEXT;
            Map<String, Object> fields =
                    fields(at.field("/content/" + i), part.fields(), scope == TextScope.SAID ? said : Set.of());
            part = fields == part.fields() ? part : new Content.Part(part.type(), fields);
            same &= part == parts.get(i);
            changed.add(part);
        }
        return same ? parts : changed;
    }

    private Message withCalls(At at, Message message) {
        List<ToolCall> calls = new ArrayList<>(message.toolCalls());
        boolean same = true;
        for (int i = 0; i < calls.size(); i++) {
            ToolCall call = call(at.field("/tool_calls/" + i), calls.get(i));
            same &= call == calls.get(i);
            calls.set(i, call);
        }
        return same ? message : message.withToolCalls(calls);
    }

    private ToolCall call(At at, ToolCall call) {
        String arguments = at.field("/function/arguments").visited(call.arguments());
        Optional<String> id = call.id().map(each -> label(at.field("/id"), each));
        String name = label(at.field("/function/name"), call.name());
        Map<String, Object> extras = scope == TextScope.SAID ? call.extras() : fields(at, call.extras(), Set.of());
        boolean same = arguments.equals(call.arguments())
                && id.equals(call.id())
                && name == call.name()
                && extras == call.extras();
        return same ? call : new ToolCall(id, name, arguments, extras);
    }

    private List<Tool> tools(List<Tool> tools) {
        List<Tool> changed = new ArrayList<>(tools.size());
        boolean same = true;
        for (int i = 0; i < tools.size(); i++) {
            Tool tool = tool(new At("", 0, "/tools/" + i, Optional.empty()), tools.get(i));
            same &= tool == tools.get(i);
            changed.add(tool);
        }
        return same ? tools : changed;
    }

    private Tool tool(At at, Tool tool) {
        At function = at.field("/function");
        String name = label(function.field("/name"), tool.name());
        Optional<String> description = tool.description().map(function.field("/description")::visited);
        Map<String, Object> parameters = fields(function.field("/parameters"), tool.parameters(), Set.of());
        Map<String, Object> extras = fields(at, tool.extras(), Set.of());
        boolean same = name == tool.name()
                && description.equals(tool.description())
                && parameters == tool.parameters()
                && extras == tool.extras();
        return same ? tool : new Tool(name, description, parameters, extras);
    }

    private Map<String, String> metadata(Map<String, String> metadata) {
        Map<String, String> changed = new LinkedHashMap<>();
        metadata.forEach((name, value) -> {
            At at = new At("", 0, "/metadata", Optional.empty());
            String label = at.label(name);
            changed.put(free(changed, label), at.field("/" + escaped(name)).visited(value));
        });
        return changed.equals(metadata) ? metadata : changed;
    }

    /** A name or id, which only counts where everything that is written does. */
    private String label(At at, String label) {
        if (scope == TextScope.SAID) {
            return label;
        }
        String changed = at.label(label);
        return changed.equals(label) ? label : changed;
    }

    /** The fields of an object; of those, only the ones named, unless none are. */
    private Map<String, Object> fields(At at, Map<String, Object> fields, Set<String> only) {
        Map<String, Object> changed = new LinkedHashMap<>();
        boolean same = true;
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            boolean visited = only.isEmpty() || only.contains(field.getKey());
            At place = at.field("/" + escaped(field.getKey()));
            String name = only.isEmpty() ? at.label(field.getKey()) : field.getKey();
            Object value = visited ? value(place, field.getValue()) : field.getValue();
            same &= name.equals(field.getKey()) && value == field.getValue();
            put(changed, free(changed, name), value);
        }
        return same ? fields : changed;
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object value(At at, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return fields(at, (Map<String, Object>) map, Set.of());
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> changed = new ArrayList<>(list.size());
            boolean same = true;
            for (int i = 0; i < list.size(); i++) {
                Object element = value(at.field("/" + i), list.get(i));
                same &= element == list.get(i);
                changed.add(element);
            }
            return same ? list : changed;
        }
        if (value instanceof String || value instanceof Number) {
            String text = value.toString();
            String changed = at.visited(text);
            return changed.equals(text) ? value : changed;
        }
        return value;
    }

    /** A name that no field has yet; a number follows where two became the same. */
    private static String free(Map<String, ?> taken, String name) {
        String free = name;
        for (int i = 2; taken.containsKey(free); i++) {
            free = name + i;
        }
        return free;
    }

    // JSON null is a value here; the maps' own type has no place for saying so
    @SuppressWarnings("NullAway")
    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        fields.put(name, value);
    }

    private static String escaped(String name) {
        return name.indexOf('~') < 0 && name.indexOf('/') < 0
                ? name
                : name.replace("~", "~0").replace("/", "~1");
    }

    /** A place on the way. */
    private final class At {
        private final String list;
        private final int index;
        private final String field;
        private final Optional<Role> role;

        At(String list, int index, String field, Optional<Role> role) {
            this.list = list;
            this.index = index;
            this.field = field;
            this.role = role;
        }

        At field(String deeper) {
            return new At(list, index, field + deeper, role);
        }

        String visited(String text) {
            return visit.apply(new Passage(list, index, field, role, text, false));
        }

        String label(String text) {
            return visit.apply(new Passage(list, index, field, role, text, true));
        }
    }
}
