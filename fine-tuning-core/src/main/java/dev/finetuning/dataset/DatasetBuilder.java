package dev.finetuning.dataset;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Validation;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.detection.FormatDetection;
import dev.finetuning.format.reading.ConversationLog;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.source.Csv;
import dev.finetuning.source.JsonArray;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.RejectedRecord;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Collects examples for a {@link Dataset}. Sources are read immediately. If a source as a whole cannot be
 * used, the call throws {@link dev.finetuning.source.UnreadableSourceException} and adds nothing; a single
 * bad record is kept in {@link Dataset#rejected}. Not thread-safe.
 */
public final class DatasetBuilder {
    final String name;
    final List<Example> examples = new ArrayList<>();
    final List<RejectedRecord> rejected = new ArrayList<>();
    String description = "";
    String version = "1.0.0";
    Instant created;
    private Clock clock = Clock.systemUTC();
    private RejectLimit limit = RejectLimit.standard();

    DatasetBuilder(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name must not be blank");
        }
        this.name = name;
        this.created = clock.instant();
    }

    /** What the dataset is for. */
    public DatasetBuilder description(String text) {
        description = text;
        return this;
    }

    /** Sets the version. */
    public DatasetBuilder version(String text) {
        version = text;
        return this;
    }

    /** The clock that stamps {@link Dataset#created} and {@link Dataset#updated}. */
    public DatasetBuilder clock(Clock newClock) {
        clock = newClock;
        created = newClock.instant();
        return this;
    }

    /** How many rejected records are too many; {@link RejectLimit#standard} by default. Set it before reading. */
    public DatasetBuilder rejectLimit(RejectLimit newLimit) {
        limit = newLimit;
        return this;
    }

    /** Adds an example. */
    public DatasetBuilder add(Example example) {
        examples.add(example);
        return this;
    }

    /** Adds a conversation made of messages. */
    public DatasetBuilder addConversation(Message... messages) {
        return add(ChatExample.of(messages));
    }

    /**
     * Adds a conversation.
     *
     * @param system the system prompt; empty for none
     * @param turns what user and assistant say in turn, starting with the user
     */
    public DatasetBuilder addConversation(String system, String... turns) {
        return addConversation(Map.of(), system, turns);
    }

    /** Adds a conversation with metadata. */
    public DatasetBuilder addConversation(Map<String, String> metadata, String system, String... turns) {
        List<Message> messages = new ArrayList<>();
        if (!system.isEmpty()) {
            messages.add(Message.system(system));
        }
        for (int i = 0; i < turns.length; i++) {
            messages.add(i % 2 == 0 ? Message.user(turns[i]) : Message.assistant(turns[i]));
        }
        ExampleInfo info = new ExampleInfo(metadata, ExampleInfo.NONE.provenance());
        return add(new ChatExample(messages, List.of(), info));
    }

    /** Adds a CSV file's rows. */
    public DatasetBuilder addCsv(Path file, ColumnMapping mapping) {
        return add(Csv.of(file), mapping);
    }

    /** Adds the rows of a CSV text. */
    public DatasetBuilder addCsvText(String text, ColumnMapping mapping) {
        return add(Csv.ofText(text), mapping);
    }

    /** Adds the rows from a reader and closes it. */
    public DatasetBuilder addCsv(String sourceName, Reader reader, ColumnMapping mapping) {
        return add(Csv.of(sourceName, reader), mapping);
    }

    /** Adds the examples in a file, after detecting its format; see {@link FormatDetection}. */
    public DatasetBuilder add(Path file) {
        FormatDetection detection = FormatDetection.of(file);
        return add(detection.source(), detection.format());
    }

    /** Adds the examples in a file that may be compressed, within the limits. */
    public DatasetBuilder add(Path file, ReadLimits limits) {
        FormatDetection detection = FormatDetection.of(file, limits);
        return add(detection.source(), detection.format());
    }

    /**
     * Adds the conversations of a log.
     *
     * @throws TooManyRejectedException if more records are rejected than the limit allows
     */
    public DatasetBuilder addConversations(RecordSource source, ConversationLog log) {
        return addAll(source.name(), (each, rejections) -> log.forEach(source, each, rejections));
    }

    /** Adds the elements of a JSON array text. */
    public DatasetBuilder addJsonText(String text, ExampleFormat format) {
        return add(JsonArray.ofText(text), format);
    }

    /** Adds the lines of a JSON Lines text. */
    public DatasetBuilder addJsonLinesText(String text, ExampleFormat format) {
        return add(JsonLines.ofText(text), format);
    }

    /** Adds the elements of a JSON array file. */
    public DatasetBuilder addJson(Path file, ExampleFormat format) {
        return add(JsonArray.of(file), format);
    }

    /** Adds the lines of a JSON Lines file. */
    public DatasetBuilder addJsonLines(Path file, ExampleFormat format) {
        return add(JsonLines.of(file), format);
    }

    /**
     * Adds the records of a source.
     *
     * @throws TooManyRejectedException if more records are rejected than the limit allows
     */
    public DatasetBuilder add(RecordSource source, ExampleFormat format) {
        return addAll(source.name(), ExampleReader.of(source, format)::forEach);
    }

    private DatasetBuilder addAll(String source, BiConsumer<Consumer<Example>, Consumer<RejectedRecord>> reader) {
        List<Example> read = new ArrayList<>();
        List<RejectedRecord> refused = new ArrayList<>();
        try {
            reader.accept(read::add, rejection -> {
                refused.add(rejection);
                limit.checkCount(source, refused.size(), rejection);
            });
            RejectedRecord last = refused.isEmpty() ? null : refused.get(refused.size() - 1);
            limit.checkShare(source, refused.size(), read.size(), last);
        } catch (TooManyRejectedException e) {
            throw e.of(refused);
        }
        examples.addAll(read);
        rejected.addAll(refused);
        return this;
    }

    /** Marks the matching examples as validated. */
    public DatasetBuilder markValidated(Predicate<? super Example> which, String by, Instant at) {
        Validation validation = new Validation(by, at);
        examples.replaceAll(
                example -> which.test(example) ? example.withInfo(example.info().withValidation(validation)) : example);
        return this;
    }

    /**
     * Marks one example as validated.
     *
     * @param index its position, counted from 0
     */
    public DatasetBuilder markValidated(int index, String by, Instant at) {
        Example example = examples.get(index);
        examples.set(index, example.withInfo(example.info().withValidation(new Validation(by, at))));
        return this;
    }

    /** Removes the example at a position, counted from 0. */
    public DatasetBuilder remove(int index) {
        examples.remove(index);
        return this;
    }

    /** Removes the examples that match. */
    public DatasetBuilder remove(Predicate<? super Example> which) {
        examples.removeIf(which);
        return this;
    }

    /** Keeps only the examples that match. */
    public DatasetBuilder filter(Predicate<? super Example> wanted) {
        examples.removeIf(wanted.negate());
        return this;
    }

    /** How many examples there are so far. */
    public int size() {
        return examples.size();
    }

    /** Builds the dataset. */
    public Dataset build() {
        return new Dataset(this, clock.instant());
    }
}
