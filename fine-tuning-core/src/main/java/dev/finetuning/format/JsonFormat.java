package dev.finetuning.format;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Provenance;
import dev.finetuning.format.internal.Instructions;
import dev.finetuning.format.internal.UnknownFields;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonLimits;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.source.ReadLimits;
import dev.finetuning.source.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A format of one JSON object per example, read and written token by token. */
abstract class JsonFormat implements ExampleFormat {
    /** Reads the object whose opening brace the parser stands on. */
    abstract Example read(JsonParser parser, SourceRecord record) throws IOException, JsonFault;

    /** Writes the fields of the object, braces left out. */
    abstract void writeFields(JsonGenerator generator, Example example) throws IOException;

    @Override
    public final Example read(SourceRecord record) {
        ByteBuffer json = record.rawJson();
        try {
            return strict(record.limits())
                    .unseen(json.array(), json.arrayOffset() + json.position(), json.remaining(), parser -> {
                        if (parser.currentToken() != JsonToken.START_OBJECT) {
                            throw new JsonFault(
                                    "data_type",
                                    "",
                                    "The record is " + StrictJson.kind(parser) + ", not an object.",
                                    "Write one JSON object per record.");
                        }
                        return read(parser, record);
                    });
        } catch (JsonFault e) {
            throw record.malformed(e.code(), e.pointer(), e.reason(), e.remedy());
        }
    }

    @Override
    public final Map<String, Object> write(Example example) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try {
            writeJson(example, out);
            return StrictJson.standard().whole(out.toByteArray(), 0, out.size(), StrictJson::object);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        } catch (JsonFault e) {
            throw new UnwritableExampleException(name(), example, "its content cannot be written as strict JSON");
        }
    }

    @Override
    public final void writeJson(Example example, OutputStream out) throws IOException {
        if (UnknownFields.in(example)) {
            writeStrictly(example, out);
            return;
        }
        try (JsonGenerator generator = JsonText.generator(out)) {
            writeObject(generator, example);
        }
    }

    @Override
    public final void writeLines(Iterable<? extends Example> examples, OutputStream out) throws IOException {
        try (JsonGenerator generator = JsonText.generator(out)) {
            for (Example example : examples) {
                if (UnknownFields.in(example)) {
                    generator.flush();
                    writeStrictly(example, out);
                } else {
                    writeObject(generator, example);
                }
                generator.writeRaw('\n');
            }
        }
    }

    private void writeObject(JsonGenerator generator, Example example) throws IOException {
        generator.writeStartObject();
        writeFields(generator, example);
        generator.writeEndObject();
    }

    /** A field that one format does not know may have the name of one that this format writes itself. */
    private void writeStrictly(Example example, OutputStream out) throws IOException {
        try (JsonGenerator generator = JsonText.strictGenerator(out)) {
            writeObject(generator, example);
        } catch (JsonGenerationException e) {
            throw new UnwritableExampleException(
                    name(),
                    example,
                    "a field that is unknown elsewhere would stand there twice, or for something else");
        }
    }

    /** Those names, and those of a separate instruction, which all formats know. */
    static Set<String> known(String... names) {
        Set<String> known = new HashSet<>(Instructions.FIELDS);
        known.addAll(List.of(names));
        return Set.copyOf(known);
    }

    static StrictJson strict(ReadLimits limits) {
        return StrictJson.of(new JsonLimits(limits.maxDepth(), limits.maxStringLength(), limits.maxNumberLength()));
    }

    static ExampleInfo info(SourceRecord record, Map<String, Object> extras) {
        return new ExampleInfo(Map.of(), Provenance.human(record.origin()), Optional.empty(), extras);
    }

    static void writeExtras(JsonGenerator generator, Map<String, Object> extras, Set<String> known) throws IOException {
        UnknownFields.write(generator, extras, known);
    }

    static void writeExtras(JsonGenerator generator, Map<String, Object> extras) throws IOException {
        UnknownFields.write(generator, extras);
    }
}
