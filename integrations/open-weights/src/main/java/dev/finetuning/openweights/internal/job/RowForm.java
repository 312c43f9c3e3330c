package dev.finetuning.openweights.internal.job;

import dev.finetuning.adapter.chat.LineFile;
import dev.finetuning.adapter.chat.MessageForm;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.Tool;
import dev.finetuning.format.FieldLosses;
import dev.finetuning.training.TrainingMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Examples as the worker reads them: {@code messages} with their weights, {@code prompt}, {@code chosen} and {@code
 * rejected}, or {@code prompt}, {@code completion} and {@code label}; {@code tools} beside them. Text alone: what else a message holds is refused, not left out.
 */
public final class RowForm extends MessageForm {
    /** The one form; it has no state. */
    public static final RowForm FORM = new RowForm();

    private static final String NAME = "training data of open weights";
    private static final String TEXT = "text";

    private RowForm() {
        super(NAME);
    }

    @Override
    protected void extras(Message message, Map<String, Object> fields) {
        // chat templates know none that all models share
    }

    @Override
    protected void function(Tool tool, Map<String, Object> function) {
        tool.description().ifPresent(description -> function.put("description", description));
        function.put("parameters", tool.parameters());
    }

    /** The method that trains on an example of that kind, where there is one. */
    static Optional<String> method(Example example) {
        if (example instanceof ChatExample) {
            return Optional.of(TrainingMethod.supervised().name());
        }
        if (example instanceof RatedExample) {
            return Optional.of(TrainingMethod.Kto.AUTO.name());
        }
        return example instanceof PreferenceExample ? Optional.of("preference") : Optional.empty();
    }

    /**
     * An example as a row.
     *
     * @throws dev.finetuning.format.UnwritableExampleException if there is no form for it
     */
    Map<String, Object> row(Example example) {
        Map<String, Object> row = new LinkedHashMap<>();
        if (example instanceof PreferenceExample pair) {
            requireText(pair, Stream.of(pair.messages(), pair.preferred(), pair.rejected()));
            row.put("prompt", messages(pair, pair.messages()));
            row.put("chosen", messages(pair, pair.preferred()));
            row.put("rejected", messages(pair, pair.rejected()));
        } else if (example instanceof ChatExample chat) {
            requireText(chat, Stream.of(chat.messages()));
            row.put("messages", messages(chat, chat.messages()));
        } else if (example instanceof RatedExample rated) {
            int last = rated.messages().size() - 1;
            if (last < 0 || rated.messages().get(last).role() != Role.ASSISTANT) {
                throw unwritable(rated, "it does not end with the answer that is rated");
            }
            requireText(rated, Stream.of(rated.messages()));
            row.put("prompt", messages(rated, rated.messages().subList(0, last)));
            row.put("completion", messages(rated, rated.messages().subList(last, last + 1)));
            row.put("label", rated.desirable());
        } else {
            throw unwritable(
                    example,
                    "it is a " + example.getClass().getSimpleName()
                            + "; conversations, preference pairs and rated answers have a form");
        }
        if (!example.tools().isEmpty()) {
            row.put("tools", tools(example.tools()));
        }
        if (!LineFile.carries(row)) {
            throw unwritable(example, "it holds half a surrogate pair, which UTF-8 cannot carry");
        }
        FieldLosses.checked(NAME, example, row);
        return row;
    }

    private List<Map<String, Object>> messages(Example example, List<Message> messages) {
        return messages.stream().map(message -> trained(message, example)).toList();
    }

    private void requireText(Example example, Stream<List<Message>> conversations) {
        boolean textOnly = conversations
                .flatMap(List::stream)
                .flatMap(message -> message.content().stream())
                .filter(Content.Parts.class::isInstance)
                .map(Content.Parts.class::cast)
                .flatMap(content -> content.parts().stream())
                .allMatch(part -> part.type().equals(TEXT));
        if (!textOnly) {
            throw unwritable(example, "it holds a part that is no text");
        }
    }
}
