package dev.finetuning.format;

import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Provenance;
import dev.finetuning.example.Validation;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.source.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A format whose records have an additional field with the example's info. */
final class InfoField implements ExampleFormat {
    private static final String NAME = INFO_FIELD;

    private static final String ORIGIN = "origin";

    private final ExampleFormat format;

    InfoField(ExampleFormat format) {
        this.format = format;
    }

    @Override
    public String name() {
        return format.name() + " with " + NAME;
    }

    @Override
    public ExampleFormat withInfo() {
        return this;
    }

    @Override
    public boolean writesInfo() {
        return true;
    }

    @Override
    public void checkColumns(String source, List<String> columns) {
        format.checkColumns(source, columns);
    }

    @Override
    public Example read(SourceRecord record) {
        Example example = format.read(record);
        if (example instanceof PromptExample prompt && prompt.reference().containsKey(NAME)) {
            Map<String, Object> reference = new LinkedHashMap<>(prompt.reference());
            ExampleInfo info = read(record, prompt.info(), reference.remove(NAME));
            return new PromptExample(prompt.messages(), prompt.tools(), reference, info);
        }
        ExampleInfo info = example.info();
        if (!info.extras().containsKey(NAME)) {
            return example;
        }
        Map<String, Object> extras = new LinkedHashMap<>(info.extras());
        Object field = extras.remove(NAME);
        return example.withInfo(
                read(record, new ExampleInfo(info.metadata(), info.provenance(), info.validation(), extras), field));
    }

    private static ExampleInfo read(SourceRecord record, ExampleInfo info, @Nullable Object field) {
        try {
            return read(info, (Map<?, ?>) field);
        } catch (ClassCastException | NullPointerException | IllegalArgumentException | DateTimeException e) {
            throw record.malformed(
                    "bad_example_info",
                    "/" + NAME,
                    "The field does not have the expected form.",
                    "Take it out, or write the file again.");
        }
    }

    // what is missing or of another type ends in the exceptions caught above
    @SuppressWarnings("NullAway")
    private static ExampleInfo read(ExampleInfo info, @Nullable Map<?, ?> field) {
        Map<String, String> metadata = new LinkedHashMap<>(info.metadata());
        if (field.get(ORIGIN) != null) {
            metadata.put(ORIGIN, (String) field.get(ORIGIN));
        }
        if (field.get("metadata") instanceof Map<?, ?> labels) {
            labels.forEach((key, value) -> metadata.put((String) key, (String) value));
        }
        String kind = (String) field.get("kind");
        Provenance provenance = new Provenance(
                Provenance.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                info.provenance().origin());
        Optional<Validation> validation = info.validation();
        if (field.get("validation") instanceof Map<?, ?> by) {
            validation = Optional.of(new Validation((String) by.get("by"), Instant.parse((String) by.get("at"))));
        }
        return new ExampleInfo(metadata, provenance, validation, info.extras());
    }

    @Override
    public Map<String, Object> write(Example example) {
        Map<String, Object> fields = new LinkedHashMap<>(format.write(example));
        check(example, fields.containsKey(NAME));
        fields.put(NAME, field(example.info()));
        return fields;
    }

    @Override
    public void writeJson(Example example, OutputStream out) throws IOException {
        check(example, isTaken(example));
        ByteArrayOutputStream object = new ByteArrayOutputStream(512);
        format.writeJson(example, object);
        // only the part before the closing brace is written again
        out.write(object.toByteArray(), 0, object.size() - 1);
        out.write((",\"" + NAME + "\":").getBytes(StandardCharsets.UTF_8));
        out.write(JsonText.bytes(field(example.info())));
        out.write('}');
    }

    private static boolean isTaken(Example example) {
        return example.info().extras().containsKey(NAME)
                || (example instanceof PromptExample prompt
                        && prompt.reference().containsKey(NAME));
    }

    private void check(Example example, boolean taken) {
        if (taken) {
            throw new UnwritableExampleException(
                    name(), example, "it already has a field of this name; read the file with its info");
        }
    }

    private static Map<String, Object> field(ExampleInfo info) {
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("kind", info.provenance().kind().name().toLowerCase(Locale.ROOT));
        if (!info.metadata().containsKey(ORIGIN)) {
            field.put(ORIGIN, info.provenance().origin().toString());
        }
        if (!info.metadata().isEmpty()) {
            field.put("metadata", info.metadata());
        }
        info.validation()
                .ifPresent(validation -> field.put(
                        "validation",
                        Map.of("by", validation.by(), "at", validation.at().toString())));
        return field;
    }
}
