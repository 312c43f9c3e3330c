package dev.finetuning.mistral;

import dev.finetuning.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reports a job to Weights &amp; Biases. Give it to a request as {@code addOption("integrations",
 * List.of(…))}, or to all jobs through {@link MistralSettings.Builder#addJobField}, where runs find it
 * without its key going into their journal.
 *
 * @param project the project there
 * @param apiKey the key there, which has 40 characters
 * @param name a name for the run, where the host shall not choose it
 * @param runName the displayed name, where the host shall not choose it
 */
public record WandbIntegration(
        String project,
        Secret apiKey,
        @Nullable String name,
        @Nullable String runName) {
    private static final int KEY_LENGTH = 40;

    /**
     * Checks the key's form.
     *
     * @throws IllegalArgumentException if it has not 40 characters; the message does not repeat it
     */
    public WandbIntegration {
        if (apiKey.reveal().length() != KEY_LENGTH) {
            throw new IllegalArgumentException("a Weights & Biases key has 40 characters, this one has "
                    + apiKey.reveal().length());
        }
    }

    /** With names of the host's choice. */
    public static WandbIntegration of(String project, Secret apiKey) {
        return new WandbIntegration(project, apiKey, null, null);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "wandb");
        fields.put("project", project);
        fields.put("api_key", apiKey);
        if (name != null) {
            fields.put("name", name);
        }
        if (runName != null) {
            fields.put("run_name", runName);
        }
        return fields;
    }
}
