package dev.finetuning.quality.internal.structure;

import com.google.re2j.Pattern;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Flaw;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Passage;
import dev.finetuning.quality.Severity;
import dev.finetuning.schema.JsonSchema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tool calls of one example can be made and are answered. */
public final class ToolStructure {
    private static final Flaw TOOL_NAME_INVALID = Flaw.error(
            "tool_name_invalid",
            "A tool's name is not made of 1 to 64 letters, digits, underscores and dashes.",
            "Rename the tool, in its calls too.");
    private static final Flaw DUPLICATE_TOOL =
            Flaw.error("duplicate_tool", "Two tools have the same name.", "Remove one of them.");
    private static final Flaw TOOL_ANSWER_WITHOUT_CALL = Flaw.error(
            "tool_answer_without_call",
            "A tool answers a call that was not made just before.",
            "Put the answer right after its call and repeat the call's id.");
    private static final Flaw TOOL_CALL_ON_OTHER_ROLE = Flaw.error(
            "tool_call_on_other_role", "Only the assistant can call tools.", "Move the call to an assistant message.");
    private static final Flaw TOOL_CALL_MISSING_ID = Flaw.warning(
            "tool_call_missing_id",
            "A tool call has no id.",
            "Let the writer of the target format make ids, or add them.");
    private static final Flaw DUPLICATE_TOOL_CALL_ID =
            Flaw.error("duplicate_tool_call_id", "Two tool calls have the same id.", "Give every call its own id.");
    private static final Flaw TOOL_ARGUMENTS_NOT_JSON = Flaw.error(
            "tool_arguments_not_json",
            "The arguments are not the text of one JSON object.",
            "Write them as JSON, {} where there are none.");

    /** The names that every provider accepts. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private final Example example;
    private final ToolSchemas schemas;
    private final Origin origin;
    private final Consumer<Finding> findings;
    private final Map<String, Tool> tools = new LinkedHashMap<>();

    private ToolStructure(Example example, ToolSchemas schemas, Consumer<Finding> findings) {
        this.example = example;
        this.schemas = schemas;
        this.origin = MessageList.origin(example);
        this.findings = findings;
    }

    /** One run over a dataset. */
    public static Check.Inspection begin(Consumer<Finding> findings) {
        ToolSchemas schemas = new ToolSchemas();
        return example -> new ToolStructure(example, schemas, findings).look();
    }

    private void look() {
        for (int i = 0; i < example.tools().size(); i++) {
            declared(example.tools().get(i), "/tools/" + i);
        }
        for (MessageList strand : MessageList.of(example)) {
            look(strand);
        }
    }

    private void declared(Tool tool, String pointer) {
        if (!NAME.matches(tool.name())) {
            findings.accept(TOOL_NAME_INVALID.at(origin, pointer));
        }
        if (tools.put(tool.name(), tool) != null) {
            findings.accept(DUPLICATE_TOOL.at(origin, pointer));
        }
        schemas.of(tool.parameters())
                .problem()
                .ifPresent(problem -> findings.accept(Flaw.warning(
                                "tool_schema_invalid",
                                "The tool's schema cannot be applied: the keyword " + problem.why()
                                        + ". Arguments of its calls are not checked against it.",
                                "Fix the keyword at this place.")
                        .at(origin, pointer + "/function/parameters" + problem.pointer())));
    }

    private void look(MessageList strand) {
        List<Message> messages = strand.messages();
        PendingCalls pending = new PendingCalls();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message.role() == Role.TOOL) {
                answer(strand.at(i), message, pending);
            } else if (pending.any()) {
                unanswered(strand.at(i), pending);
            }
            if (message.role() != Role.ASSISTANT && !message.toolCalls().isEmpty()) {
                report(TOOL_CALL_ON_OTHER_ROLE, strand.at(i).at("/tool_calls"));
            }
            for (int c = 0; c < message.toolCalls().size(); c++) {
                call(strand.at(i).at("/tool_calls/" + c), message.toolCalls().get(c), pending);
            }
        }
    }

    private void answer(Passage place, Message message, PendingCalls pending) {
        if (!pending.answer(message.toolCallId().orElse(null))) {
            report(TOOL_ANSWER_WITHOUT_CALL, place);
        }
    }

    private void unanswered(Passage place, PendingCalls pending) {
        report(
                Flaw.error(
                        "tool_call_unanswered",
                        "The conversation continues although " + pending.count()
                                + " tool calls before it have no answer.",
                        "Add a tool message for each call."),
                place);
        pending.clear();
    }

    private void call(Passage place, ToolCall call, PendingCalls pending) {
        if (call.id().isEmpty()) {
            report(TOOL_CALL_MISSING_ID, place);
        }
        if (!pending.add(call.id().orElse(null))) {
            report(DUPLICATE_TOOL_CALL_ID, place.at("/id"));
        }
        Tool tool = tools.get(call.name());
        if (tool == null) {
            report(
                    new Flaw(
                            "unknown_tool",
                            tools.isEmpty() ? Severity.WARNING : Severity.ERROR,
                            "The called tool is not among the tools of the example.",
                            "Declare the tool, or correct the name."),
                    place.at("/function/name"));
        }
        arguments(place.at("/function/arguments"), call, tool);
    }

    private void arguments(Passage place, ToolCall call, @Nullable Tool tool) {
        Map<String, Object> arguments = jsonObject(call.arguments());
        if (arguments == null) {
            report(TOOL_ARGUMENTS_NOT_JSON, place);
            return;
        }
        Optional<JsonSchema> schema =
                tool == null ? Optional.empty() : schemas.of(tool.parameters()).schema();
        schema.ifPresent(known -> known.faults(arguments)
                .forEach(fault -> report(
                        Flaw.warning(
                                "tool_arguments_invalid",
                                "The arguments do not fit the tool's schema at '" + fault.pointer() + "': they break "
                                        + fault.keyword() + ".",
                                "Fix the arguments or the schema."),
                        place)));
    }

    private void report(Flaw flaw, Passage place) {
        findings.accept(flaw.at(origin, place));
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
