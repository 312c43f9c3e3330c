package dev.finetuning.mistral.checks;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.mistral.tokens.TokenizerVersion;
import dev.finetuning.schema.JsonSchema;
import dev.finetuning.schema.SchemaDraft;
import dev.finetuning.schema.SchemaProblem;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tools are declared completely, and calls name them. */
final class ToolRules {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final String NAME_REMEDY = "Rename it in every place, or let MistralRemedies.functionNames() do it.";

    private final ChatExample example;
    private final Place place;
    private final TokenizerVersion version;

    ToolRules(ChatExample example, Place place, TokenizerVersion version) {
        this.example = example;
        this.place = place;
        this.version = version;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    void look() {
        if (!example.tools().isEmpty() && example.info().extras().containsKey("available_tools")) {
            place.at("/available_tools")
                    .error("two_tool_lists", "There are both tools and available_tools.", "Keep tools.");
        }
        for (int i = 0; i < example.tools().size(); i++) {
            declared(example.tools().get(i), place.at("/tools/" + i));
        }
        Set<String> names = example.tools().stream().map(Tool::name).collect(Collectors.toSet());
        for (int i = 0; i < example.messages().size(); i++) {
            used(example.messages().get(i), place.message(i), names);
        }
        if (version == TokenizerVersion.V1 && usesTools()) {
            place.error(
                    "tools_unsupported",
                    "The instruct format v1 has no place for tools.",
                    "Train a model of a later format.");
        }
    }

    private boolean usesTools() {
        return !example.tools().isEmpty()
                || example.messages().stream()
                        .anyMatch(m -> m.role() == Role.TOOL || !m.toolCalls().isEmpty());
    }

    private void declared(Tool tool, Place at) {
        if (tool.extras().get("type") instanceof String) {
            at.error("tool_not_function", "The tool is not a function.", "Describe it as a function, or remove it.");
            return;
        }
        name(tool.name(), at.at("/function/name"));
        if (tool.description().isEmpty()) {
            at.at("/function")
                    .warning(
                            "tool_description_missing",
                            "The tool has no description; an empty one is written.",
                            "Say what the tool does.");
        }
        // the tokenizer's validator holds every schema to draft 7, whatever it names, and to its meta-schema alone
        JsonSchema.problems(tool.parameters(), SchemaDraft.DRAFT_7).stream()
                .filter(problem -> problem.kind() == SchemaProblem.Kind.MALFORMED)
                .findFirst()
                .ifPresent(problem -> at.at("/function/parameters" + problem.pointer())
                        .error(
                                "tool_schema_invalid",
                                "The parameters are not a JSON schema of draft 7.",
                                "Fix the keyword at this place."));
    }

    private void used(Message message, Place at, Set<String> names) {
        if (message.role() == Role.TOOL) {
            message.name().ifPresent(name -> name(name, at.at("/name")));
        }
        List<ToolCall> calls = message.toolCalls();
        if (!calls.isEmpty() && message.role() != Role.ASSISTANT) {
            at.at("/tool_calls")
                    .error("tool_calls_by_other_role", "Only the assistant may call tools.", "Remove the calls.");
            return;
        }
        for (int c = 0; c < calls.size(); c++) {
            Place function = at.at("/tool_calls/" + c + "/function/name");
            name(calls.get(c).name(), function);
            if (!names.contains(calls.get(c).name())) {
                function.warning(
                        "unknown_tool",
                        "The called tool is not among the tools of the example.",
                        "Declare every tool that is called in tools.");
            }
        }
    }

    private static void name(String name, Place at) {
        if (!isName(name)) {
            at.error(
                    "function_name",
                    "The name is not made of 1 to 64 letters, digits, underscores and dashes.",
                    NAME_REMEDY);
        }
    }
}
