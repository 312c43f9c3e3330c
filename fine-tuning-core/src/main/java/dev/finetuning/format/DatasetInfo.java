package dev.finetuning.format;

import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.source.UnreadableSourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Format descriptions in a file, in the form of LLaMA-Factory's {@code dataset_info.json}. Each dataset has
 * a {@code file_name}, a {@code formatting} ({@code alpaca}, {@code sharegpt}, {@code openai}, {@code trl}
 * or {@code text}), {@code ranking} if it holds preferences, {@code columns} with the name of each column,
 * and {@code tags} with the names of speakers and fields.
 *
 * @param fileName the data file named by the entry; empty if it names none
 * @param format how to read it
 */
public record DatasetInfo(String fileName, ExampleFormat format) {
    private static final Map<String, String> ALPACA_COLUMNS = Map.of(
            "prompt", "instruction", "query", "input", "response", "output", "system", "system", "history", "history");
    private static final Map<String, String> SPEAKERS = Map.of(
            "user_tag", "human",
            "assistant_tag", "gpt",
            "observation_tag", "observation",
            "function_tag", "function_call",
            "system_tag", "system");

    /**
     * Reads all entries of a file.
     *
     * @throws UnreadableSourceException if the file is missing, is not JSON, or contains an unknown setting
     */
    public static Map<String, DatasetInfo> readAll(Path file) {
        try {
            return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UnreadableSourceException(
                    "missing_file", file.toString(), 0, "It cannot be read.", "Check the path and the encoding.", e);
        }
    }

    /**
     * Reads all entries of a text.
     *
     * @param source its name in messages
     * @throws UnreadableSourceException if the text is not JSON or contains an unknown setting
     */
    public static Map<String, DatasetInfo> parse(String source, String json) {
        Map<String, DatasetInfo> infos = new LinkedHashMap<>();
        try {
            StrictJson.standard()
                    .object(json)
                    .forEach((name, entry) -> infos.put(name, entry(source + ", entry " + name, object(entry))));
        } catch (JsonFault e) {
            throw new UnreadableSourceException(e.code(), source, 0, e.reason(), e.remedy());
        }
        return infos;
    }

    private static DatasetInfo entry(String source, Map<?, ?> entry) {
        String formatting = text(entry, "formatting", "alpaca");
        boolean ranking = Boolean.TRUE.equals(entry.get("ranking"));
        Map<?, ?> columns = object(entry.get("columns"));
        Map<?, ?> tags = object(entry.get("tags"));
        ExampleFormat format = switch (formatting) {
            case "alpaca" -> ranking ? rankedAlpaca(columns) : alpaca(columns);
            case "sharegpt" -> shareGpt(ranking, columns, tags);
            case "openai" -> columns(FieldMapping.of(ChatMessages.format()), columns, Map.of());
            case "trl" -> columns(FieldMapping.of(PreferencePairs.trl()), columns, Map.of());
            case "text" -> columns(FieldMapping.of(PlainText.format()), columns, Map.of("prompt", "text"));
            default ->
                throw new UnreadableSourceException(
                        "unknown_formatting",
                        source,
                        0,
                        "The formatting is none of alpaca, sharegpt, openai, trl and text.",
                        "Use one of these.");
        };
        return new DatasetInfo(text(entry, "file_name", ""), format);
    }

    private static ExampleFormat alpaca(Map<?, ?> columns) {
        return columns(FieldMapping.of(Alpaca.format()), columns, ALPACA_COLUMNS);
    }

    private static ExampleFormat rankedAlpaca(Map<?, ?> columns) {
        return columns(FieldMapping.of(PreferencePairs.trl()).rename("/instruction", "prompt"), columns, Map.of());
    }

    private static ExampleFormat shareGpt(boolean ranking, Map<?, ?> columns, Map<?, ?> tags) {
        boolean rated = columns.containsKey("kto_tag");
        FieldMapping mapping = FieldMapping.of(ranking ? PreferencePairs.shareGpt() : ShareGpt.format());
        if (rated) {
            mapping = FieldMapping.of(Kto.format());
        }
        mapping = columns(mapping, columns, Map.of("messages", rated ? "messages" : "conversations"));
        String turns = "/" + text(columns, "messages", "conversations") + "/+/";
        for (String parent : new String[] {
            turns, "/" + text(columns, "chosen", "chosen") + "/", "/" + text(columns, "rejected", "rejected") + "/"
        }) {
            mapping = tags(mapping, parent, tags, rated);
        }
        return mapping;
    }

    private static FieldMapping tags(FieldMapping mapping, String parent, Map<?, ?> tags, boolean rated) {
        String role = text(tags, "role_tag", "from");
        FieldMapping result = mapping.rename(parent + role, rated ? "role" : "from")
                .rename(parent + text(tags, "content_tag", "value"), rated ? "content" : "value");
        for (Map.Entry<String, String> speaker : SPEAKERS.entrySet()) {
            String known = rated ? role(speaker.getValue()) : speaker.getValue();
            String own = text(tags, speaker.getKey(), speaker.getValue());
            if (!own.equals(known)) {
                result = result.value(parent + role, own, known);
            }
        }
        return result;
    }

    private static String role(String speaker) {
        return switch (speaker) {
            case "human" -> "user";
            case "gpt", "function_call" -> "assistant";
            case "observation" -> "tool";
            default -> speaker;
        };
    }

    private static FieldMapping columns(FieldMapping mapping, Map<?, ?> columns, Map<String, String> names) {
        FieldMapping result = mapping;
        for (Map.Entry<?, ?> column : columns.entrySet()) {
            String known = String.valueOf(column.getKey());
            String to = names.getOrDefault(known, known);
            if (column.getValue() instanceof String own && !own.equals(to)) {
                result = result.rename("/" + own, to);
            }
        }
        return result;
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> entry, String key, String otherwise) {
        return entry.get(key) instanceof String text ? text : otherwise;
    }
}
