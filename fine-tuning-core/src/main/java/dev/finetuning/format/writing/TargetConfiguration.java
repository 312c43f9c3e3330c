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
        String text(Data data) {
            StringBuilder text = new StringBuilder(data.setting().isEmpty() ? DATA_ONLY : whole(data));
            text.append("""
                    datasets:
                      - path: %s
                        ds_type: json
                        type: chat_template
                        field_messages: messages
                        message_property_mappings:
                          role: role
                          content: content
                    """.formatted(data.file()));
            if (data.fields().contains("messages/weight")) {
                text.append("    message_field_training: weight\n");
            }
            if (data.fields().contains("messages/reasoning_content")) {
                text.append("    field_thinking: reasoning_content\n    template_thinking_key: reasoning_content\n");
            }
            return text.toString();
        }
    },
    /** LLaMA-Factory's {@code dataset_info.json} for ShareGPT. */
    LLAMA_FACTORY("llama_factory") {
        @Override
        String text(Data data) throws IOException {
            return datasetInfo(data, Map.of(), Set.of());
        }
    },
    /** The same for preference pairs. */
    LLAMA_FACTORY_PREFERENCE("llama_factory_preference") {
        @Override
        String text(Data data) throws IOException {
            return datasetInfo(data, Map.of("ranking", true), Set.of("chosen", "rejected"));
        }
    },
    /** The same for rated answers. */
    LLAMA_FACTORY_KTO("llama_factory_kto") {
        @Override
        String text(Data data) throws IOException {
            return datasetInfo(data, Map.of(), Set.of("kto_tag"));
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
     * @throws IOException if what stands there cannot be read or is of another kind
     */
    abstract String text(Data data) throws IOException;

    /**
     * What it is about.
     *
     * @param configuration where the configuration will stand, and may stand already
     * @param name what the data is called
     * @param file the data file's name
     * @param fields the fields that occur in the data: {@code "tools"}, {@code "messages/weight"}
     * @param setting the target's own, such as a base model; empty for none
     */
    record Data(Path configuration, String name, String file, Set<String> fields, String setting) {}

    private static final String DATA_ONLY =
            "# the data; Target.axolotl(model) writes what a job needs beside it: base_model, learning_rate, …\n";

    /** A whole job: what Axolotl's configuration cannot do without, and a LoRA adapter as in its own examples. */
    private static String whole(Data data) {
        return """
                base_model: %s
                adapter: lora
                lora_r: 32
                lora_alpha: 16
                lora_dropout: 0.05
                lora_target_linear: true
                sequence_len: 4096
                micro_batch_size: 2
                gradient_accumulation_steps: 4
                num_epochs: 3
                optimizer: adamw_torch
                lr_scheduler: cosine
                learning_rate: 0.0002
                output_dir: %s
                """.formatted(JsonText.of(data.setting()), JsonText.of("./" + data.name()));
    }

    /** The entries there are, and one more that names the columns that occur; others make its reader fail. */
    private static String datasetInfo(Data data, Map<String, Object> settings, Set<String> required)
            throws IOException {
        Map<String, Object> columns = new TreeMap<>();
        columns.put("messages", "conversations");
        required.forEach(column -> columns.put(column, column));
        for (String column : Set.of("system", "tools", "images", "videos", "audios")) {
            if (data.fields().contains(column)) {
                columns.put(column, column);
            }
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file_name", data.file());
        entry.put("formatting", "sharegpt");
        entry.putAll(settings);
        entry.put("columns", columns);
        Map<String, Object> entries = new LinkedHashMap<>(entries(data.configuration()));
        entries.put(data.name(), entry);
        return JsonText.of(entries) + "\n";
    }

    private static Map<String, Object> entries(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return StrictJson.standard().object(Files.readString(file, StandardCharsets.UTF_8));
        } catch (JsonFault e) {
            throw new IOException(file + " already exists and is not a JSON object: " + e.reason(), e);
        }
    }
}
