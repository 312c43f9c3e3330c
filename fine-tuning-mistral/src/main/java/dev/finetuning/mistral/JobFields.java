package dev.finetuning.mistral;

import dev.finetuning.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Job fields that a caller gave, some of which hold secrets, as the JSON that is sent. */
final class JobFields {
    private JobFields() {}

    /** All secrets anywhere in a value. */
    static List<Secret> secrets(@Nullable Object value) {
        List<Secret> found = new ArrayList<>();
        walk(value, secret -> {
            found.add(secret);
            return secret;
        });
        return found;
    }

    /** The value with its secrets as texts and its repositories and integrations as objects. */
    static @Nullable Object revealed(@Nullable Object value) {
        return walk(value, UnaryOperator.identity());
    }

    private static @Nullable Object walk(@Nullable Object value, UnaryOperator<Secret> visitor) {
        if (value instanceof Secret secret) {
            return visitor.apply(secret).reveal();
        }
        if (value instanceof WandbIntegration integration) {
            return walk(integration.fields(), visitor);
        }
        if (value instanceof GithubRepository repository) {
            return walk(repository.fields(), visitor);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, field) -> copy.put(String.valueOf(name), walk(field, visitor)));
            return copy;
        }
        if (value instanceof Collection<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(walk(element, visitor)));
            return copy;
        }
        return value;
    }
}
