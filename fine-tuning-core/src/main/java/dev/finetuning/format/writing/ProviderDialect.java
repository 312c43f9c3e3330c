package dev.finetuning.format.writing;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.LostField;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A format as a provider or trainer takes it: the same records, but not every example. Immutable. */
final class ProviderDialect implements ExampleFormat {
    private static final Set<String> THINKING_PARTS = Set.of("thinking", "redacted_thinking", "reasoning");

    private final String provider;
    private final ExampleFormat format;
    private final UnaryOperator<Example> form;
    private final List<Function<Example, Optional<String>>> rules;
    private final boolean table;

    private ProviderDialect(
            String provider,
            ExampleFormat format,
            UnaryOperator<Example> form,
            List<Function<Example, Optional<String>>> rules,
            boolean table) {
        this.provider = provider;
        this.format = format;
        this.form = form;
        this.rules = rules;
        this.table = table;
    }

    static ProviderDialect of(String provider, ExampleFormat format) {
        return new ProviderDialect(provider, format, UnaryOperator.identity(), List.of(), false);
    }

    private ProviderDialect rule(Function<Example, Optional<String>> rule) {
        List<Function<Example, Optional<String>>> more = new ArrayList<>(rules);
        more.add(rule);
        return new ProviderDialect(provider, format, form, List.copyOf(more), table);
    }

    /** Read there by a reader of tables, which takes the columns of all lines from the first ones. */
    ProviderDialect asTable() {
        return new ProviderDialect(provider, format, form, rules, true);
    }

    boolean isTable() {
        return table;
    }

    private ProviderDialect eachMessage(Function<Message, Optional<String>> rule) {
        return rule(example -> all(example).stream()
                .flatMap(message -> rule.apply(message).stream())
                .findFirst());
    }

    /** Refuses fields that change the meaning of an example and are not read there. */
    ProviderDialect reads(String... fields) {
        Set<String> known = Set.of(fields);
        return rule(example -> example.info().extras().keySet().stream()
                        .filter(name -> unread(name, known))
                        .findFirst()
                        .map(name -> "it has no place for the field " + name))
                .eachMessage(message -> message.extras().keySet().stream()
                        .filter(name -> unread(name, known))
                        .findFirst()
                        .map(name -> "it has no place for " + name + " in a message"));
    }

    private static boolean unread(String name, Set<String> known) {
        return LostField.changesMeaning(name) && !known.contains(name);
    }

    /** Refuses the model's thinking in parts of the content. */
    ProviderDialect withoutThinkingParts() {
        return eachMessage(message -> parts(message).stream()
                .filter(part -> THINKING_PARTS.contains(part.type()))
                .findFirst()
                .map(part -> "it has no place for a part of type " + part.type()));
    }

    /** Refuses what is said by the developer. */
    ProviderDialect withoutDeveloper() {
        return eachMessage(
                message -> message.role() == Role.DEVELOPER ? Optional.of("it knows no developer") : Optional.empty());
    }

    /** Refuses answers that are not to be trained on, where all are. */
    ProviderDialect withoutWeights() {
        return eachMessage(
                message -> message.role() == Role.ASSISTANT && message.weight().orElse(1) != 1
                        ? Optional.of("it trains on every answer, whatever its weight")
                        : Optional.empty());
    }

    /** Refuses fields in messages and parts that are not among those of chat APIs, and instructions in parts. */
    ProviderDialect strict() {
        return eachMessage(message -> message.extras().keySet().stream()
                        .filter(name -> !name.equals("prefix"))
                        .findFirst()
                        .map(name -> "it takes no unknown fields in messages, such as " + name))
                .eachMessage(message -> message.name().isPresent() && message.role() != Role.TOOL
                        ? Optional.of("it has no place for speakers' names")
                        : Optional.empty())
                .eachMessage(ProviderDialect::oddPart);
    }

    private static Optional<String> oddPart(Message message) {
        if (message.role() == Role.SYSTEM && message.content().orElse(null) instanceof Content.Parts) {
            return Optional.of("it takes instructions as text only, not in parts");
        }
        for (Content.Part part : parts(message)) {
            Set<String> fields = new HashSet<>(part.fields().keySet());
            fields.remove(part.type());
            if (!Set.of("text", "image_url").contains(part.type()) || !fields.isEmpty()) {
                return Optional.of("it takes parts of text and images without any other field");
            }
        }
        return Optional.empty();
    }

    /** Gives calls without ids some, as an upload does; refuses ids of another form, and answers to no call. */
    ProviderDialect withCallIds() {
        ProviderDialect completing =
                new ProviderDialect(provider, format, each -> form.apply(ToolCallIds.completed(each)), rules, table);
        return completing.eachMessage(message -> {
            for (ToolCall call : message.toolCalls()) {
                if (call.id().filter(ToolCallIds::wellFormed).isEmpty()) {
                    return Optional.of("a call's id is nine letters and digits");
                }
            }
            return message.role() == Role.TOOL
                            && message.toolCallId()
                                    .filter(ToolCallIds::wellFormed)
                                    .isEmpty()
                    ? Optional.of("a tool's answer names its call by nine letters and digits")
                    : Optional.empty();
        });
    }

    /** Refuses conversations that do not alternate between what is trained on and what is not. */
    ProviderDialect alternating() {
        return rule(example -> {
            List<Message> messages = example.messages();
            int first = !messages.isEmpty() && messages.get(0).role() == Role.SYSTEM ? 1 : 0;
            for (int i = first; i < messages.size(); i++) {
                Role role = messages.get(i).role();
                boolean asks = role == Role.USER || role == Role.TOOL;
                if (asks != ((i - first) % 2 == 0) || role == Role.SYSTEM) {
                    return Optional.of("turns must alternate, beginning with the user, with one answer of a tool each");
                }
            }
            int answered = example instanceof PreferenceExample ? 1 : 0;
            return (messages.size() - first) % 2 != answered || messages.size() == first
                    ? Optional.of("the last turn must be an answer")
                    : Optional.empty();
        });
    }

    /** Refuses two turns of the same speaker in a row, calls and tools apart. */
    ProviderDialect takingTurns() {
        return rule(example -> {
            Role last = null;
            for (Message message : example.messages()) {
                Role role = message.role();
                if (role == last && role != Role.TOOL) {
                    return Optional.of("user and assistant must alternate");
                }
                last = role;
            }
            return example instanceof ChatExample
                            && example.messages().stream().noneMatch(message -> message.role() == Role.ASSISTANT)
                    ? Optional.of("it needs at least one answer")
                    : Optional.empty();
        });
    }

    /** Refuses conversations that end before the answer, and instructions after one. */
    ProviderDialect endingWithAnswer() {
        return rule(example -> {
            List<Message> messages = example.messages();
            for (int i = 1; i < messages.size(); i++) {
                Role before = messages.get(i - 1).role();
                if (messages.get(i).role() == Role.SYSTEM && (before == Role.ASSISTANT || before == Role.TOOL)) {
                    return Optional.of("it takes no instruction after an answer");
                }
            }
            return messages.isEmpty() || messages.get(messages.size() - 1).role() != Role.ASSISTANT
                    ? Optional.of("the last message must be an answer")
                    : Optional.empty();
        });
    }

    /** Refuses turns without anything said or called. */
    ProviderDialect sayingSomething() {
        return eachMessage(
                message -> message.content().isEmpty() && message.toolCalls().isEmpty()
                        ? Optional.of("a turn must say something")
                        : Optional.empty());
    }

    /** Refuses answers of a pair with messages of others than assistant and tools. */
    ProviderDialect answersOnly() {
        return rule(example -> example instanceof PreferenceExample pair
                        && (speaksAnother(pair.preferred()) || speaksAnother(pair.rejected()))
                ? Optional.of("an answer of a pair must not contain a user's turn or an instruction")
                : Optional.empty());
    }

    private static boolean speaksAnother(List<Message> answer) {
        return answer.isEmpty()
                || answer.stream().anyMatch(message -> message.role() != Role.ASSISTANT && message.role() != Role.TOOL);
    }

    private static List<Message> all(Example example) {
        if (!(example instanceof PreferenceExample pair)) {
            return example.messages();
        }
        List<Message> all = new ArrayList<>(pair.messages());
        all.addAll(pair.preferred());
        all.addAll(pair.rejected());
        return all;
    }

    private static List<Content.Part> parts(Message message) {
        return message.content().orElse(null) instanceof Content.Parts parts ? parts.parts() : List.of();
    }

    @Override
    public String name() {
        return format.name() + " for " + provider;
    }

    @Override
    public void checkColumns(String source, List<String> columns) {
        format.checkColumns(source, columns);
    }

    @Override
    public Example read(SourceRecord record) {
        return format.read(record);
    }

    @Override
    public Map<String, Object> write(Example example) {
        return format.write(checked(example));
    }

    @Override
    public void writeJson(Example example, OutputStream out) throws IOException {
        format.writeJson(checked(example), out);
    }

    private Example checked(Example example) {
        Example formed = form.apply(example);
        for (Function<Example, Optional<String>> rule : rules) {
            rule.apply(formed).ifPresent(obstacle -> {
                throw new UnwritableExampleException(name(), example, obstacle);
            });
        }
        return formed;
    }
}
