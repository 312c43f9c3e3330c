package dev.finetuning.mistral;

import dev.finetuning.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Source code to train on, from a GitHub repository. Add it to a request with {@code
 * addOption("repositories", List.of(…))}, or to all jobs with {@link MistralSettings.Builder#addJobField}.
 *
 * @param owner its owner
 * @param name its name
 * @param token a token with read access
 * @param ref branch, tag or commit; empty for the default branch
 * @param weight how often it is drawn from, relative to other files and repositories; above 0
 */
public record GithubRepository(String owner, String name, Secret token, Optional<String> ref, double weight) {
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
        return new GithubRepository(owner, name, token, Optional.empty(), 1);
    }

    /** The same repository at a branch, tag or commit. */
    public GithubRepository withRef(String newRef) {
        return new GithubRepository(owner, name, token, Optional.of(newRef), weight);
    }

    /**
     * The same repository with another weight.
     *
     * @throws IllegalArgumentException if the weight is not above 0
     */
    public GithubRepository withWeight(double newWeight) {
        return new GithubRepository(owner, name, token, ref, newWeight);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "github");
        fields.put("owner", owner);
        fields.put("name", name);
        fields.put("token", token);
        fields.put("weight", weight);
        ref.ifPresent(given -> fields.put("ref", given));
        return fields;
    }
}
