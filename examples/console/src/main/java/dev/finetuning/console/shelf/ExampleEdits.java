package dev.finetuning.console.shelf;

import dev.finetuning.console.input.Fields;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Validation;
import java.util.ArrayList;
import java.util.List;

/** Changes to single examples, each of which makes a revision. */
public final class ExampleEdits {
    private final DatasetShelf shelf;
    private final String by;

    /**
     * Changes by somebody.
     *
     * @param by who
     */
    public ExampleEdits(DatasetShelf shelf, String by) {
        this.shelf = shelf;
        this.by = by;
    }

    /** Adds an example with the fields {@code system}, {@code user}, {@code assistant} and {@code category}. */
    public StoredDataset add(StoredDataset dataset, int revision, Fields fields) {
        Example example = example(fields);
        return shelf.revise(dataset.id(), revision, RowChange.adding(example), by, "added an example");
    }

    /** An example from the fields of a form. */
    public static Example example(Fields fields) {
        List<Message> messages = new ArrayList<>();
        fields.text("system").ifPresent(text -> messages.add(Message.system(text)));
        messages.add(Message.user(fields.require("user")));
        messages.add(Message.assistant(fields.require("assistant")));
        ChatExample example = ChatExample.of(messages.toArray(Message[]::new));
        return fields.text("category", 100)
                .map(category -> example.withInfo(example.info().withMetadata(ExampleInfo.CATEGORY, category)))
                .orElse(example);
    }

    /** Removes the example of a row. */
    public StoredDataset remove(StoredDataset dataset, int revision, int row) {
        return shelf.revise(dataset.id(), revision, RowChange.removing(row), by, "removed row " + row);
    }

    /** Marks the example of a row as validated. */
    public StoredDataset validate(StoredDataset dataset, int revision, int row) {
        return shelf.revise(
                dataset.id(),
                revision,
                RowChange.validating(row, new Validation(by, shelf.now())),
                by,
                "validated row " + row);
    }
}
