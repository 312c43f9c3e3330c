package dev.finetuning.format.writing;

import dev.finetuning.internal.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/** The file that tells a trainer how to read the data. */
enum TargetConfiguration {
    /** Axolotl's YAML: conversations by the model's chat template, per-message weights left to it. */
    AXOLOTL {
        @Override
        String fileName(String name) {
            return name + ".axolotl.yaml";
        }

        @Override
        String text(String name, String dataFile) {
            return """
                    datasets:
                      - path: %s
                        ds_type: json
                        type: chat_template
                        field_messages: messages
                        message_property_mappings:
                          role: role
                          content: content
                    """.formatted(dataFile);
        }
    },
    /** LLaMA-Factory's {@code dataset_info.json} for ShareGPT. */
    LLAMA_FACTORY {
        @Override
        String fileName(String name) {
            return "dataset_info.json";
        }

        @Override
        String text(String name, String dataFile) {
            Map<String, Object> columns = new LinkedHashMap<>();
            columns.put("messages", "conversations");
            columns.put("system", "system");
            columns.put("tools", "tools");
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("file_name", dataFile);
            entry.put("formatting", "sharegpt");
            entry.put("columns", columns);
            return JsonText.of(Map.of(name, entry)) + "\n";
        }
    };

    abstract String fileName(String name);

    abstract String text(String name, String dataFile);
}
