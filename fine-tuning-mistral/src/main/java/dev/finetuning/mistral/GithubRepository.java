package dev.finetuning.mistral;

import dev.finetuning.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Code to train on, straight from a repository. Give it to a request as {@code addOption("repositories",
 * List.of(…))}, or to all jobs through {@link MistralSettings.Builder#addJobField}.
 *
 * @param owner who owns it
 * @param name its name
 * @param token a token that may read it
 * @param ref branch, tag or commit, where the default branch is not meant
 * @param weight how often it is drawn from, beside other files and repositories; above 0
 */
public record GithubRepository(
        String owner, String name, Secret token, @Nullable String ref, double weight) {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the weight is not above 0
     */
    public GithubRepository {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight must be above 0: " + weight);
        }
    }

    /** The default branch, with the weight 1. */
    public static GithubRepository of(String owner, String name, Secret token) {
        return new GithubRepository(owner, name, token, null, 1);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "github");
        fields.put("owner", owner);
        fields.put("name", name);
        fields.put("token", token);
        fields.put("weight", weight);
        if (ref != null) {
            fields.put("ref", ref);
        }
        return fields;
    }
}
