package dev.finetuning.run.internal.stored;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Origin;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.journal.LaterEntryException;
import dev.finetuning.source.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An example as a line of a run's data: its content in its kind's format, and what is known about it. */
public final class StoredExample {
    private static final String RECORD = "record";
    private static final String METADATA = "metadata";
    private static final String PROVENANCE = "provenance";
    private static final String KIND = "kind";
    private static final String EXTRAS = "extras";
    private static final Map<String, Class<? extends Example>> KINDS = Map.of(
            "chat", ChatExample.class,
            "preference", PreferenceExample.class,
            "prompt", PromptExample.class,
            "rated", RatedExample.class,
            "text", TextExample.class);

    private StoredExample() {}

    public static void write(Example example, OutputStream out) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(KIND, kindOf(example));
        line.put(METADATA, example.info().metadata());
        line.put(PROVENANCE, StoredProvenance.write(example.info()));
        Example bare = example;
        if (!example.info().extras().isEmpty()) {
            // beside the content they could be read as part of it, as a prompt's reference is
            line.put(EXTRAS, example.info().extras());
            bare = example.withInfo(ExampleInfo.NONE);
        }
        line.put(RECORD, ExampleFormat.carrying(example.getClass()).write(bare));
        out.write(JsonText.bytes(line));
        out.write('\n');
    }

    /** The line of an example, without its end, for journals. */
    public static String line(Example example) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            write(example, line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    /**
     * The example of such a line.
     *
     * @param stream the stream of the journal that holds the line
     * @throws IllegalArgumentException if it is none
     * @throws LaterEntryException if it is of a kind that a later version added
     */
    public static Example ofLine(String stream, String line) {
        try {
            return readAll(stream, (line + "\n").getBytes(StandardCharsets.UTF_8))
                    .get(0);
        } catch (LaterKind e) {
            throw new LaterEntryException(stream, e.kind);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a stored example", e);
        }
    }

    private static String kindOf(Example example) {
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue().isInstance(example))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /**
     * The examples in a file of such lines.
     *
     * @throws IOException if a line is none, or of a kind that a later version added
     */
    public static List<Example> readAll(String source, byte[] bytes) throws IOException {
        List<Example> examples = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                examples.add(
                        read(bytes, start, i - start, new Origin(source, examples.size() + 1, examples.size() + 1)));
                start = i + 1;
            }
        }
        return examples;
    }

    private static Class<? extends Example> kind(Map<String, Object> line, Origin origin) throws LaterKind {
        String name = (String) Objects.requireNonNull(line.get(KIND));
        Class<? extends Example> kind = KINDS.get(name);
        if (kind == null) {
            throw new LaterKind(origin, name);
        }
        return kind;
    }

    /** An example of a kind that a later version added. */
    private static final class LaterKind extends IOException {
        private static final long serialVersionUID = 1L;

        private final String kind;

        LaterKind(Origin origin, String kind) {
            super(origin + " is an example of the kind " + kind + ", which a later version added: upgrade");
            this.kind = kind;
        }
    }

    /**
     * The example of a line without its end.
     *
     * @param number the line's number, from 1
     */
    static Example read(String source, long number, byte[] line) throws IOException {
        return read(line, 0, line.length, new Origin(source, number, number));
    }

    @SuppressWarnings("unchecked") // the content's hash was checked: it holds what write put there
    private static Example read(byte[] bytes, int offset, int length, Origin origin) throws IOException {
        try {
            Map<String, Object> line = StrictJson.standard().whole(bytes, offset, length, StrictJson::object);
            ExampleFormat format = ExampleFormat.carrying(kind(line, origin));
            Example example = format.read(
                    SourceRecord.of(Objects.requireNonNull((Map<String, Object>) line.get(RECORD)), origin));
            Map<String, String> metadata = Objects.requireNonNull((Map<String, String>) line.get(METADATA));
            ExampleInfo info = new ExampleInfo(
                    metadata,
                    example.info().provenance(),
                    example.info().validation(),
                    line.get(EXTRAS) instanceof Map<?, ?> extras
                            ? (Map<String, Object>) extras
                            : example.info().extras());
            return example.withInfo(
                    line.get(PROVENANCE) instanceof Map<?, ?> stored ? StoredProvenance.read(info, stored) : info);
        } catch (JsonFault e) {
            throw new IOException(origin + " is not JSON", e);
        }
    }
}
