package dev.finetuning.quality;

import com.google.re2j.Pattern;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tool calls of one example can be made and are answered. */
final class ToolStructure {
    /** The names that every host accepts. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private final Example example;
    private final Origin origin;
    private final Consumer<Finding> findings;
    private final Map<String, Tool> tools = new LinkedHashMap<>();

    ToolStructure(Example example, Consumer<Finding> findings) {
        this.example = example;
        this.origin = Strand.origin(example);
        this.findings = findings;
    }

    void look() {
        for (int i = 0; i < example.tools().size(); i++) {
            declared(example.tools().get(i), "/tools/" + i);
        }
        for (Strand strand : Strand.of(example)) {
            look(strand);
        }
    }

    private void declared(Tool tool, String pointer) {
        if (!NAME.matches(tool.name())) {
            findings.accept(new Finding(
                    "tool_name_invalid",
                    Severity.ERROR,
                    origin,
                    null,
                    pointer,
                    "A tool's name is not made of 1 to 64 letters, digits, underscores and dashes.",
                    "Rename the tool, in its calls too."));
        }
        if (tools.put(tool.name(), tool) != null) {
            findings.accept(new Finding(
                    "duplicate_tool",
                    Severity.ERROR,
                    origin,
                    null,
                    pointer,
                    "Two tools have the same name.",
                    "Remove one of them."));
        }
    }

    private void look(Strand strand) {
        List<Message> messages = strand.messages();
        PendingCalls pending = new PendingCalls();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message.role() == Role.TOOL) {
                answer(strand.at(i), message, pending);
            } else if (pending.any()) {
                unanswered(strand.at(i), pending);
            }
            for (int c = 0; c < message.toolCalls().size(); c++) {
                call(strand.at(i).at("/tool_calls/" + c), message.toolCalls().get(c), pending);
            }
        }
    }

    private void answer(Passage place, Message message, PendingCalls pending) {
        if (!pending.answer(message.toolCallId())) {
            report(
                    "tool_answer_without_call",
                    Severity.ERROR,
                    place,
                    "A tool answers a call that was not made just before.",
                    "Put the answer right after its call and repeat the call's id.");
        }
    }

    private void unanswered(Passage place, PendingCalls pending) {
        report(
                "tool_call_unanswered",
                Severity.ERROR,
                place,
                "The conversation goes on although " + pending.count() + " tool calls before it have no answer.",
                "Add a tool message for each call.");
        pending.clear();
    }

    private void call(Passage place, ToolCall call, PendingCalls pending) {
        if (call.id() == null) {
            report(
                    "tool_call_missing_id",
                    Severity.WARNING,
                    place,
                    "A tool call has no id.",
                    "Let the writer of the target format make ids, or add them.");
        }
        if (!pending.add(call.id())) {
            report(
                    "duplicate_tool_call_id",
                    Severity.ERROR,
                    place.at("/id"),
                    "Two tool calls have the same id.",
                    "Give every call an id of its own.");
        }
        Tool tool = tools.get(call.name());
        if (tool == null) {
            report(
                    "unknown_tool",
                    tools.isEmpty() ? Severity.WARNING : Severity.ERROR,
                    place.at("/function/name"),
                    "The called tool is not among the tools of the example.",
                    "Declare the tool, or mend the name.");
        }
        arguments(place.at("/function/arguments"), call, tool);
    }

    private void arguments(Passage place, ToolCall call, @Nullable Tool tool) {
        Map<String, Object> arguments = jsonObject(call.arguments());
        if (arguments == null) {
            report(
                    "tool_arguments_not_json",
                    Severity.ERROR,
                    place,
                    "The arguments are not the text of one JSON object.",
                    "Write them as JSON, {} where there are none.");
            return;
        }
        if (tool != null && !tool.parameters().isEmpty()) {
            new SchemaFit((pointer, problem) -> report(
                            "tool_arguments_invalid",
                            Severity.WARNING,
                            place,
                            "The arguments do not fit the tool's schema at '" + pointer + "': " + problem + ".",
                            "Mend the arguments or the schema."))
                    .check(tool.parameters(), arguments);
        }
    }

    private void report(String code, Severity severity, Passage place, String message, String remedy) {
        findings.accept(Finding.ofMessage(code, severity, origin, place, message, remedy));
    }

    /** The calls that wait for an answer. Some files have no ids; their calls are answered in order. */
    private static final class PendingCalls {
        private final Set<String> everSeen = new HashSet<>();
        private final Set<String> waiting = new HashSet<>();
        private int withoutId;

        boolean add(@Nullable String id) {
            if (id == null) {
                withoutId++;
                return true;
            }
            waiting.add(id);
            return everSeen.add(id);
        }

        boolean answer(@Nullable String id) {
            if (id != null && waiting.remove(id)) {
                return true;
            }
            if (withoutId > 0) {
                withoutId--;
                return true;
            }
            return id == null && waiting.size() == 1 && waiting.removeIf(any -> true);
        }

        boolean any() {
            return count() > 0;
        }

        int count() {
            return withoutId + waiting.size();
        }

        void clear() {
            withoutId = 0;
            waiting.clear();
        }
    }

    /** The object that a model wrote into a text, or null where it wrote something else. */
    private static @Nullable Map<String, Object> jsonObject(String text) {
        try {
            return StrictJson.standard().object(text);
        } catch (JsonFault e) {
            return null;
        }
    }
}
