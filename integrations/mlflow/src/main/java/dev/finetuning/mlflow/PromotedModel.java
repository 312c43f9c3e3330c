package dev.finetuning.mlflow;

import dev.finetuning.mlflow.MlflowServer.Version;
import dev.finetuning.registry.RegisteredModel;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A registered model with the versions that an alias has ever pointed to.
 *
 * @param name the name that it has in MLflow
 * @param model its state now
 * @param versions the versions that hold or held an alias
 * @param aliases the aliases that it has or had
 */
record PromotedModel(String name, RegisteredModel model, Set<SemanticVersion> versions, Set<Alias> aliases) {
    /** Makes the server show it. Whatever is done already is left alone, so that it can be repeated after a crash. */
    void show(MlflowServer server, Tally tally) {
        Optional<Map<String, String>> found = server.aliases(name);
        if (found.isEmpty()) {
            server.create(name);
        }
        Map<String, String> numbers = new LinkedHashMap<>();
        Map<String, Version> known = found.isEmpty() ? Map.of() : server.versions(name);
        for (SemanticVersion number : versions) {
            model.version(number)
                    .ifPresent(version -> numbers.put(
                            number.toString(),
                            version(server, version, Optional.ofNullable(known.get(number.toString())), tally)));
        }
        aliases(server, found.orElse(Map.of()), numbers, tally);
    }

    private String version(MlflowServer server, ModelVersion version, Optional<Version> known, Tally tally) {
        Map<String, String> tags = VersionTags.of(version);
        if (known.isEmpty()) {
            tally.version();
            return server.createVersion(name, source(version), tags).number();
        }
        String number = known.get().number();
        tags.forEach((key, value) -> {
            if (!value.equals(known.get().tags().get(key))) {
                server.setTag(name, number, key, value);
                tally.tag();
            }
        });
        return number;
    }

    /** Where the model is: it has no files that MLflow could fetch. */
    private static String source(ModelVersion version) {
        String provider = version.provider().isEmpty() ? "" : version.provider() + "/";
        return "fine-tuning:/" + provider + version.modelId();
    }

    private void aliases(MlflowServer server, Map<String, String> found, Map<String, String> numbers, Tally tally) {
        for (Alias alias : aliases) {
            Optional<String> wanted = model.byAlias(alias)
                    .map(version -> numbers.get(version.version().toString()));
            Optional<String> now = Optional.ofNullable(found.get(alias.name()));
            if (wanted.equals(now)) {
                continue;
            }
            wanted.ifPresentOrElse(
                    number -> server.setAlias(name, alias.name(), number),
                    () -> server.deleteAlias(name, alias.name()));
            tally.alias();
        }
    }
}
