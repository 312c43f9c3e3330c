package dev.finetuning.quickstart;

import dev.finetuning.FineTuningException;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.dataset.TooManyRejectedException;
import dev.finetuning.dataset.UnsplittableDatasetException;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.mistral.tokens.UnreadableTokenizerException;
import dev.finetuning.quality.UnacceptableDatasetException;
import dev.finetuning.quickstart.Options.Option;
import dev.finetuning.run.TooFewExamplesException;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.UnreadableSourceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what the options name into datasets. */
final class Inputs {
    private static final String SHIPPED = "support.csv";
    private static final List<Class<? extends FineTuningException>> ABOUT_INPUT = List.of(
            UnreadableSourceException.class,
            MalformedRecordException.class,
            TooManyRejectedException.class,
            UnsplittableDatasetException.class,
            UnacceptableDatasetException.class,
            TooFewExamplesException.class,
            UnreadableTokenizerException.class);

    private final Options options;

    Inputs(Options options) {
        this.options = options;
    }

    /** Whether a failure is about what was handed in, not about what was done with it. */
    static boolean isAbout(FineTuningException failure) {
        return ABOUT_INPUT.stream().anyMatch(type -> type.isInstance(failure));
    }

    /** The model's name: as asked for, or the input's file name without its ending. */
    String name() {
        String file = options.path(Option.INPUT)
                .map(Path::getFileName)
                .map(Path::toString)
                .orElse(SHIPPED);
        String stem = file.contains(".") ? file.substring(0, file.lastIndexOf('.')) : file;
        return options.text(Option.NAME, stem.isBlank() ? "model" : stem);
    }

    /** The examples to learn from. */
    Dataset training() {
        Optional<Path> file = options.path(Option.INPUT);
        return file.isPresent() ? read(name(), file.get()) : shipped();
    }

    /** The examples of the test file, where one is named. */
    Optional<Dataset> test() {
        return options.path(Option.TEST).map(file -> read(name() + "-test", file));
    }

    private Dataset shipped() {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Inputs.class.getResourceAsStream("/" + SHIPPED), StandardCharsets.UTF_8))) {
            return Dataset.builder(name())
                    .addCsv(SHIPPED, reader, columns(true))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the questions that ship with this", e);
        }
    }

    private Dataset read(String name, Path file) {
        String lower = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        DatasetBuilder builder = Dataset.builder(name);
        if (lower.endsWith(".jsonl") || lower.endsWith(".ndjson")) {
            builder.addJsonLines(file, ChatMessages.format());
        } else if (lower.endsWith(".json")) {
            builder.addJson(file, ChatMessages.format());
        } else {
            builder.addCsv(file, columns(!options.has(Option.USER)));
        }
        return builder.build();
    }

    private ColumnMapping columns(boolean shippedForm) {
        ColumnMapping mapping = ColumnMapping.user(options.text(Option.USER, "question"))
                .assistant(options.text(Option.ASSISTANT, "answer"));
        Optional<String> category = options.text(Option.CATEGORY).or(() -> Optional.of("category"));
        if (shippedForm || options.has(Option.CATEGORY)) {
            mapping = mapping.category(category.orElseThrow());
        }
        if (options.has(Option.GROUP)) {
            mapping = mapping.group(options.text(Option.GROUP, ""));
        }
        return options.has(Option.SYSTEM) ? mapping.systemText(options.text(Option.SYSTEM, "")) : mapping;
    }
}
