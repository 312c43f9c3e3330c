package dev.finetuning.mlflow;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.RequestBody;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.RequestRejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The few calls of an MLflow server's model registry that are used, by its REST API 2.0. Thread-safe.
 *
 * @param exchange the server
 */
record MlflowServer(ProviderExchange exchange) implements AutoCloseable {
    private static final String API = "/api/2.0/mlflow/";
    private static final String ALIAS = "registered-models/alias";
    private static final String MODEL = "registered model";
    private static final int PAGE = 200;

    /** A version as the server has it: its number there, and its tags. */
    record Version(String number, Map<String, String> tags) {
        Version {
            tags = Map.copyOf(tags);
        }
    }

    /** The aliases of a registered model, with the number that each points to; empty if there is no such model. */
    Optional<Map<String, String>> aliases(String model) {
        Call call = Call.read("get model", MODEL, model);
        try {
            WireObject answer = exchange.read(
                            call,
                            () -> ProviderRequest.get(API + "registered-models/get")
                                    .with("name", model))
                    .body();
            return Optional.of(pairs(answer.object("registered_model").objects("aliases"), "alias", "version"));
        } catch (NotFoundException none) {
            return Optional.empty();
        }
    }

    /** Creates a registered model; one that another process has created meanwhile will do. */
    void create(String model) {
        try {
            post("create model", model, "registered-models/create", Map.of("name", model));
        } catch (RequestRejectedException refused) {
            if (aliases(model).isEmpty()) {
                throw refused;
            }
        }
    }

    /** The versions that a mirror has created, by the version that each shows. */
    Map<String, Version> versions(String model) {
        Map<String, Version> found = new LinkedHashMap<>();
        String token = "";
        do {
            String page = token;
            WireObject answer = exchange.read(
                            Call.read("search versions"),
                            () -> ProviderRequest.get(API + "model-versions/search")
                                    .with("filter", "name=" + quoted(model))
                                    .with("max_results", PAGE)
                                    .with("page_token", page.isEmpty() ? null : page))
                    .body();
            for (WireObject each : answer.objects("model_versions")) {
                Map<String, String> tags = pairs(each.objects("tags"), "key", "value");
                Version version = new Version(number(each), tags);
                Optional.ofNullable(tags.get(VersionTags.VERSION))
                        .ifPresent(shown -> found.merge(shown, version, MlflowServer::older));
            }
            token = answer.text("next_page_token", "");
        } while (!token.isEmpty());
        return found;
    }

    /** In the quotes that the name does not contain; MLflow knows no escapes. */
    private static String quoted(String name) {
        String quote = name.contains("'") ? "\"" : "'";
        return quote + name + quote;
    }

    /** Two processes may have created the same one; the first stays. */
    private static Version older(Version one, Version other) {
        return Long.parseLong(one.number()) <= Long.parseLong(other.number()) ? one : other;
    }

    /** Creates a version with its tags in one step, so that it is always known again. */
    Version createVersion(String model, String source, Map<String, String> tags) {
        List<Map<String, String>> pairs = new ArrayList<>();
        tags.forEach((key, value) -> pairs.add(Map.of("key", key, "value", value)));
        WireObject answer = post(
                "create version",
                model,
                "model-versions/create",
                Map.of("name", model, "source", source, "tags", pairs));
        return new Version(number(answer.object("model_version")), tags);
    }

    void setTag(String model, String number, String key, String value) {
        post(
                "set tag",
                model,
                "model-versions/set-tag",
                Map.of("name", model, "version", number, "key", key, "value", value));
    }

    void setAlias(String model, String alias, String number) {
        post("set alias", model, ALIAS, Map.of("name", model, "alias", alias, "version", number));
    }

    void deleteAlias(String model, String alias) {
        RequestBody body = RequestBody.json(
                WireObject.of(Map.of("name", model, "alias", alias)).json());
        ProviderRequest plain = ProviderRequest.delete(API + ALIAS);
        exchange.send(
                Call.repeatable("delete alias", MODEL, model),
                () -> new ProviderRequest(
                        plain.method(), plain.target(), Optional.of(body), plain.accept(), plain.limit()));
    }

    private WireObject post(String operation, String model, String path, Map<String, ?> fields) {
        return exchange.send(Call.repeatable(operation, MODEL, model), () -> ProviderRequest.post(API + path, fields))
                .body();
    }

    private static String number(WireObject version) {
        return version.text("version")
                .or(() -> version.integer("version").stream()
                        .mapToObj(Long::toString)
                        .findFirst())
                .orElse("0");
    }

    private static Map<String, String> pairs(List<WireObject> objects, String key, String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (WireObject each : objects) {
            String text = each.text(value)
                    .orElseGet(() -> each.integer(value).stream()
                            .mapToObj(Long::toString)
                            .findFirst()
                            .orElse(""));
            each.text(key).ifPresent(name -> pairs.put(name, text));
        }
        return pairs;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
