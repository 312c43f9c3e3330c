package dev.finetuning.format;

import dev.finetuning.FineTuningException;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.format.detection.FormatDetection;
import dev.finetuning.format.reading.ConversationLog;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.source.Csv;
import dev.finetuning.source.JsonArray;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What must hold of each reader whatever the bytes: it ends, with results or with an error of our own;
 * and what a format accepts it writes so that it reads back equal.
 */
enum FuzzTarget {
    JSON_LINES(bytes -> records(JsonLines.of("fuzz", bytes))),
    JSON_ARRAY(bytes -> records(JsonArray.of("fuzz", bytes))),
    CSV(bytes -> records(Csv.of("fuzz", bytes))),
    GZIP(bytes -> records(JsonLines.of("fuzz", bytes).withLimits(ReadLimits.DEFAULT.withGzip(1 << 22)))),
    CHAT_MESSAGES(bytes -> format(ChatMessages.format(), bytes)),
    PROMPT_COMPLETION(bytes -> format(PromptCompletion.format(), bytes)),
    PLAIN_TEXT(bytes -> format(PlainText.format(), bytes)),
    ALPACA(bytes -> format(Alpaca.format(), bytes)),
    SHARE_GPT(bytes -> format(ShareGpt.format(), bytes)),
    PREFERENCE_PAIRS(FuzzTarget::preferences),
    KTO(bytes -> format(Kto.format(), bytes)),
    REINFORCEMENT_PROMPTS(bytes -> format(ReinforcementPrompts.format(), bytes)),
    VERTEX_CONTENTS(bytes -> format(VertexContents.format(), bytes)),
    LABELLED_TEXT(bytes -> format(LabelledText.of("label"), bytes)),
    FIELD_MAPPING(FuzzTarget::mapping),
    COLUMN_MAPPING(FuzzTarget::columns),
    CONVERSATION_LOG(FuzzTarget::log),
    DATASET_INFO(bytes -> DatasetInfo.parse("fuzz", new String(bytes, StandardCharsets.UTF_8))),
    DETECTION(FuzzTarget::detection);

    private static final Set<String> ENCODING = Set.of("invalid_utf8", "lone_surrogate");

    // none of the functions above holds anything
    @SuppressWarnings("ImmutableEnumChecker")
    private final Consumer<byte[]> property;

    FuzzTarget(Consumer<byte[]> property) {
        this.property = property;
    }

    /** Does nothing where the property holds. */
    void run(byte[] bytes) {
        try {
            property.accept(bytes);
        } catch (FineTuningException typed) {
            if (typed.getMessage() == null || typed.getMessage().isBlank()) {
                throw new AssertionError("an error without a message", typed);
            }
        }
    }

    private static void records(RecordSource source) {
        try (Records records = source.open()) {
            while (records.hasNext()) {
                ReadResult result = records.next();
                check(result.origin().row() > 0 || result instanceof RejectedRecord, "a record has a row");
                if (result instanceof SourceRecord record) {
                    fields(record, records.columns());
                    if (records.columns().isEmpty()) {
                        encoding(record);
                    }
                }
            }
        }
    }

    private static void fields(SourceRecord record, List<String> columns) {
        try {
            int size = record.fields().size();
            check(columns.isEmpty() || size == columns.size(), "a row has a cell for each column");
        } catch (MalformedRecordException rejected) {
            check(!rejected.rejection().code().isBlank(), "a rejection has a code");
        }
    }

    /** A look at all bytes beforehand and a look at them while they are parsed find the same. */
    private static void encoding(SourceRecord record) {
        Optional<RejectedRecord> looked = rejection(record::json);
        Optional<RejectedRecord> parsed =
                rejection(record::fields).filter(rejected -> ENCODING.contains(rejected.code()));
        check(looked.equals(parsed), "a record's encoding is judged the same, parsed or not");
    }

    private static Optional<RejectedRecord> rejection(Runnable read) {
        try {
            read.run();
            return Optional.empty();
        } catch (MalformedRecordException e) {
            return Optional.of(e.rejection());
        }
    }

    private static void format(ExampleFormat format, byte[] bytes) {
        for (Example example : read(format, JsonLines.of("fuzz", bytes))) {
            writtenAndReadBack(format, example);
        }
    }

    private static void preferences(byte[] bytes) {
        for (Example example : read(PreferencePairs.trl(), JsonLines.of("fuzz", bytes))) {
            writtenAndReadBack(PreferencePairs.openAi(), example);
            writtenAndReadBack(PreferencePairs.trl(), example);
            writtenAndReadBack(PreferencePairs.shareGpt(), example);
        }
    }

    private static void mapping(byte[] bytes) {
        FieldMapping mapping = FieldMapping.of(ChatMessages.format())
                .rename("/dialog", "messages")
                .rename("/dialog/+/who", "role")
                .rename("/dialog/+/what", "content")
                .value("/dialog/+/who", "customer", "user");
        read(mapping, JsonLines.of("fuzz", bytes));
    }

    private static void columns(byte[] bytes) {
        ColumnMapping mapping = ColumnMapping.user("a").assistant("b").category("c");
        for (Example example : read(mapping, Csv.of("fuzz", behind("a,b,c\n", bytes)))) {
            mapping.write(example);
        }
    }

    private static void log(byte[] bytes) {
        ConversationLog log = ConversationLog.of("id", "who", "said")
                .agent("agent")
                .time("at")
                .feedback("score")
                .onlyFeedbackFrom(1);
        log.forEach(Csv.of("fuzz", behind("id,who,said,agent,at,score\n", bytes)), example -> {}, rejected -> {});
    }

    private static void detection(byte[] bytes) {
        try {
            Path file = Files.createTempFile("fuzz", ".bin");
            try {
                Files.write(file, bytes);
                check(!FormatDetection.of(file).reasons().isEmpty(), "a detection has reasons");
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Example> read(ExampleFormat format, RecordSource source) {
        List<Example> examples = new ArrayList<>();
        ExampleReader.of(source, format).forEach(examples::add, rejected -> {});
        return examples;
    }

    private static void writtenAndReadBack(ExampleFormat format, Example example) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.writeJson(example, out);
        } catch (UnwritableExampleException refused) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Example> back = read(format, JsonLines.of("written", out.toByteArray()));
        check(back.size() == 1, "what was accepted is written so that it is accepted");
        check(
                Fingerprint.of(back.get(0)).equals(Fingerprint.of(example)),
                "what was written says the same when it is read");
        check(
                back.get(0)
                        .info()
                        .extras()
                        .keySet()
                        .equals(example.info().extras().keySet()),
                "unknown fields are written back");
    }

    private static byte[] behind(String head, byte[] bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(bytes);
        return all.toByteArray();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("it does not hold that " + what);
        }
    }
}
