package dev.finetuning.format.writing;

import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The file that tells a trainer how to read the data. */
enum TargetConfiguration {
    /** Axolotl's YAML: conversations by the model's chat template. */
    AXOLOTL("axolotl") {
        @Override
        String fileName(String name) {
            return name + ".axolotl.yaml";
        }

        @Override
        String text(Path file, String name, String dataFile, Set<String> fields) {
            StringBuilder text = new StringBuilder("""
                    datasets:
                      - path: %s
                        ds_type: json
                        type: chat_template
                        field_messages: messages
                        message_property_mappings:
                          role: role
                          content: content
                    """.formatted(dataFile));
            if (fields.contains("messages/weight")) {
                text.append("    message_field_training: weight\n");
            }
            if (fields.contains("messages/reasoning_content")) {
                text.append("    field_thinking: reasoning_content\n    template_thinking_key: reasoning_content\n");
            }
            return text.toString();
        }
    },
    /** LLaMA-Factory's {@code dataset_info.json} for ShareGPT. */
    LLAMA_FACTORY("llama_factory") {
        @Override
        String text(Path file, String name, String dataFile, Set<String> fields) throws IOException {
            return datasetInfo(file, name, dataFile, Map.of(), Set.of(), fields);
        }
    },
    /** The same for preference pairs. */
    LLAMA_FACTORY_PREFERENCE("llama_factory_preference") {
        @Override
        String text(Path file, String name, String dataFile, Set<String> fields) throws IOException {
            return datasetInfo(file, name, dataFile, Map.of("ranking", true), Set.of("chosen", "rejected"), fields);
        }
    },
    /** The same for rated answers. */
    LLAMA_FACTORY_KTO("llama_factory_kto") {
        @Override
        String text(Path file, String name, String dataFile, Set<String> fields) throws IOException {
            return datasetInfo(file, name, dataFile, Map.of(), Set.of("kto_tag"), fields);
        }
    };

    private final String key;

    TargetConfiguration(String key) {
        this.key = key;
    }

    /** What it is called in a {@link Target}. */
    String key() {
        return key;
    }

    static TargetConfiguration ofKey(String key) {
        for (TargetConfiguration configuration : values()) {
            if (configuration.key.equals(key)) {
                return configuration;
            }
        }
        throw new IllegalArgumentException("no configuration is called " + key);
    }

    String fileName(String name) {
        return "dataset_info.json";
    }

    /**
     * The text of the file.
     *
     * @param file where it will stand, and may stand already
     * @param fields the fields that occur in the data: {@code "tools"}, {@code "messages/weight"}
     * @throws IOException if what stands there cannot be read or is of another kind
     */
    abstract String text(Path file, String name, String dataFile, Set<String> fields) throws IOException;

    /** The entries there are, and one more that names the columns that occur; others make its reader fail. */
    private static String datasetInfo(
            Path file,
            String name,
            String dataFile,
            Map<String, Object> settings,
            Set<String> required,
            Set<String> fields)
            throws IOException {
        Map<String, Object> columns = new TreeMap<>();
        columns.put("messages", "conversations");
        required.forEach(column -> columns.put(column, column));
        for (String column : Set.of("system", "tools", "images", "videos", "audios")) {
            if (fields.contains(column)) {
                columns.put(column, column);
            }
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file_name", dataFile);
        entry.put("formatting", "sharegpt");
        entry.putAll(settings);
        entry.put("columns", columns);
        Map<String, Object> entries = new LinkedHashMap<>(entries(file));
        entries.put(name, entry);
        return JsonText.of(entries) + "\n";
    }

    private static Map<String, Object> entries(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return StrictJson.standard().object(Files.readString(file, StandardCharsets.UTF_8));
        } catch (JsonFault e) {
            throw new IOException(file + " is there already and is no JSON object: " + e.reason(), e);
        }
    }
}
