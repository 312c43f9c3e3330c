package dev.finetuning.quality;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
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
        Map<String, Object> extras = FieldWalk.fields(outside(""), info.extras(), Set.of());
        Map<String, String> metadata = scope == TextScope.METADATA ? metadata(info.metadata()) : info.metadata();
        return extras == info.extras() && metadata == info.metadata()
                ? walked
                : walked.withInfo(new ExampleInfo(metadata, info.provenance(), info.validation(), extras));
    }

    private Example content(Example example) {
        if (example instanceof TextExample text) {
            String changed = outside("/text").visited(text.text());
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
                    : FieldWalk.fields(outside(""), prompt.reference(), Set.of());
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
            Message message = message(
                    new PassagePlace(
                            visit, list, i, "", Optional.of(messages.get(i).role())),
                    messages.get(i));
            same &= message == messages.get(i);
            changed.add(message);
        }
        return same ? messages : changed;
    }

    private Message message(PassagePlace at, Message message) {
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

    private static Message labelled(PassagePlace at, Message message, Map<String, Object> extras) {
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
    private Map<String, Object> extras(PassagePlace at, Map<String, Object> extras) {
        return scope == TextScope.SAID
                ? FieldWalk.fields(at, extras, REASONING)
                : FieldWalk.fields(at, extras, Set.of());
    }

    private List<Content.Part> parts(PassagePlace at, List<Content.Part> parts) {
        List<Content.Part> changed = new ArrayList<>(parts.size());
        boolean same = true;
        for (int i = 0; i < parts.size(); i++) {
            Content.Part part = parts.get(i);
            Set<String> said = REASONING.contains(part.type()) ? THOUGHT : TEXT;
            Map<String, Object> fields = FieldWalk.fields(
                    at.field("/content/" + i), part.fields(), scope == TextScope.SAID ? said : Set.of());
            part = fields == part.fields() ? part : new Content.Part(part.type(), fields);
            same &= part == parts.get(i);
            changed.add(part);
        }
        return same ? parts : changed;
    }

    private Message withCalls(PassagePlace at, Message message) {
        List<ToolCall> calls = new ArrayList<>(message.toolCalls());
        boolean same = true;
        for (int i = 0; i < calls.size(); i++) {
            ToolCall call = call(at.field("/tool_calls/" + i), calls.get(i));
            same &= call == calls.get(i);
            calls.set(i, call);
        }
        return same ? message : message.withToolCalls(calls);
    }

    private ToolCall call(PassagePlace at, ToolCall call) {
        String arguments = at.field("/function/arguments").visited(call.arguments());
        Optional<String> id = call.id().map(each -> label(at.field("/id"), each));
        String name = label(at.field("/function/name"), call.name());
        Map<String, Object> extras =
                scope == TextScope.SAID ? call.extras() : FieldWalk.fields(at, call.extras(), Set.of());
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
            Tool tool = tool(outside("/tools/" + i), tools.get(i));
            same &= tool == tools.get(i);
            changed.add(tool);
        }
        return same ? tools : changed;
    }

    private Tool tool(PassagePlace at, Tool tool) {
        PassagePlace function = at.field("/function");
        String name = label(function.field("/name"), tool.name());
        Optional<String> description = tool.description().map(function.field("/description")::visited);
        Map<String, Object> parameters = FieldWalk.fields(function.field("/parameters"), tool.parameters(), Set.of());
        Map<String, Object> extras = FieldWalk.fields(at, tool.extras(), Set.of());
        boolean same = name == tool.name()
                && description.equals(tool.description())
                && parameters == tool.parameters()
                && extras == tool.extras();
        return same ? tool : new Tool(name, description, parameters, extras);
    }

    private Map<String, String> metadata(Map<String, String> metadata) {
        Map<String, String> changed = new LinkedHashMap<>();
        metadata.forEach((name, value) -> {
            PassagePlace at = outside("/metadata");
            String label = at.label(name);
            changed.put(
                    FieldWalk.free(changed, label),
                    at.field("/" + FieldWalk.escaped(name)).visited(value));
        });
        return changed.equals(metadata) ? metadata : changed;
    }

    /** A name or id, which only counts where everything that is written does. */
    private String label(PassagePlace at, String label) {
        if (scope == TextScope.SAID) {
            return label;
        }
        String changed = at.label(label);
        return changed.equals(label) ? label : changed;
    }

    private PassagePlace outside(String field) {
        return new PassagePlace(visit, "", 0, field, Optional.empty());
    }
}
