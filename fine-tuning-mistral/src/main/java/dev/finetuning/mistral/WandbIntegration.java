package dev.finetuning.mistral;

import dev.finetuning.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reports a job to Weights &amp; Biases. Add it to a request with {@code addOption("integrations",
 * List.of(…))}, or to all jobs with {@link MistralSettings.Builder#addJobField}, which keeps its key out of
 * the journal of runs.
 *
 * @param project the project's name
 * @param apiKey the API key, 40 characters
 * @param name a name for the run; empty to let the provider choose
 * @param runName the displayed name; empty to let the provider choose
 */
public record WandbIntegration(String project, Secret apiKey, Optional<String> name, Optional<String> runName) {
    private static final int KEY_LENGTH = 40;

    /**
     * Checks the key's form.
     *
     * @throws IllegalArgumentException if it does not have 40 characters; the message does not repeat it
     */
    public WandbIntegration {
        if (apiKey.reveal().length() != KEY_LENGTH) {
            throw new IllegalArgumentException("a Weights & Biases key has 40 characters, this one has "
                    + apiKey.reveal().length());
        }
    }

    /** An integration with names chosen by the provider. */
    public static WandbIntegration of(String project, Secret apiKey) {
        return new WandbIntegration(project, apiKey, Optional.empty(), Optional.empty());
    }

    /** The same with a name for the run. */
    public WandbIntegration withName(String newName) {
        return new WandbIntegration(project, apiKey, Optional.of(newName), runName);
    }

    /** The same with a name to display. */
    public WandbIntegration withRunName(String newRunName) {
        return new WandbIntegration(project, apiKey, name, Optional.of(newRunName));
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "wandb");
        fields.put("project", project);
        fields.put("api_key", apiKey);
        name.ifPresent(given -> fields.put("name", given));
        runName.ifPresent(given -> fields.put("run_name", given));
        return fields;
    }
}
